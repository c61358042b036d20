package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the catalogue of bad input that concern reading CSV. */
final class CatalogueCsvTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Rows.file(folder, "data.csv", text);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("data.csv"), bytes);
  }

  private static void assertRefused(Path file, CsvFormat format, String code, String... parts) {
    assertThatThrownBy(() -> Rows.of(Tables.read(List.of(file.toString()), format)))
        .isInstanceOfSatisfying(
            FormatException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.getMessage())
                  .doesNotContain("\n")
                  .doesNotContain("\u001b")
                  .contains(parts);
            });
  }

  private static void assertRefused(Path file, String code, String... parts) {
    assertRefused(file, CsvFormat.auto(), code, parts);
  }

  @Test
  void c01AMissingFileSaysWhereItWasLookedFor() {
    assertRefused(folder.resolve("train.csv"), "CSV-OPEN", "train.csv: no such file (looked in /");
  }

  @Test
  void c02ADirectoryIsRefused() {
    assertRefused(folder, "CSV-OPEN", folder + ": is a directory");
  }

  @Test
  void c03AFileWithoutPermissionIsRefused() throws IOException {
    var file = file("a,b\n1,2\n");
    file.toFile().setReadable(false);
    if (!Files.isReadable(file)) { // root reads everything
      assertRefused(file, "CSV-OPEN", "permission denied");
    }
  }

  @Test
  void c04AnEmptyFileIsRefused() throws IOException {
    assertRefused(file(""), "CSV-EMPTY", "data.csv: is empty (0 bytes)");
  }

  @Test
  void c05AHeaderAloneIsRefused() throws IOException {
    assertRefused(file("a,b\n\n"), "CSV-EMPTY", "data.csv: has a header but no rows");
  }

  @Test
  void c06BlankLinesAloneAreRefused() throws IOException {
    assertRefused(file("\n  \n\r\n"), "CSV-EMPTY", "only blank lines");
  }

  @Test
  void c07ARowWithFewerFieldsIsRefused() throws IOException {
    assertRefused(file("a,b,c\n1,2,3\n\n4,5\n"), "CSV-WIDTH", "data.csv:4: 2 fields, header has 3");
  }

  @Test
  void c08ARowWithMoreFieldsIsRefused() throws IOException {
    assertRefused(file("a,b\n1,2\n4,5,6\n"), "CSV-WIDTH", "data.csv:3: 3 fields, header has 2");
  }

  @Test
  void c09AnUnclosedQuoteIsNamedByItsBeginning() throws IOException {
    var text = "a,b\n1,\"two\nlines\"\n3,  \n" + "4,5\n".repeat(10);
    assertRefused(
        file(text + "6,\"x\n" + "7,8\n".repeat(10)),
        "CSV-QUOTE",
        "data.csv:15:3: quote opened here is never closed");
  }

  @Test
  void c09AnUnclosedQuoteOfAHugeFileIsNamedByItsBeginning() throws IOException {
    assertRefused(
        file("a,b\n1,2\n6,\"x\n" + "7,8\n".repeat(1 << 20)),
        "CSV-QUOTE",
        "data.csv:3:3: quote opened here is never closed");
  }

  @Test
  void c10TextAfterAClosingQuoteIsRefused() throws IOException {
    assertRefused(
        file("a,b\r\n1,2\r\n\"a\"b,3\r\n"),
        "CSV-QUOTE",
        "data.csv:3:4: unexpected 'b' after closing quote");
  }

  @Test
  void c13AGivenDelimiterThatFindsOneColumnNamesABetterOne() throws IOException {
    assertRefused(
        file("a;b\n1;2\n3;4\n"),
        CsvFormat.auto().delimiter(','),
        "CSV-WIDTH",
        "1 column found; looks ';'-separated, use --delimiter ';'");
  }

  @Test
  void c19AByteOrderMarkIsNotPartOfTheFirstName() throws IOException {
    var table = Tables.read(file("\uFEFFa,b\n1,2\n"));
    assertThat(table.columns()).containsExactly("a", "b");
    assertThat(table.facts()).contains("UTF-8 with a byte-order mark");
  }

  @Test
  void c20Utf16IsRefused() throws IOException {
    assertRefused(
        file("\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE)),
        "CSV-ENCODING",
        "UTF-16 byte-order mark; convert it to UTF-8");
  }

  @Test
  void c21InvalidUtf8IsNamedByItsOffset() throws IOException {
    byte[] bytes = ("a,b\n" + "1,2\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8);
    bytes[150_000] = (byte) 0xE9;
    assertRefused(file(bytes), "CSV-ENCODING", "byte offset 150000: invalid UTF-8 (0xE9)");
  }

  @Test
  void c21AFileThatEndsInTheMiddleOfACharacterIsRefused() throws IOException {
    byte[] bytes = "a,b\n1,é".getBytes(StandardCharsets.UTF_8);
    assertRefused(
        file(Arrays.copyOf(bytes, bytes.length - 1)), "CSV-ENCODING", "byte offset 6: invalid");
  }

  @Test
  void c22ABinaryFileIsRefused() throws IOException {
    byte[] png = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");
    assertRefused(file(png), "CSV-BINARY", "byte 0x00 at offset 8; not a text file");
  }

  @Test
  void c22AZipArchiveAndAWebPageAreCalledByTheirNames() throws IOException {
    assertRefused(file("PK\u0003\u0004abc"), "CSV-BINARY", "ZIP archive or an Excel workbook");
    assertRefused(file("\n<!DOCTYPE html><html>,</html>"), "CSV-HTML", "looks like HTML");
  }

  @Test
  void c23LineEndsOfAnyKindGiveTheSameTable() throws IOException {
    var expected = List.of(List.of("1", "2"), List.of("3", "4"));
    for (var text :
        List.of("a,b\n1,2\n3,4\n", "a,b\r1,2\r3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r\n3,4")) {
      assertThat(Rows.of(Tables.read(file(text)))).isEqualTo(expected);
    }
  }

  @Test
  void c24AColumnNameThatAppearsTwiceIsRefused() throws IOException {
    assertRefused(
        file("x,y,x\n1,2,3\n"), "CSV-HEADER", "column 'x' appears twice (columns 1 and 3)");
  }

  @Test
  void c25AColumnWithoutANameIsRefused() throws IOException {
    assertRefused(file("x,,z\n1,2,3\n"), "CSV-HEADER", "data.csv:1: column 2 of 3 has no name");
  }

  @Test
  void c27AHeaderOfNumbersIsAWarning() throws IOException {
    var table = Tables.read(List.of(file("1,2\n3,4\n").toString()), CsvFormat.auto().header(true));
    assertThat(table.facts()).anyMatch(fact -> fact.contains("the first row is all numbers"));
    assertThat(table.columns()).containsExactly("1", "2");
  }

  @Test
  void c27AHeaderThatIsSaidToBeNoneIsAWarning() throws IOException {
    var table = Tables.read(List.of(file("a,b\n3,4\n").toString()), CsvFormat.auto().header(false));
    assertThat(table.facts()).anyMatch(fact -> fact.contains("looks like a header"));
    assertThat(Rows.of(table)).hasSize(2);
  }

  @Test
  void c34AFieldOfMoreThanAMebibyteIsRefused() throws IOException {
    var huge = "x".repeat(3 << 20);
    assertRefused(
        file("a,b\n1," + huge + "\n"), "CSV-FIELD", "data.csv:2:3: field longer than 1 MiB");
    assertRefused(file("a,b\n1,\"" + huge + "\"\n"), "CSV-FIELD", "data.csv:2:3: field longer");
    var fits = "y".repeat(1 << 20);
    assertThat(Rows.of(Tables.read(file("a,b\n1," + fits + "\n"))))
        .isEqualTo(List.of(List.of("1", fits)));
    assertRefused(file("a,b\n1," + fits + "y\n"), "CSV-FIELD", "data.csv:2:3: field longer");
  }

  @Test
  void c35TooManyColumnsAreRefused() throws IOException {
    var names = IntStream.range(0, 65_537).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    assertRefused(file(names + "\n1,2\n"), "CSV-WIDTH", "data.csv:1: more than 65,536 columns");
  }

  @Test
  void c36AFileThatIsWrittenToBetweenTwoPassesIsRefused() throws IOException {
    var file = file("a,b\n1,2\n");
    var table = Tables.read(file);
    Files.writeString(file, "a,b\n1,2\n3,4\n");
    assertThatThrownBy(table::open)
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("CSV-CHANGED: ")
        .hasMessageContaining("(8 bytes, then 12)");
  }

  @Test
  void c36AFileThatIsRewrittenWhileItIsReadIsRefused() throws IOException {
    var file = file("a,b\n1,2\n");
    var table = Tables.read(file);
    try (var rows = table.open()) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
      var values = new Object[2];
      assertThat(rows.next(values)).isTrue();
      assertThatThrownBy(() -> rows.next(values))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("CSV-CHANGED: ");
    }
  }

  @Test
  void c37StandardInputIsReadAsOftenAsNeeded() {
    var input = new ByteArrayInputStream("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    var table = Tables.read(List.of("-"), CsvFormat.auto(), input);
    assertThat(Rows.of(table)).isEqualTo(List.of(List.of("1", "2"))).isEqualTo(Rows.of(table));
    assertThat(table.name()).isEqualTo("standard input");
  }

  @Test
  void c37AnEndlessDeviceStops() {
    var zeros =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    assertThatThrownBy(() -> Tables.read(List.of("-"), CsvFormat.auto(), zeros))
        .isInstanceOf(FormatException.class)
        .hasMessage("CSV-BINARY: standard input: byte 0x00 at offset 0; not a text file");
  }

  @Test
  void c39AnEscapeSequenceIsShownAsText() throws IOException {
    assertRefused(
        file("\u001b[31mx,\u001b[31mx,c\n1,2,3\n"), "CSV-HEADER", "column '\\u001b[31mx'");
    assertRefused(file("a,b\n\"1\"\u001b,2\n"), "CSV-QUOTE", "unexpected '\\u001b' after");
  }

  @Test
  void aCompressedBombOfZerosOrBlankLinesOrOneFieldStops() throws IOException {
    for (var unit : List.of("\0", "\n", "x")) {
      var bytes = new ByteArrayOutputStream();
      byte[] chunk = unit.repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
      try (var gzip = new GZIPOutputStream(bytes)) {
        for (int i = 0; i < 512; i++) {
          gzip.write(chunk);
        }
      }
      assertThatThrownBy(() -> Rows.of(Tables.read(file(bytes.toByteArray()))))
          .isInstanceOf(FormatException.class)
          .hasMessageMatching("(?s)CSV-(BINARY|EMPTY|FIELD): .*");
    }
  }

  @Test
  void n10FaultsOfCompressedFilesAreTold() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = bytes.toByteArray();
    assertRefused(file(Arrays.copyOf(whole, whole.length - 6)), "GZIP-SIZE", "ends in the middle");
    byte[] damaged = whole.clone();
    damaged[whole.length - 6] ^= 1;
    assertRefused(file(damaged), "GZIP-DATA", "damaged");
    var twice = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(twice)) {
      gzip.write(whole);
    }
    assertRefused(file(twice.toByteArray()), "GZIP-DOUBLE", "compressed twice");
    assertRefused(
        Files.writeString(folder.resolve("a.csv.gz"), "<html>"), "GZIP-MAGIC", "looks like HTML");
    assertRefused(
        Files.writeString(folder.resolve("b.csv.gz"), "a,b"), "GZIP-MAGIC", "found 61 2c 62");
  }
}
