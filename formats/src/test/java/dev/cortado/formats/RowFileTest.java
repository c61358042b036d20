package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Batches;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowFileTest {

  private static final Schema PRICES =
      new Schema(List.of("rooms", "floor"), Target.numbers("price", "rent"));

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("table.rows");
  }

  private static Stream<Dataset> tables() {
    var rng = Rng.of(3);
    return Stream.of(
        Toys.moons(101, 0.1, rng),
        Toys.moons(101, 0.1, rng).asBinary(),
        Toys.sine(50, 0.1, rng),
        Dataset.of(rng.normal(Shape.of(40, 3)), rng.normal(Shape.of(40, 5)), five()),
        Dataset.of(
            rng.normal(Shape.of(20, 2, 3, 4)), Tensor.zeros(20), Target.classes("cat", "dog")),
        // Longer than what is read at once.
        Dataset.of(
            rng.normal(Shape.of(9, 2)),
            rng.bernoulli(Shape.of(9, 3), 0.5),
            Target.labels("a", "b", "c")),
        Dataset.of(rng.normal(Shape.of(3, 40_000)), Tensor.zeros(3, 1), Target.numbers("y")));
  }

  private static Target five() {
    return Target.numbers("a", "b", "c", "d", "e");
  }

  private static void write(Path file, Dataset data) {
    RowFile.write(file, data.schema(), rows -> rows.add(data));
  }

  private static void assertSame(Dataset one, Dataset other) {
    assertThat(one.schema()).isEqualTo(other.schema());
    assertThat(one.x().sameBits(other.x())).isTrue();
    assertThat(one.y().sameBits(other.y())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rowsComeBackAsTheyWere(Dataset data) {
    write(file, data);

    try (var rows = RowFile.open(file)) {
      assertThat(rows.size()).isEqualTo(data.size());
      assertSame(rows.rows(RowOrder.range(0, data.size())), data);
      assertSame(rows.rows(RowOrder.of(2, 0, 1, 1)), data.rows(RowOrder.of(2, 0, 1, 1)));
      assertThat(rows.y(1, 3).sameBits(data.rows(RowOrder.range(1, 3)).y())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void batchesAndFingerprintAreThoseOfTheRowsInMemory(Dataset data) {
    write(file, data);

    try (var rows = RowFile.open(file)) {
      var rng = Rng.of(1);
      for (int i = 0; i < data.batches(7, rng, 2).size(); i++) {
        var expected = data.batches(7, rng, 2).at(i);
        var found = rows.batches(7, rng, 2).at(i);
        assertThat(found.rows()).isEqualTo(expected.rows());
        assertThat(found.x().sameBits(expected.x())).isTrue();
        assertThat(found.y().sameBits(expected.y())).isTrue();
        float[] x = new float[expected.x().size()];
        float[] y = new float[expected.y().size()];
        rows.batches(7, rng, 2).copy(i, x, y);
        assertThat(x).isEqualTo(expected.x().toArray());
        assertThat(y).isEqualTo(expected.y().toArray());
      }
      assertThat(rows.fingerprint()).isEqualTo(data.fingerprint()).isEqualTo(rows.fingerprint());
    }
  }

  @Test
  void rowsAreWrittenOneByOneOrSomeAtATime() {
    var x = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    var y = Tensor.of(new float[][] {{10, 1}, {20, 2}, {30, 3}});
    var whole = new Dataset(x, y, PRICES);
    RowFile.write(
        file,
        PRICES,
        rows -> {
          rows.add(new float[] {1, 2}, 10, 1);
          rows.add(whole.rows(RowOrder.of(1, 2)));
          rows.add(whole.rows(RowOrder.of()));
        });

    try (var rows = RowFile.open(file)) {
      assertSame(rows.rows(RowOrder.range(0, 3)), whole);
      assertThat(rows).hasToString("table.rows: 3 rows of [2]");
    }
    assertThat(Safetensors.read(file).tensors().get("x").sameBits(x)).isTrue();
    assertThat(Safetensors.read(file).tensors().get("y").sameBits(y)).isTrue();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void theSameRowsGiveTheSameBytesHoweverTheyAreAdded() throws IOException {
    var data = Toys.moons(20_000, 0.1, Rng.of(1));
    write(file, data);
    byte[] whole = Files.readAllBytes(file);
    float[] y = data.y().toArray();
    RowFile.write(
        file,
        data.schema(),
        rows -> {
          for (int row = 0; row < data.size(); row++) {
            rows.add(data.x().row(row).toArray(), y[row]);
          }
        });

    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void refusesRowsThatAreNotOfTheSchema() {
    refusesToAdd(PRICES, rows -> rows.add(new float[3], 1, 2), "row 1 has 3 features, expected 2");
    refusesToAdd(
        PRICES, rows -> rows.add(new float[2], 1), "row 1 has a target of 1 numbers, expected 2");
    refusesToAdd(PRICES, rows -> rows.add(Toys.xor()), "rows of Schema[features=[x1, x2], target=");
    var images = Schema.of(0, Target.numbers("price", "rent"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RowFile.write(file, images, rows -> rows.add(new float[0], 1, 2)))
        .withMessage("rowFile: the schema has no columns; add rows as a Dataset");
    var classes = Schema.of(1, Target.classes("a", "b"));
    for (float label : new float[] {-1, 2, 0.5f, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RowFile.write(file, classes, rows -> rows.add(new float[1], label)))
          .withMessage(
              "rowFile: the class of row 0 is %s, expected a whole number from 0 to 1", label);
    }
    assertThat(folder).isEmptyDirectory();
  }

  private void refusesToAdd(Schema schema, Consumer<RowWriter> adding, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            RowFile.write(
                file,
                schema,
                rows -> {
                  rows.add(new float[2], 1, 2);
                  adding.accept(rows);
                }))
        .withMessageStartingWith("rowFile: " + message);
  }

  @Test
  void refusesImagesOfSeveralSizesAndNoRowsAtAll() {
    var schema = Schema.of(0, Target.classes("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            RowFile.write(
                file,
                schema,
                rows -> {
                  rows.add(new Dataset(Tensor.zeros(1, 3, 3), Tensor.zeros(1), schema));
                  rows.add(new Dataset(Tensor.zeros(1, 3, 4), Tensor.zeros(1), schema));
                }))
        .withMessage("rowFile: rows of [3, 4], those before have [3, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RowFile.write(file, schema, _ -> {}))
        .withMessage("rowFile: no rows were added");
  }

  @Test
  void aFileThatWasThereStaysUntilTheNewOneIsWhole() throws IOException {
    Files.writeString(file, "old");
    var broken = new UncheckedIOException("query", new IOException("connection lost"));

    assertThatThrownBy(() ->
            RowFile.write(
                file,
                PRICES,
                rows -> {
                  rows.add(new float[2], 1, 2);
                  throw broken;
                }))
        .isSameAs(broken);

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aFailureToWriteIsToldThoughTheSourceOfTheRowsDidNotMind() {
    assertThatThrownBy(() ->
            RowFile.write(
                file,
                PRICES,
                rows -> {
                  Thread.currentThread().interrupt();
                  try {
                    rows.add(new Dataset(Tensor.zeros(50_000, 2), Tensor.zeros(50_000, 2), PRICES));
                  } catch (UncheckedIOException _) {
                    Thread.interrupted();
                  }
                }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": could not be written: the thread was interrupted");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void rowsOutsideTheFileAreRefused() {
    write(file, Toys.moons(10, 0.1, Rng.of(1)));
    try (var rows = RowFile.open(file)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rows.rows(RowOrder.of(3, 10)))
          .withMessage("rows: 10 to 10, table.rows has 10");
      assertThatIllegalArgumentException().isThrownBy(() -> rows.rows(RowOrder.of(-1)));
      assertThatIllegalArgumentException().isThrownBy(() -> rows.y(5, 11));
    }
  }

  @Test
  void aFileThatIsClosedSaysSo() {
    write(file, Toys.moons(10, 0.1, Rng.of(1)));
    var rows = RowFile.open(file);
    rows.close();
    rows.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> rows.rows(RowOrder.of(0)))
        .withMessage("rowFile: table.rows is closed");
    assertThat(rows.size()).isEqualTo(10);
  }

  @Test
  void aFileThatAnotherProgramWroteIsReadInWhateverOrderItLies() throws IOException {
    var header =
        """
        {"__metadata__":{"cortado.schema":"{\\"features\\":[\\"a\\",\\"b\\"],\\"target\\":\
        {\\"kind\\":\\"binary\\",\\"name\\":\\"ill\\",\\"negative\\":\\"no\\",\\"positive\\":\\"yes\\"}}",\
        "by":"numpy"},\
        "y":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},\
        "x":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]}}\
        """;
    Files.write(file, RowFileFaultsTest.bytes(header, 0, 1, 10, 11, 20, 21));

    try (var rows = RowFile.open(file)) {
      assertThat(rows.schema().target()).isEqualTo(new Target.Binary("ill", "no", "yes"));
      assertThat(rows.rows(RowOrder.of(1)).x().toArray()).containsExactly(20, 21);
      assertThat(rows.rows(RowOrder.of(1, 0)).y().toArray()).containsExactly(1, 0);
    }
  }

  @Test
  void batchesMayBeTakenInAnyOrderAndFromSeveralOrdersInTurn() {
    var data = Toys.moons(100, 0.1, Rng.of(1));
    write(file, data);
    try (var rows = RowFile.open(file)) {
      var first = rows.batches(7, Rng.of(1), 0);
      var second = rows.batches(9, Rng.of(1), 1);
      for (int number : new int[] {0, 1, 1, 2, 9, 3, 4, 10, 5, 0}) {
        requireBatch(data, first, number);
        requireBatch(data, number < 5 ? first : second, number);
        requireBatch(data, second, number);
      }
    }
  }

  private static void requireBatch(Dataset data, Batches batches, int number) {
    float[] x = new float[2 * batches.sizeOf(number)];
    float[] y = new float[batches.sizeOf(number)];
    batches.copy(number, x, y);
    var expected = data.rows(batches.at(number).rows());
    assertThat(x).isEqualTo(expected.x().toArray());
    assertThat(y).isEqualTo(expected.y().toArray());
  }
}
