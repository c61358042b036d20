package dev.cortado.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the catalogue of bad input that concern NumPy's formats and IDX. */
final class CatalogueNpyTest {

  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private void assertRefused(byte[] bytes, String code, String part) throws IOException {
    var file = file("a.npy", bytes);
    assertThatThrownBy(() -> Rows.of(Tables.read(file)))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(code + ": ")
        .hasMessageContaining(part);
  }

  private static byte[] header(String text) {
    return NpyFile.of(text, new byte[0]);
  }

  @Test
  void n01ToN06AndN09FaultsOfIdxAreTold() throws IOException {
    assertThatThrownBy(() -> Tables.read(file("a-ubyte", new byte[] {(byte) 0x89, 'P', 'N', 'G'})))
        .hasMessageStartingWith("IDX-MAGIC: ");
    assertThatThrownBy(
            () -> Tables.read(file("a-ubyte", new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 2})))
        .hasMessageStartingWith("IDX-SIZE: ");
    byte[] empty = {0, 0, 8, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0}; // [0, 131072, 65536]
    assertThatThrownBy(() -> Tables.read(file("a-ubyte", empty)))
        .hasMessageStartingWith("IDX-SIZE: ");
  }

  @Test
  void n07AndN08ImagesAndLabelsMustFit() throws IOException {
    var images =
        file("images", new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6});
    var labels = file("labels", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 5});
    assertThatThrownBy(() -> Tables.read(images.toString(), labels.toString()))
        .hasMessageStartingWith("DATA-COUNT: ")
        .hasMessageContaining("2 images, 1 labels");
    assertThatThrownBy(() -> Tables.read(labels.toString(), images.toString()))
        .hasMessageStartingWith("DATA-SHAPE: ")
        .hasMessageContaining(
            "labels file has 3 dimensions, expected 1; images and labels swapped?");
  }

  @Test
  void n12FaultsOfTheHeaderAreTold() throws IOException {
    assertRefused("no numbers".getBytes(UTF_8), "NPY-HEADER", "expected 93 NUMPY");
    byte[] good = NpyFile.of("<f8", false, "(1, 1)", new byte[8]);
    for (int version : new int[] {0, 4}) {
      byte[] bytes = good.clone();
      bytes[6] = (byte) version;
      assertRefused(bytes, "NPY-HEADER", "version " + version + ".0, expected 1.0, 2.0 or 3.0");
    }
    byte[] longer = good.clone();
    longer[9] = 1;
    assertRefused(longer, "NPY-HEADER", "header of 374 bytes, file has 126");
    longer[9] = 100;
    assertRefused(longer, "NPY-HEADER", "expected at most 10,000");
    assertRefused(Arrays.copyOf(good, 7), "NPY-HEADER", "expected 93 NUMPY");
  }

  @Test
  void n13PickledObjectsAreRefused() throws IOException {
    assertRefused(
        NpyFile.of("|O", false, "(1,)", new byte[8]),
        "NPY-DTYPE",
        "object arrays hold Python pickles; refused");
  }

  @Test
  void n14OtherTypesAreConvertedOrRefused() throws IOException {
    for (var type : List.of("<c8", "<M8[ns]", "|V4", "<f16", "<i3", "|b2")) {
      assertRefused(NpyFile.of(type, false, "(1,)", new byte[16]), "NPY-DTYPE", "known: f2 f4 f8");
    }
    assertRefused(
        header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
        "NPY-DTYPE",
        "known:");
    var big = NpyFile.of(">f8", false, "(2,)", NpyFile.doubles(ByteOrder.BIG_ENDIAN, 1.5, -2));
    assertThat(Rows.of(Tables.read(file("a.npy", big))))
        .containsExactly(List.of(1.5), List.of(-2.0));
    var half = NpyFile.of("<f2", false, "(1,)", new byte[] {0, 0x3E});
    assertThat(Rows.of(Tables.read(file("a.npy", half)))).containsExactly(List.of(1.5f));
  }

  @Test
  void n15FortranOrderIsRead() throws IOException {
    var data = NpyFile.doubles(ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);
    var table = Tables.read(file("a.npy", NpyFile.of("<f8", true, "(2, 3)", data)));
    assertThat(Rows.of(table)).containsExactly(List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, 6.0));
  }

  @Test
  void n16ShapesThatLieAreRefused() throws IOException {
    assertRefused(NpyFile.of("<f8", false, "(-1, 3)", new byte[24]), "NPY-HEADER", "shape (-1, 3)");
    assertRefused(
        NpyFile.of("<f8", false, "(65536, 65536)", new byte[8]), "NPY-SIZE", "file has 8");
    assertRefused(
        NpyFile.of("<f8", false, "(4611686018427387904, 8)", new byte[8]), "NPY-HEADER", "shape");
    assertRefused(
        NpyFile.of("<f8", false, "(999999999999999999, 999)", new byte[8]), "NPY-SIZE", "too many");
    assertRefused(NpyFile.of("<f8", false, "()", new byte[8]), "DATA-EMPTY", "no rows");
    assertRefused(NpyFile.of("<f8", false, "(0, 3)", new byte[0]), "DATA-EMPTY", "no rows");
    assertRefused(
        NpyFile.of("<f8", false, "(2,)", new byte[24]), "NPY-SIZE", "needs 16 bytes, file has 24");
  }

  @Test
  void n17CodeInTheHeaderIsRefused() throws IOException {
    assertRefused(header("__import__('os')"), "NPY-HEADER", "is not a Python literal");
    assertRefused(
        header("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}"),
        "NPY-HEADER",
        "is not a Python literal of descr, fortran_order and shape alone");
    assertRefused(header("{'descr': '<f8', 'shape': (1,)}"), "NPY-HEADER", "literal");
  }

  @Test
  void n18ArchivesAreRead() throws IOException {
    var file = folder.resolve("a.npz");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "y.npy", NpyFile.of("<i4", false, "(2,)", NpyFile.ints(7, 8)));
      entry(
          zip,
          "x.npy",
          NpyFile.of("<f8", false, "(2, 2)", NpyFile.doubles(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)));
      entry(zip, "names.npy", NpyFile.of("<U2", false, "(3,)", NpyFile.ints(97, 0, 98, 0, 99, 0)));
    }
    var table = Tables.read(file);
    assertThat(table.columns()).containsExactly("x0", "x1", "y");
    assertThat(Rows.of(table)).containsExactly(List.of(1.0, 2.0, 7), List.of(3.0, 4.0, 8));
    assertThat(table.facts()).contains("array 'names' is left out: shape [3], 'x' has 2 rows");
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  @Test
  void anArchiveThatIsNoneIsRefused() throws IOException {
    var file = file("a.npz", new byte[] {'P', 'K', 3, 4, 5});
    assertThatThrownBy(() -> Tables.read(file)).isInstanceOf(FormatException.class);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "x.npy", NpyFile.of("<f8", false, "(1000000, 1000)", new byte[8]));
    }
    assertThatThrownBy(() -> Tables.read(file)).hasMessageStartingWith("NPY-SIZE: ");
  }

  @Test
  void integersTruthValuesAndTextAreRead() throws IOException {
    assertThat(one("|i1", new byte[] {-1})).isEqualTo(-1);
    assertThat(one("|u1", new byte[] {-1})).isEqualTo(255);
    assertThat(one("<u2", new byte[] {-1, -1})).isEqualTo(65_535);
    assertThat(one("<u4", new byte[] {-1, -1, -1, -1})).isEqualTo(4_294_967_295L);
    assertThat(one("|b1", new byte[] {1})).isEqualTo(true);
    assertThat(one("<U3", NpyFile.ints(0x1F600, 'a', 0))).isEqualTo("😀a");
    assertThat(one("|S3", new byte[] {'a', 'b', 0})).isEqualTo("ab");
  }

  private Object one(String type, byte[] data) throws IOException {
    var table = Tables.read(file("a.npy", NpyFile.of(type, false, "(1,)", data)));
    assertThat(table.columns()).containsExactly("x0");
    return Rows.of(table).getFirst().getFirst();
  }

  @Test
  void aCompressedArrayIsReadAndABombStops() throws IOException {
    byte[] array = NpyFile.of("<f8", false, "(2,)", NpyFile.doubles(ByteOrder.LITTLE_ENDIAN, 1, 2));
    var file = folder.resolve("a.npy.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write(array);
    }
    assertThat(Rows.of(Tables.read(file))).containsExactly(List.of(1.0), List.of(2.0));
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write(array);
      gzip.write(new byte[1 << 24]);
    }
    assertThatThrownBy(() -> Tables.read(file))
        .hasMessageStartingWith("NPY-SIZE: ")
        .hasMessageContaining("needs 16 bytes, file has 17");
  }
}
