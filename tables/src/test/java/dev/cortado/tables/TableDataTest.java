package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.formats.ModelFile;
import dev.cortado.formats.Prediction;
import dev.cortado.formats.Predictor;
import dev.cortado.formats.RowFile;
import dev.cortado.nn.Dense;
import dev.cortado.table.Encoding;
import dev.cortado.table.Feature;
import dev.cortado.table.RowEncoder;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From raw rows to encoded ones, and which row is in which part. */
class TableDataTest {

  private static final List<String> NAMES =
      List.of("age", "city", "smokes", "seen", "income", "user", "weight", "ill");
  private static final int ROWS = 400;

  @TempDir Path folder;

  /** Typed values of every kind, some missing. */
  private static List<List<@Nullable Object>> typedRows() {
    int[] random = Rng.of(9).permutation(ROWS);
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < ROWS; i++) {
      int r = random[i];
      rows.add(
          Arrays.asList(
              r % 11 == 0 ? null : 20 + r % 60,
              r % 13 == 0 ? null : "city " + r % 7,
              r % 3 == 0,
              r % 17 == 0 ? null : LocalDate.of(2025, 1, 1).plusDays(r),
              r * 1.25,
              "user " + r % 40,
              1 + r % 4,
              r % 4 == 0 ? "yes" : "no"));
    }
    return rows;
  }

  private static MemoryTable typed() {
    return MemoryTable.of(NAMES, typedRows());
  }

  private static List<List<@Nullable Object>> textRows() {
    return typedRows().stream()
        .map(row -> row.stream().map(value -> value == null ? "" : value.toString()).toList())
        .map(row -> (List<@Nullable Object>) new ArrayList<@Nullable Object>(row))
        .toList();
  }

  private TableSource csv() throws IOException {
    var lines =
        textRows().stream()
            .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(",")));
    var path = folder.resolve("data.csv");
    Files.writeString(
        path, String.join(",", NAMES) + "\n" + lines.collect(Collectors.joining("\n")) + "\n");
    return Tables.read(path);
  }

  private static TableOptions options() {
    return TableOptions.target("ill").role("user", Role.IGNORED).role("weight", Role.WEIGHT);
  }

  private static boolean sameBits(RowSource a, RowSource b) {
    var left = a.rows(RowOrder.range(0, a.size()));
    var right = b.rows(RowOrder.range(0, b.size()));
    return left.x().sameBits(right.x())
        && left.y().sameBits(right.y())
        && a.schema().equals(b.schema())
        && a.fingerprint().equals(b.fingerprint());
  }

  private static void assertSame(TableData a, TableData b) {
    assertThat(b.preparation()).isEqualTo(a.preparation());
    assertThat(sameBits(a.train(), b.train())).isTrue();
    assertThat(sameBits(a.valid(), b.valid())).isTrue();
    assertThat(sameBits(a.test(), b.test())).isTrue();
  }

  @Test
  void typedValuesTextsAndAFileGiveTheSameBits() throws IOException {
    var split = RowSplit.of(42);
    var typed = TablePlan.of(typed(), options()).encode(split);

    assertSame(typed, TablePlan.of(MemoryTable.of(NAMES, textRows()), options()).encode(split));
    assertSame(typed, TablePlan.of(csv(), options()).encode(split));
    assertThat(typed.train().size()).isEqualTo(280);
    assertThat(typed.valid().size()).isEqualTo(60);
    assertThat(typed.test().size()).isEqualTo(60);
  }

  @Test
  void rowsInFilesHaveTheBitsOfRowsInMemory() throws IOException {
    var plan = TablePlan.of(csv(), options());
    var split = RowSplit.of(42).folds(4);
    var memory = plan.encode(split);
    try (var files = plan.encode(split, new RowStorage(folder, 0))) {
      assertThat(files.train()).isInstanceOf(RowFile.class);
      assertSame(memory, files);
      for (int fold = 0; fold < 4; fold++) {
        assertThat(files.fold(fold).train()).isNotInstanceOf(Dataset.class);
        assertThat(sameBits(memory.fold(fold).train(), files.fold(fold).train())).isTrue();
        assertThat(sameBits(memory.fold(fold).valid(), files.fold(fold).valid())).isTrue();
        assertThat(batches(files.fold(fold).train())).isEqualTo(batches(memory.fold(fold).train()));
        assertThat(files.fold(fold).valid().y(10, 30).sameBits(memory.fold(fold).valid().y(10, 30)))
            .isTrue();
      }
    }
  }

  private static List<String> batches(RowSource rows) {
    var texts = new ArrayList<String>();
    for (var batch : rows.batches(32, Rng.of(1), 3)) {
      texts.add(Arrays.toString(batch.x().toArray()) + Arrays.toString(batch.y().toArray()));
    }
    return texts;
  }

  @Test
  void aTableThatIsReadAgainGivesTheBitsOfACachedOne() throws IOException {
    var table = csv();
    var again = CachedTable.of(table, 0);
    var plan = TablePlan.of(again, options());

    assertThat(plan.source()).isSameAs(again);
    assertSame(TablePlan.of(table, options()).encode(RowSplit.of(1)), plan.encode(RowSplit.of(1)));
  }

  @Test
  void theOrderOfTheColumnsChangesNoColumn() {
    var shuffled = new ArrayList<List<@Nullable Object>>();
    var names = NAMES.reversed();
    typedRows().forEach(row -> shuffled.add(row.reversed()));
    var a = TablePlan.of(typed(), options()).encode(RowSplit.of(42));
    var b = TablePlan.of(MemoryTable.of(names, shuffled), options()).encode(RowSplit.of(42));

    for (var column : a.preparation().columns()) {
      assertThat(b.preparation().columns()).contains(column);
    }
    var x = ((Dataset) a.train()).x();
    var other = ((Dataset) b.train()).x();
    for (int i = 0; i < a.features().size(); i++) {
      int at = b.features().indexOf(a.features().get(i));
      assertThat(x.slice(1, i, i + 1).sameBits(other.slice(1, at, at + 1))).isTrue();
    }
  }

  @Test
  void neitherLocaleNorTimeZoneChangesABit() throws IOException {
    var expected = TablePlan.of(csv(), options());
    var data = expected.encode(RowSplit.of(42));
    var locale = Locale.getDefault();
    var zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      var plan = TablePlan.of(csv(), options());

      assertThat(plan.describe()).isEqualTo(expected.describe());
      assertThat(plan.profile()).isEqualTo(expected.profile());
      assertSame(data, plan.encode(RowSplit.of(42)));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  /** A predictor of the bits of encoded rows. */
  private static Predictor predictor(TableData data) {
    var model = Dense.of(data.features().size(), 2);
    model.parameters().forEach(cell -> cell.start(Rng.of(3)));
    return Predictor.of(ModelFile.of(model, data.preparation()));
  }

  @Test
  void aRawRowIsPredictedAlikeAloneInABatchFromTextsTypedAndFromTheFile() throws IOException {
    var data = TablePlan.of(csv(), options()).encode(RowSplit.of(42).test(0).valid(0));
    var predictor = predictor(data);
    List<Prediction> expected = predictor.predict((Dataset) data.train());
    var typed = maps(typedRows());
    var texts = maps(textRows());

    assertThat(predictor.predict(typed)).isEqualTo(expected);
    assertThat(predictor.predict(texts)).isEqualTo(expected);
    for (int row = 0; row < 50; row++) {
      assertThat(predictor.predict(typed.get(row))).isEqualTo(expected.get(row));
      assertThat(predictor.predict(texts.get(row))).isEqualTo(expected.get(row));
    }
  }

  private static List<Map<String, @Nullable Object>> maps(List<List<@Nullable Object>> rows) {
    var maps = new ArrayList<Map<String, @Nullable Object>>();
    for (var row : rows) {
      var map = new HashMap<String, @Nullable Object>();
      IntStream.range(0, NAMES.size()).forEach(i -> map.put(NAMES.get(i), row.get(i)));
      maps.add(map);
    }
    return maps;
  }

  @Test
  void thePreparationKnowsTheTrainingRowsAlone() {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < 100; i++) {
      rows.add(List.of(i < 80 ? i % 10 : 1000 + i, i < 80 ? "a" + i % 3 : "late", i, i % 2));
    }
    var table = MemoryTable.of(List.of("x", "city", "t", "y"), rows);
    var plan = TablePlan.of(table, TableOptions.target("y").role("t", Role.TIME));
    var data = plan.encode(RowSplit.of(42).test(0.2).valid(0));

    assertThat(data.preparation().columns().getFirst().encoding())
        .isEqualTo(new Encoding.Quantity(0, 4, false));
    assertThat(data.features().getLast()).isEqualTo(new Feature.Category("city", 4));
    assertThat(((Dataset) data.test()).x().slice(1, 1, 2).toArray()).containsOnly(0);
  }

  @Test
  void everyRowIsInOnePartAndDependsOnTheSeedAndItsNumber() {
    var plan = TablePlan.of(typed(), options());
    var split = RowSplit.of(42).folds(5);
    var data = plan.encode(split);
    var seen = new HashSet<Integer>();
    for (int fold = 0; fold < 5; fold++) {
      data.fold(fold).validRows().stream().forEach(seen::add);
      assertThat(data.fold(fold).valid().size()).isEqualTo(68);
    }

    assertThat(seen).hasSize(340);
    assertThat(plan.encode(split).testRows()).isEqualTo(data.testRows());
    assertThat(plan.encode(RowSplit.of(43)).testRows()).isNotEqualTo(data.testRows());
  }

  @Test
  void classesKeepTheirShares() {
    var data = TablePlan.of(typed(), options()).encode(RowSplit.of(42).folds(5).test(0.2));

    assertThat(((Dataset) data.test()).classCounts()).containsExactly(60, 20);
    for (int fold = 0; fold < 5; fold++) {
      assertThat(((Dataset) data.fold(fold).valid()).classCounts()).containsExactly(48, 16);
    }
  }

  @Test
  void aGroupIsNeverOnTwoSides() {
    var table = typed();
    var plan = TablePlan.of(table, TableOptions.target("ill").role("user", Role.GROUP));
    var data = plan.encode(RowSplit.of(42).test(0.25).folds(3));
    var users = typedRows().stream().map(row -> Objects.requireNonNull(row.get(5))).toList();
    var test = data.testRows().stream().mapToObj(users::get).collect(Collectors.toSet());
    var train = data.trainRows().stream().mapToObj(users::get).toList();

    assertThat(test).hasSize(10).doesNotContainAnyElementsOf(train);
    assertThat(data.testRows().size()).isEqualTo(100);
    for (int fold = 0; fold < 3; fold++) {
      var part = data.fold(fold);
      var left = part.validRows().stream().mapToObj(train::get).collect(Collectors.toSet());
      var inside = new HashSet<Object>();
      for (int place = 0; place < train.size(); place++) {
        int at = place;
        if (part.validRows().stream().noneMatch(row -> row == at)) {
          inside.add(train.get(place));
        }
      }
      assertThat(left).isNotEmpty().doesNotContainAnyElementsOf(inside);
    }
  }

  @Test
  void theLatestRowsAreForTesting() {
    var plan = TablePlan.of(typed(), TableOptions.target("ill").role("income", Role.TIME));
    var data = plan.encode(RowSplit.of(42).test(0.25).valid(0.25));
    var times = typedRows().stream().map(row -> (Double) row.get(4)).toList();

    assertThat(data.testRows().stream().mapToDouble(times::get).min().orElseThrow())
        .isEqualTo(300 * 1.25);
    assertThat(data.trainRows().stream().mapToDouble(times::get).max().orElseThrow())
        .isEqualTo(199 * 1.25);
    assertThat(data.features()).extracting(Feature::name).doesNotContain("income");
  }

  @Test
  void weightsHaveMeanOneAndFollowTheirRows() {
    var data = TablePlan.of(typed(), options()).encode(RowSplit.of(42).folds(4));
    var weights = Objects.requireNonNull(data.weights());
    float[] all = weights.toArray();
    double sum = 0;
    for (float each : all) {
      sum += each;
    }

    assertThat(sum / all.length).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6));
    int row = data.trainRows().at(0);
    int other = data.trainRows().at(1);
    double ratio = (int) typedRows().get(row).get(6) / (double) (int) typedRows().get(other).get(6);
    assertThat(all[0] / all[1]).isEqualTo((float) ratio);
    var fold = data.fold(1);
    assertThat(Objects.requireNonNull(fold.weights()).size()).isEqualTo(fold.train().size());
  }

  @Test
  void aWeightThatIsNoneIsNamed() {
    var table =
        MemoryTable.of(
            List.of("x", "w", "y"), List.of(List.of(1, 1, 0), List.of(2, -1, 1), List.of(3, 2, 0)));
    var plan = TablePlan.of(table, TableOptions.target("y").role("w", Role.WEIGHT));

    assertThatThrownBy(() -> plan.encode(RowSplit.of(1).test(0).valid(0)))
        .isInstanceOf(FormatException.class)
        .hasMessage("DATA-WEIGHT: table:2: column 'w': '-1', expected a weight from 0 on");
  }

  @Test
  void rowsWithoutATargetAreLeftOutAndCounted() {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (int i = 0; i < 100; i++) {
      rows.add(Arrays.asList(i % 7, i % 10 == 0 ? null : i % 2));
    }
    var plan = TablePlan.of(MemoryTable.of(List.of("x", "y"), rows), "y");
    var data = plan.encode(RowSplit.of(1).test(0).valid(0));

    assertThat(plan.describe()).contains("10 rows have none and are left out");
    assertThat(data.train().size()).isEqualTo(90);
    assertThat(data.test().size()).isZero();
  }

  /** Rows C30 and C31. */
  @Test
  void anotherTableForTestingIsMatchedByName() {
    var plan = TablePlan.of(typed(), options());
    var reversed = new ArrayList<List<@Nullable Object>>();
    typedRows().forEach(row -> reversed.add(row.reversed()));
    var test = MemoryTable.of(NAMES.reversed(), reversed);
    var data = plan.encode(RowSplit.of(42).test(test));

    assertThat(data.test().size()).isEqualTo(ROWS);
    assertThat(data.testRows().size()).isZero();
    float[] row = new float[data.features().size()];
    RowEncoder.of(data.preparation()).encode(maps(typedRows()).getFirst(), row, 0);
    assertThat(data.test().rows(RowOrder.of(0)).x().toArray()).isEqualTo(row);

    var short_ = MemoryTable.of(List.of("age", "ill"), List.of(List.of(1, "yes")));
    assertThatThrownBy(() -> plan.encode(RowSplit.of(42).test(short_)))
        .hasMessage("CSV-COLUMN: table: no column 'city'; columns: age, ill");
    var dog = new ArrayList<>(typedRows());
    var row4 = new ArrayList<>(dog.get(3));
    row4.set(7, "dog");
    dog.set(3, row4);
    assertThatThrownBy(() -> plan.encode(RowSplit.of(42).test(MemoryTable.of(NAMES, dog))))
        .hasMessage("DATA-LABEL: table:4: column 'ill': label 'dog' unknown; known: no, yes");
  }

  @Test
  void aTableOfNumbersInArraysIsEncodedToo() {
    double[][] rows = new double[50][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i % 7 == 0 ? Double.NaN : i * 0.1, 1.6e9 + i, i % 3};
    }
    var data =
        TablePlan.of(MemoryTable.of(List.of("a", "time", "y"), rows), "y")
            .encode(RowSplit.of(1).test(0).valid(0));

    assertThat(data.features())
        .containsExactly(
            new Feature.Number("a"), new Feature.Flag("a missing"), new Feature.Number("time"));
    float[] time = ((Dataset) data.train()).x().slice(1, 2, 3).toArray();
    for (int i = 1; i < time.length; i++) {
      assertThat(time[i]).isEqualTo(time[i - 1] + 1);
    }
    assertThat(Tensor.of(time).size()).isEqualTo(50);
  }
}
