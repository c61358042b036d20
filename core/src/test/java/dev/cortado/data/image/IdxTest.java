package dev.cortado.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.FormatException;
import dev.cortado.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {

  private static final byte[] MATRIX =
      bytes("00 00 08 02  00 00 00 02  00 00 00 03  01 02 03 04 05 ff");

  @TempDir Path folder;

  @Test
  void readsAMatrixOfBytes() throws IOException {
    var tensor = Idx.read(plain("m.idx", MATRIX));

    assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(tensor.toArray()).containsExactly(1, 2, 3, 4, 5, 255);
  }

  @Test
  void readsItCompressedWhateverItsName() throws IOException {
    var expected = Idx.read(plain("m.idx", MATRIX));

    assertThat(Idx.read(plain("m.idx.gz", gzip(MATRIX))).sameBits(expected)).isTrue();
    assertThat(Idx.read(plain("m-gz", gzip(MATRIX))).sameBits(expected)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "09, ff 02, -1, 2",
    "0b, ff fe 01 00, -2, 256",
    "0c, ff ff ff fd 00 01 00 00, -3, 65536",
    "0d, 3f 80 00 00 c0 20 00 00, 1, -2.5",
    "0e, 3f f0 00 00 00 00 00 00 c0 04 00 00 00 00 00 00, 1, -2.5"
  })
  void readsEveryType(String type, String numbers, float first, float second) throws IOException {
    var file = plain("t.idx", bytes("00 00 " + type + " 01 00 00 00 02 " + numbers));

    assertThat(Idx.read(file).toArray()).containsExactly(first, second);
  }

  @Test
  void readsMoreThanOneChunk() throws IOException {
    int count = 200_003;
    byte[] file = new byte[8 + 2 * count];
    ByteBuffer.wrap(file).putInt(0x00000B01).putInt(count);
    for (int i = 0; i < count; i++) {
      ByteBuffer.wrap(file).putShort(8 + 2 * i, (short) i);
    }

    float[] values = Idx.read(plain("long.gz", gzip(file))).toArray();

    assertThat(values).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(values[i]).isEqualTo((short) i);
    }
  }

  @Test
  void scalesImagesAndKeepsTheirLabels() throws IOException {
    var data = Idx.images(images(3), labels(2, 0, 1), 3);

    assertThat(data.x().shape()).isEqualTo(Shape.of(3, 2, 2));
    assertThat(data.x().at(0, 0, 0)).isZero();
    assertThat(data.x().at(2, 1, 1)).isEqualTo(1);
    assertThat(data.y().toArray()).containsExactly(2, 0, 1);
    assertThat(data.schema().target().classNames()).containsExactly("0", "1", "2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          89 50 4e 47 0d 0a 1a 0a            | IDX-MAGIC: bad.idx: found 89 50 4e 47 (PNG?), expected 00 00 at the beginning
          3c 68 74 6d 6c 3e                  | IDX-MAGIC: bad.idx: found 3c 68 74 6d (HTML?), expected 00 00 at the beginning
          00 00 0a 01 00 00 00 00            | IDX-TYPE: bad.idx: 0x0A; known 08 09 0B 0C 0D 0E
          00 00 00 01 00 00 00 00            | IDX-TYPE: bad.idx: 0x00; known 08 09 0B 0C 0D 0E
          00 00 0f 01 00 00 00 00            | IDX-TYPE: bad.idx: 0x0F; known 08 09 0B 0C 0D 0E
          00 00 08 00                        | IDX-DIMS: bad.idx: 0 dimensions, expected 1 to 8
          00 00 08 ff                        | IDX-DIMS: bad.idx: 255 dimensions, expected 1 to 8
          00 00 08                           | IDX-SIZE: bad.idx: header of 4 bytes, file has 3
          00 00 08 02 00 00 00 02 00         | IDX-SIZE: bad.idx: header of 12 bytes, file has 9
          00 00 08 01 02 00 00 00 07 07      | IDX-SIZE: bad.idx: dimensions need 33,554,440 bytes, file has 10; byte order?
          00 00 08 01 00 00 00 02 07         | IDX-SIZE: bad.idx: dimensions need 10 bytes, file has 9
          00 00 08 01 00 00 00 02 07 07 07   | IDX-SIZE: bad.idx: dimensions need 10 bytes, file has 11
          00 00 08 01 ff ff ff ff 00         | IDX-SIZE: bad.idx: dimensions need 4,294,967,303 bytes, file has 9
          """)
  void saysWhatIsWrongWithAFile(String content, String message) throws IOException {
    var file = plain("bad.idx", bytes(content));

    assertThatThrownBy(() -> Idx.read(file))
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00 00 0e 02 ff ff ff ff ff ff ff ff",
        "00 00 0e 08 ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff"
            + " ff ff",
        "00 00 08 01 7f ff ff ff"
      })
  void aLieAboutTheSizeTakesNoMemory(String content) throws IOException {
    for (var file :
        new Path[] {plain("lie", bytes(content)), plain("lie.gz", gzip(bytes(content)))}) {
      assertThatThrownBy(() -> Idx.read(file)).hasMessageContaining("IDX-SIZE");
      assertThat(
              allocated(() ->
                  assertThatThrownBy(() -> Idx.read(file)).isInstanceOf(FormatException.class)))
          .isLessThan(1 << 20);
    }
  }

  @Test
  void aBombStopsOneByteAfterTheDeclaredSize() throws IOException {
    byte[] bomb = new byte[64 << 20];
    System.arraycopy(bytes("00 00 08 01 00 00 00 02"), 0, bomb, 0, 8);
    var file = plain("bomb.gz", gzip(bomb));

    assertThatThrownBy(() -> Idx.read(file))
        .hasMessage("IDX-SIZE: bomb.gz: dimensions need 10 bytes, file has at least 11");
    assertThat(
            allocated(
                () -> assertThatThrownBy(() -> Idx.read(file)).isInstanceOf(FormatException.class)))
        .isLessThan(1 << 20);
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    byte[] compressed = gzip(MATRIX);
    for (int length = 0; length < MATRIX.length; length++) {
      var file = plain("cut.idx", Arrays.copyOf(MATRIX, length));
      assertThatThrownBy(() -> Idx.read(file)).isInstanceOf(FormatException.class);
    }
    for (int length = 0; length < compressed.length; length++) {
      var file = plain("cut.gz", Arrays.copyOf(compressed, length));
      assertThatThrownBy(() -> Idx.read(file))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("GZIP-");
    }
  }

  @Test
  void everyFlippedBitIsFoundOrHarmless() throws IOException {
    byte[] compressed = gzip(MATRIX);
    var expected = Idx.read(plain("whole.gz", compressed));
    for (int at = 0; at < compressed.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = compressed.clone();
        changed[at] ^= (byte) (1 << bit);
        var file = plain("changed.gz", changed);
        try {
          assertThat(Idx.read(file).sameBits(expected)).as("byte %d", at).isTrue();
        } catch (FormatException e) {
          assertThat(e).hasMessageContaining("changed.gz");
        }
      }
    }
  }

  @Test
  void saysWhatIsWrongWithACompressedFile() throws IOException {
    byte[] crc = gzip(MATRIX);
    crc[crc.length - 6] ^= 1;

    assertThatThrownBy(() -> Idx.read(plain("x.gz", gzip(gzip(MATRIX)))))
        .hasMessage("GZIP-DOUBLE: x.gz: compressed twice; unpack it once");
    assertThatThrownBy(() -> Idx.read(plain("x.gz", MATRIX)))
        .hasMessage(
            "GZIP-MAGIC: x.gz: found 00 00 08 02, expected 1f 8b; "
                + "unpacked already? then the name should not end in .gz");
    assertThatThrownBy(
            () -> Idx.read(plain("x.gz", "\n<!DOCTYPE".getBytes(StandardCharsets.UTF_8))))
        .hasMessage("GZIP-MAGIC: x.gz: looks like HTML; download failed?");
    assertThatThrownBy(() -> Idx.read(plain("x.gz", Arrays.copyOf(gzip(MATRIX), 20))))
        .hasMessage("GZIP-SIZE: x.gz: ends in the middle of its data; download it again");
    assertThatThrownBy(() -> Idx.read(plain("x.gz", crc)))
        .hasMessageStartingWith("GZIP-DATA: x.gz: damaged (")
        .hasMessageEndingWith("); download it again");
  }

  @Test
  void saysWhichFileIsNotThere() {
    assertThatThrownBy(() -> Idx.read(folder.resolve("none.idx")))
        .hasMessage("IDX-OPEN: none.idx: no such file");
    assertThatThrownBy(() -> Idx.read(folder))
        .hasMessageEndingWith(": is a directory, expected a file");
  }

  @Test
  void imagesAndLabelsMustBelongTogether() throws IOException {
    var images = images(3);
    var labels = labels(0, 1);

    assertThatThrownBy(() -> Idx.images(images, labels, 2))
        .isInstanceOfSatisfying(
            FormatException.class, e -> assertThat(e.code()).isEqualTo("DATA-COUNT"))
        .hasMessage("DATA-COUNT: images.idx, labels.idx: 3 images, 2 labels");
    assertThatThrownBy(() -> Idx.images(labels, images, 2))
        .hasMessage(
            "DATA-SHAPE: labels.idx: images file has 1 dimensions, expected 3; "
                + "images and labels swapped?");
    assertThatThrownBy(() -> Idx.images(images, images, 2))
        .hasMessage(
            "DATA-SHAPE: images.idx: labels file has 3 dimensions, expected 1; "
                + "images and labels swapped?");
    assertThatThrownBy(() -> Idx.images(images, labels(0, 200, 1), 10))
        .hasMessage("DATA-LABEL: labels.idx: index 1: 200 >= 10");
  }

  @Test
  void readsTheDigitsOfMnist() {
    var place = Path.of(System.getProperty("cortado.data", "../../shared/data"));
    var images = place.resolve("mnist-t10k-images-idx3-ubyte.gz");
    assumeThat(images)
        .as("MNIST's test digits, looked for in the folder -Dcortado.data")
        .isRegularFile();

    var data = Idx.images(images, place.resolve("mnist-t10k-labels-idx1-ubyte.gz"), 10);

    assertThat(data.x().shape()).isEqualTo(Shape.of(10_000, 28, 28));
    assertThat(data.x().max().item()).isEqualTo(1);
    assertThat(data.x().min().item()).isZero();
    assertThat(Arrays.copyOf(data.y().toArray(), 5)).containsExactly(7, 2, 1, 0, 4);
    assertThat(data.classCounts())
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  /** Images of 2 × 2, the first black, the last white. */
  private Path images(int count) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(bytes("00 00 08 03 00 00 00 0" + count + " 00 00 00 02 00 00 00 02"));
    for (int i = 0; i < 4 * count; i++) {
      bytes.write(255 * (i / 4) / (count - 1));
    }
    return plain("images.idx", bytes.toByteArray());
  }

  private Path labels(int... labels) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(bytes("00 00 08 01 00 00 00 0" + labels.length));
    for (int label : labels) {
      bytes.write(label);
    }
    return plain("labels.idx", bytes.toByteArray());
  }

  private Path plain(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static long allocated(Runnable body) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    body.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
