package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.FormatException;
import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Sequential;
import dev.cortado.table.DateOrder;
import dev.cortado.table.Encoding;
import dev.cortado.table.Encoding.DatePart;
import dev.cortado.table.Preparation;
import dev.cortado.table.PreparedColumn;
import dev.cortado.table.RowEncoder;
import dev.cortado.tensor.Rng;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of raw rows: their files, and predictions by column name. */
class PreparationFileTest {

  private static final Preparation PREPARATION =
      Preparation.of(
          List.of(
              new PreparedColumn("age", new Encoding.Quantity(0.1, 38.5f, true)),
              new PreparedColumn("smokes", new Encoding.YesNo("no", "yes")),
              new PreparedColumn("city", new Encoding.Category(List.of("Lyon", "Ä\"\n"), true)),
              new PreparedColumn(
                  "seen",
                  new Encoding.Date(
                      DateOrder.DAY_MONTH_YEAR,
                      20_454,
                      List.of(DatePart.YEAR, DatePart.ELAPSED),
                      List.of(2026f, 0.25f),
                      false))),
          Target.classes("ill", "well"));

  private static final Map<String, Object> ROW =
      Map.of("age", 39, "smokes", true, "city", "Lyon", "seen", LocalDate.of(2026, 3, 31));

  @TempDir Path folder;

  private static Layer model() {
    var model = Sequential.of(Dense.of(PREPARATION.features().size(), 2));
    model.parameters().forEach(cell -> cell.start(Rng.of(7)));
    return model;
  }

  private Path path() {
    return folder.resolve("model");
  }

  @Test
  void thePreparationLiesInTheModelFile() {
    var file = ModelFile.of(model(), PREPARATION);
    file.save(path());

    var loaded = ModelFile.load(path());

    assertThat(loaded.preparation()).isEqualTo(PREPARATION);
    assertThat(loaded.schema()).isEqualTo(PREPARATION.schema());
    assertThat(loaded.safetensors().bytes()).isEqualTo(file.safetensors().bytes());
    assertThat(Predictor.load(path()).preparation()).isEqualTo(PREPARATION);
    assertThat(ModelFile.loadInto(path(), model()).preparation()).isEqualTo(PREPARATION);
  }

  @Test
  void aModelOfEncodedRowsHasNoneAndSaysSo() {
    var predictor = Predictor.of(model(), PREPARATION.schema());

    assertThat(predictor.preparation()).isNull();
    assertThat(predictor.file().safetensors().metadata()).doesNotContainKey("cortado.preparation");
    assertThatThrownBy(() -> predictor.predict(ROW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "predictor: the model has no preparation of raw rows; predict encoded rows, numbers");
  }

  @Test
  void aPreparationMakesTheColumnsOfTheSchema() {
    var other = Preparation.of(PREPARATION.columns().subList(0, 2), Target.classes("ill", "well"));

    assertThatThrownBy(() -> ModelFile.of(model(), PREPARATION.schema()).preparation(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("model: the preparation makes Schema[features=[age, age missing");
  }

  private record Patient(Object age, Object smokes, Object city, Object seen) {}

  private static Predictor predictor() {
    return Predictor.of(ModelFile.of(model(), PREPARATION));
  }

  @Test
  void aRawRowHasTheSameBitsAloneInABatchTypedAsTextsAsARecordAndEncoded() {
    var predictor = predictor();
    var expected = predictor.predict(ROW);
    var texts = Map.of("age", "39.0", "smokes", "Yes", "city", " Lyon ", "seen", "31.03.2026");
    var rows = new ArrayList<Map<String, ? extends @Nullable Object>>();
    for (int i = 0; i < 100; i++) {
      rows.add(i % 2 == 0 ? ROW : texts);
    }
    var encoder = RowEncoder.of(PREPARATION);
    float[] encoded = new float[encoder.width()];
    encoder.encode(new Object[] {39L, 1, "Lyon", "31/3/2026"}, encoded, 0);

    assertThat(expected.values()).hasSize(2);
    assertThat(predictor.predict(texts)).isEqualTo(expected);
    assertThat(predictor.predict(rows)).hasSize(100).containsOnly(expected);
    assertThat(predictor.predict(new Patient("39", "y", "Lyon", LocalDate.of(2026, 3, 31))))
        .isEqualTo(expected);
    assertThat(predictor.predict(encoded)).isEqualTo(expected);
  }

  @Test
  void missingValuesAndUnknownCategoriesArePredictedToo() {
    var row = new HashMap<String, @Nullable Object>(ROW);
    row.put("age", null);
    row.put("city", "Atlantis");
    row.put("seen", "");

    assertThat(predictor().predict(row).values()).hasSize(2);
  }

  @Test
  void aColumnThatIsNotThereIsNamedAndOthersAreIgnored() {
    var predictor = predictor();
    var row = new HashMap<String, @Nullable Object>(ROW);
    row.put("colour", "red");

    assertThat(predictor.predict(row)).isEqualTo(predictor.predict(ROW));
    assertThat(PREPARATION.ignored(row.keySet())).containsExactly("colour");
    row.remove("age");
    row.put("Age", 39);
    assertThatThrownBy(() -> predictor.predict(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "predictor: no column 'age'; give null where a value is missing; did you mean Age?");
  }

  @Test
  void aValueThatCannotBeReadIsNamedByRowAndColumn() {
    var row = new HashMap<String, @Nullable Object>(ROW);
    row.put("age", "a\u001bc");

    assertThatThrownBy(() -> predictor().predict(row))
        .hasMessage("predictor: column 'age': 'a\\u001bc' is not a number");
    assertThatThrownBy(() -> predictor().predict(List.of(ROW, row)))
        .hasMessage("predictor: row 1, column 'age': 'a\\u001bc' is not a number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "yesNo"          | "maybe"         | 'cortado.preparation.columns.1' is a 'maybe', expected number, yesNo, category or date; written by a later release?
          "yesNo"          | 5               | 'cortado.preparation.columns.1.kind' is 5, expected a string
          "center":0.1     | "center":"0"    | 'cortado.preparation.columns.0.center' is "0", expected a number
          "center":0.1     | "centre":0.1    | 'cortado.preparation.columns.0.center' is missing
          "missing":38.5   | "missing":1e300 | quantity: center 0.1 and missing Infinity, expected finite numbers
          "no":"no"        | "no":"yes"      | category: 'yes' is there twice
          "dayMonthYear"   | "dayYear"       | has order 'dayYear', expected one of yearMonthDay, dayMonthYear, monthDayYear
          ["year","days"]  | ["year","eon"]  | has parts 'eon', expected one of year, month, weekday, hour, days
          ["year","days"]  | ["year"]        | date: parts [YEAR] with [2026.0, 0.25] for missing ones
          "indicator":true | "indicator":1   | 'cortado.preparation.columns.0.indicator' is 1, expected true or false
          "indicator":true | "indicator":true,"scale":1 | 'cortado.preparation.columns.0.scale' is not known; written by a later release?
          "name":"smokes"  | "name":"age"    | preparation: column 'age' is there twice
          "name":"smokes"  | "name":"smoker" | model: the preparation makes
          """)
  void saysWhatIsWrongInAFile(String good, String bad, String message) {
    file(replaced(text(), good, bad)).write(path());

    assertThatThrownBy(() -> ModelFile.load(path()))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message);
  }

  private static String text() {
    return PreparationJson.json(PREPARATION).text();
  }

  /** A model file with another text in place of the preparation. */
  private static Safetensors file(String preparation) {
    var file = ModelFile.of(model(), PREPARATION).safetensors();
    var metadata = new LinkedHashMap<>(file.metadata());
    metadata.put("cortado.preparation", preparation);
    return new Safetensors(metadata, file.tensors());
  }

  private static String replaced(String text, String good, String bad) {
    assertThat(text).contains(good);
    int at = text.indexOf(good);
    return text.substring(0, at) + bad + text.substring(at + good.length());
  }

  @Test
  void noTextInPlaceOfThePreparationBreaksMoreThanTheLoading() {
    var text = text();
    var letters = "{}[]\",:0-9.eE\\u\u0000tfn".toCharArray();
    int[] places = Rng.of(3).permutation(4000);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      var changed = new StringBuilder(text);
      int at = places[i] % text.length();
      char letter = letters[places[2000 + i] % letters.length];
      switch (i % 3) {
        case 0 -> changed.setCharAt(at, letter);
        case 1 -> changed.deleteCharAt(at);
        default -> changed.insert(at, letter);
      }
      try {
        PreparationJson.read(
            FieldReader.of("X", "model", "", Json.parse(changed.toString())), PREPARATION.target());
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1500);
  }
}
