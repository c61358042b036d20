package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.data.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files are read or refused by a {@link FormatException}; nothing else is thrown. The files
 * are good ones with bytes changed, cut, repeated, or replaced by tokens of the format. {@code
 * -Dcortado.fuzz=1000000} tries that many for each reader, {@code -Dcortado.fuzz.seed} begins
 * elsewhere.
 */
final class FuzzTest {

  private static final int TRIES = Integer.getInteger("cortado.fuzz", 300);
  private static final long SEED = Long.getLong("cortado.fuzz.seed", 0);

  /** A stalled Parquet file ends after a minute. */
  private static final long SLOW = 90_000_000_000L;

  @TempDir Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(Random random, byte[] good, List<byte[]> tokens) {
    byte[] bytes = good;
    for (int change = 1 + random.nextInt(4); change > 0; change--) {
      int at = random.nextInt(bytes.length + 1);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
      bytes =
          switch (random.nextInt(6)) {
            case 0 ->
                joined(
                    bytes, at, new byte[] {(byte) random.nextInt(256)}, at + Math.min(1, length));
            case 1 -> joined(bytes, at, new byte[0], at + length);
            case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> joined(bytes, at, tokens.get(random.nextInt(tokens.size())), at);
            default -> joined(bytes, at, tokens.get(random.nextInt(tokens.size())), at + length);
          };
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, to);
    out.writeBytes(middle);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }

  private void fuzz(String name, int tries, List<byte[]> good, List<byte[]> tokens)
      throws IOException {
    int read = 0;
    for (int i = 0; i < tries; i++) {
      var random = new Random(SEED + i);
      byte[] bytes = damaged(random, good.get(random.nextInt(good.size())), tokens);
      var file = Files.write(folder.resolve(name), bytes);
      long begin = System.nanoTime();
      try {
        Rows.of(Tables.read(file));
        read++;
      } catch (FormatException e) {
        assertThat(e.getMessage()).hasSizeLessThan(1_500).matches("[^\\p{Cntrl}]*");
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            name + ", -Dcortado.fuzz.seed=" + (SEED + i) + " -Dcortado.fuzz=1", e);
      }
      assertThat(System.nanoTime() - begin).as("time of seed %d", SEED + i).isLessThan(SLOW);
    }
    assertThat(read).as("files that are still good").isLessThan(tries);
  }

  @Test
  void damagedCsvIsReadOrRefused() throws IOException {
    fuzz(
        "a.csv",
        TRIES,
        List.of(
            utf8("a,b,c\n1,\"x, y\",2026-01-02\n2,\"say \"\"hi\"\"\",\n3,é,😀\n"),
            utf8("\uFEFFa;b\r\n1,5;2\r\n1.234,5;3\r\n"),
            utf8("a\tb\r1\t2\r"),
            utf8("a, b\n1, \"x\" \n")),
        List.of(
            utf8("\""),
            utf8("\"\""),
            utf8(","),
            utf8(";"),
            utf8("\n"),
            utf8("\r"),
            utf8("\r\n"),
            utf8("'"),
            utf8(" \""),
            utf8("\0"),
            utf8("\uFEFF"),
            utf8("NaN"),
            utf8("\t"),
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {(byte) 0xC3},
            utf8("\u2028"),
            utf8("😀"),
            utf8("1.234,5"),
            utf8("x".repeat(3_000)),
            utf8(",".repeat(3_000)),
            new byte[] {0x1F, (byte) 0x8B},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}));
  }

  @Test
  void damagedGzipIsReadOrRefused() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(utf8("a,b\n" + "1,x\n".repeat(50)));
    }
    fuzz(
        "a.csv.gz",
        TRIES,
        List.of(bytes.toByteArray()),
        List.of(new byte[] {0x1F, (byte) 0x8B, 8}));
  }

  @Test
  void damagedNumpyIsReadOrRefused() throws IOException {
    byte[] data = NpyFile.doubles(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6);
    var tokens =
        List.of(
            utf8("9"),
            utf8("99999999999"),
            utf8("-"),
            utf8(","),
            utf8("("),
            utf8(")"),
            utf8("True"),
            utf8("<f4"),
            utf8("|O"),
            utf8("<U"),
            utf8("'shape': "),
            utf8("{"),
            utf8("}"),
            utf8("'"));
    fuzz(
        "a.npy",
        TRIES,
        List.of(
            NpyFile.of("<f8", false, "(2, 3)", data),
            NpyFile.of(">f8", true, "(3, 2)", data),
            NpyFile.of("<U3", false, "(4,)", data)),
        tokens);
    var archive = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(archive)) {
      for (var name : List.of("x.npy", "y.npy")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(NpyFile.of("<f8", false, name.startsWith("x") ? "(2, 3)" : "(6,)", data));
        zip.closeEntry();
      }
    }
    fuzz(
        "a.npz", TRIES / 2, List.of(archive.toByteArray()), List.of(utf8("PK\3\4"), utf8("x.npy")));
  }

  @Test
  void damagedIdxIsReadOrRefused() throws IOException {
    fuzz(
        "a-ubyte",
        TRIES,
        List.of(
            new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6},
            new byte[] {0, 0, 13, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8}),
        List.of(new byte[] {0, 0, 0, 1}, new byte[] {127, -1, -1, -1}, new byte[] {-1}));
  }

  @Test
  void damagedParquetIsReadOrRefused() throws IOException, SQLException {
    var good = new byte[3][];
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      var codecs = List.of("uncompressed", "snappy", "gzip");
      for (int i = 0; i < good.length; i++) {
        var file = folder.resolve("good.parquet");
        statement.execute(
            "copy (select i, i / 3.0 x, 'text ' || (i % 5) s, case when i % 2 = 0 then i end n"
                + " from range(40) r(i)) to '"
                + file
                + "' (format parquet, codec '"
                + codecs.get(i)
                + "')");
        good[i] = Files.readAllBytes(file);
      }
    }
    fuzz(
        "a.parquet",
        TRIES / 2,
        Arrays.asList(good),
        List.of(
            utf8("PAR1"),
            new byte[] {-1, -1, -1, 15},
            new byte[] {0},
            new byte[] {0x15, 0x02},
            new byte[] {0x7F, -1, -1, -1},
            new byte[] {0x19, -1}));
  }
}
