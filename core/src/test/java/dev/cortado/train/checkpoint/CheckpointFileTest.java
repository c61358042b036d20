package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cortado.data.FormatException;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Epoch;
import dev.cortado.train.Plateau;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFileTest {

  @TempDir private Path folder;

  private static final Checkpoint SMALL = small();

  private static Checkpoint small() {
    var values = new LinkedHashMap<String, Double>();
    values.put("train.loss", Double.NaN);
    values.put("valid.größe", -0.0);
    var state = tensors("layers.0.weight", Tensor.of(new float[][] {{1, -0f}, {3, 1e-42f}}));
    state.put("empty", Tensor.zeros(0, 3));
    state.put("scalar", Tensor.scalar(7));
    return new Checkpoint(
        new Checkpoint.Identity("recipe", "model", "train", "", 1),
        120,
        3,
        7,
        0.1 + 0.2,
        224,
        Double.NEGATIVE_INFINITY,
        0.25,
        state,
        tensors("layers.0.weight/m", Tensor.of(Float.NaN, Float.MAX_VALUE)),
        new Plateau.RateScale(1e-3, 0.5, 2, 1),
        new Checkpoint.Best(new EarlyStopping.BestSoFar(0.25, 2, 1), state),
        List.of(new Epoch(1, 40, 1e-3, values), new Epoch(2, 80, 1e-3, values)));
  }

  private static SequencedMap<String, Tensor> tensors(String name, Tensor tensor) {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put(name, tensor);
    return tensors;
  }

  private Path write(Checkpoint checkpoint) throws IOException {
    var file = folder.resolve("file");
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CheckpointFile.write(checkpoint, channel);
    }
    return file;
  }

  private static void assertSame(Checkpoint read, Checkpoint written) {
    assertThat(read.identity()).isEqualTo(written.identity());
    assertThat(read.step()).isEqualTo(written.step());
    assertThat(read.epoch()).isEqualTo(written.epoch());
    assertThat(read.batch()).isEqualTo(written.batch());
    assertThat(read.lossSum()).isEqualTo(written.lossSum());
    assertThat(read.rows()).isEqualTo(written.rows());
    assertThat((Double) read.firstLoss()).isEqualTo((Double) written.firstLoss());
    assertThat(read.plateau()).isEqualTo(written.plateau());
    assertThat(read.epochs()).isEqualTo(written.epochs());
    assertSame(read.state(), written.state());
    assertSame(read.slots(), written.slots());
    if (written.best() == null) {
      assertThat(read.best()).isNull();
    } else {
      assertThat(read.best().watch()).isEqualTo(written.best().watch());
      assertSame(read.best().state(), written.best().state());
    }
  }

  private static void assertSame(
      SequencedMap<String, Tensor> read, SequencedMap<String, Tensor> written) {
    assertThat(List.copyOf(read.keySet())).isEqualTo(List.copyOf(written.keySet()));
    written.forEach((name, tensor) -> {
      assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
      assertThat(read.get(name).sameBits(tensor)).as(name).isTrue();
    });
  }

  @Test
  void everyFieldReadsBackToTheSameBits() throws IOException {
    assertSame(CheckpointFile.read(write(SMALL)), SMALL);
  }

  @Test
  void whatARunDoesNotHaveIsNotThere() throws IOException {
    var plain =
        new Checkpoint(
            SMALL.identity(),
            0,
            1,
            0,
            0,
            0,
            Double.NaN,
            Double.NaN,
            SMALL.state(),
            new LinkedHashMap<>(),
            null,
            null,
            List.of());
    assertSame(CheckpointFile.read(write(plain)), plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16_000, 16_384, 16_385, 100_000})
  void tensorsOfAnySizeReadBack(int size) throws IOException {
    var big = withTensors(Tensor.range(size));
    assertSame(CheckpointFile.read(write(big)), big);
  }

  private static Checkpoint withTensors(Tensor tensor) {
    return new Checkpoint(
        SMALL.identity(),
        1,
        1,
        0,
        0,
        0,
        0,
        Double.NaN,
        tensors("x", tensor),
        tensors("y", tensor.neg()),
        null,
        null,
        List.of());
  }

  @Test
  void theSameCheckpointGivesTheSameBytesInAnyCountry() throws IOException {
    var bytes = Files.readAllBytes(write(SMALL));
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Files.readAllBytes(write(SMALL))).isEqualTo(bytes);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whoseItIsCanBeReadFromItsBeginning() throws IOException {
    assertThat(CheckpointFile.identity(write(SMALL))).isEqualTo(SMALL.identity());
  }

  @Test
  void everyTruncationIsDetected() throws IOException {
    var whole = Files.readAllBytes(write(SMALL));
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "cut at " + length);
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "one byte more");
  }

  @Test
  void everyFlippedBitIsDetected() throws IOException {
    var whole = Files.readAllBytes(write(SMALL));
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      var damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged, "bit " + bit);
    }
  }

  @Test
  void everyOtherByteIsDetected() throws IOException {
    var whole = Files.readAllBytes(write(SMALL));
    for (int at = 0; at < whole.length; at++) {
      for (int other = 1; other < 256; other++) {
        var damaged = whole.clone();
        damaged[at] ^= (byte) other;
        assertRefusedInMemory(damaged, at);
      }
    }
  }

  /**
   * As many bits as fit into a second; the prime stride meets each place in a byte and a number.
   */
  @Test
  void flippedBitsOfALargerFileAreDetected() throws IOException {
    var whole = Files.readAllBytes(write(withTensors(Tensor.range(8_192))));
    assertThat(whole.length).isGreaterThan(1 << 16);
    for (int bit = 0; bit < 8 * whole.length; bit += 211) {
      whole[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefusedInMemory(whole, bit / 8);
      whole[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  private static void assertRefusedInMemory(byte[] bytes, int at) throws IOException {
    var channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    try {
      CheckpointFile.read("memory", channel, bytes.length);
    } catch (FormatException e) {
      assertThat(e.code()).isIn("CKPT-CORRUPT", "CKPT-VERSION", "FORMAT");
      return;
    }
    Assertions.fail("byte " + at);
  }

  /** Whoever can write the file can also write its checksums. */
  @ParameterizedTest
  @MethodSource("impossible")
  void numbersThatCannotBeAreRefusedThoughTheChecksumsAgree(Checkpoint wrong, String problem)
      throws IOException {
    var file = write(wrong);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CheckpointFile.read(file))
        .withMessageStartingWith("CKPT-CORRUPT: " + file + ": section '")
        .withMessageEndingWith(problem);
  }

  static List<Arguments> impossible() {
    var watch = new EarlyStopping.BestSoFar(0.5, -1, 0);
    var late = new Epoch(3, 40, 1e-3, new LinkedHashMap<>());
    return List.of(
        Arguments.of(numbers(-1, 1, 0, 0), "a number is -1, expected at least 0"),
        Arguments.of(numbers(1, 0, 0, 0), "a number is 0, expected at least 1"),
        Arguments.of(numbers(1, 1, -7, 0), "a number is -7, expected at least 0"),
        Arguments.of(numbers(1, 1, 0, -8), "a number is -8, expected at least 0"),
        Arguments.of(numbers(1, 5, 0, 0), "it has 0 finished epochs, but is in epoch 5"),
        Arguments.of(with(null, List.of(late)), "epoch 3 instead of 1"),
        Arguments.of(
            with(new Checkpoint.Best(watch, SMALL.state()), List.of()),
            "a number is -1, expected at least 0"));
  }

  private static Checkpoint numbers(long step, int epoch, int batch, long rows) {
    return new Checkpoint(
        SMALL.identity(),
        step,
        epoch,
        batch,
        0,
        rows,
        0,
        Double.NaN,
        SMALL.state(),
        SMALL.slots(),
        null,
        null,
        List.of());
  }

  private static Checkpoint with(Checkpoint.@Nullable Best best, List<Epoch> epochs) {
    return new Checkpoint(
        SMALL.identity(),
        1,
        epochs.size() + 1,
        0,
        0,
        0,
        0,
        Double.NaN,
        SMALL.state(),
        SMALL.slots(),
        null,
        best,
        epochs);
  }

  @Test
  void whatIsNoFileCannotBeRead() {
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CheckpointFile.read(folder))
        .withMessageStartingWith("CKPT-OPEN: " + folder + ": cannot be read: ");
  }

  @Test
  void theSizeOfAFileIsKnownBeforeItIsWritten() throws IOException {
    assertThat(CheckpointFile.size(SMALL)).isEqualTo(Files.size(write(SMALL)));
  }

  /** A damaged length must not be believed: the file is a kilobyte, so little is allocated. */
  private void assertRefused(byte[] bytes, String what) throws IOException {
    var file = Files.write(folder.resolve("damaged"), bytes);
    var thrown = catchThrowableOfType(FormatException.class, () -> CheckpointFile.read(file));
    assertThat(thrown).as(what).isNotNull();
    assertThat(thrown.code()).as(what).isIn("CKPT-CORRUPT", "CKPT-VERSION", "FORMAT");
  }

  @Test
  void damageIsToldWithItsSectionAndPlace() throws IOException {
    var bytes = Files.readAllBytes(write(SMALL));
    bytes[bytes.length - 1] ^= 1;
    var file = Files.write(folder.resolve("damaged"), bytes);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CheckpointFile.read(file))
        .withMessage(
            "CKPT-CORRUPT: "
                + file
                + ": section 'footer' at byte "
                + bytes.length
                + ": the checksum of the file does not agree");
  }

  @Test
  void aNewerFormatIsRefusedByName() throws IOException {
    var bytes = Files.readAllBytes(write(SMALL));
    bytes[8] = 2;
    var file = Files.write(folder.resolve("newer"), bytes);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CheckpointFile.read(file))
        .withMessage("CKPT-VERSION: " + file + ": has format 2, this release reads 1");
  }

  @Test
  void anotherKindOfFileIsRefused() throws IOException {
    for (var bytes :
        List.of(
            new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0},
            "PK\3\4 a zip archive".getBytes(StandardCharsets.US_ASCII))) {
      var file = Files.write(folder.resolve("other"), bytes);
      assertThatExceptionOfType(FormatException.class)
          .isThrownBy(() -> CheckpointFile.read(file))
          .withMessage("FORMAT: " + file + ": is not a Cortado checkpoint");
    }
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    var file = folder.resolve("none");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CheckpointFile.read(file))
        .withMessage("CKPT-OPEN: " + file + ": no such file");
  }

  @Test
  void aSizeThatCannotBeIsNotAllocated() throws IOException {
    // A tensor of 2^28 rows in a file of a few hundred bytes.
    var whole = Files.readAllBytes(write(SMALL));
    var name = "layers.0.weight".getBytes(StandardCharsets.US_ASCII);
    int at = indexOf(whole, name) + name.length + Integer.BYTES;
    var lie = whole.clone();
    lie[at + 3] = 0x10;
    var file = Files.write(folder.resolve("lie"), lie);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> CheckpointFile.read(file))
        .withMessageContaining("section 'state'")
        .withMessageEndingWith("a tensor is larger than the section");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; ; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
  }
}
