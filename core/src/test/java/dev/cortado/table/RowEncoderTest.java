package dev.cortado.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Target;
import dev.cortado.table.Encoding.DatePart;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowEncoderTest {

  private static final Target PRICE = Target.numbers("price");

  private static RowEncoder encoder(Encoding encoding) {
    return RowEncoder.of(Preparation.of(List.of(new PreparedColumn("c", encoding)), PRICE));
  }

  private static float[] encoded(Encoding encoding, @Nullable Object value) {
    var encoder = encoder(encoding);
    float[] row = new float[encoder.width()];
    encoder.encode(new @Nullable Object[] {value}, row, 0);
    return row;
  }

  private static final Encoding.Quantity PLAIN = new Encoding.Quantity(0, 7, true);

  @Test
  void aNumberIsTheSameInEveryType() {
    for (var value :
        new Object[] {"2.5", " 2.5 ", "+2.50", 2.5, 2.5f, new BigDecimal("2.50"), "25e-1"}) {
      assertThat(encoded(PLAIN, value)).containsExactly(2.5f, 0);
    }
    for (var value : new Object[] {"3", "3.0", 3, 3L, (short) 3, (byte) 3, 3.0, 3f}) {
      assertThat(encoded(PLAIN, value)).containsExactly(3, 0);
    }
    assertThat(encoded(PLAIN, true)).containsExactly(1, 0);
    assertThat(Float.floatToRawIntBits(encoded(PLAIN, "-0")[0])).isZero();
  }

  @Test
  void aFloatIsTheDecimalNumberThatItIsWrittenAs() {
    var far = new Encoding.Quantity(1000, 0, false);

    assertThat(encoded(far, 1000.1f)).isEqualTo(encoded(far, "1000.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"})
  void missingTextsHaveTheirNumberAndTheIndicator(String text) {
    assertThat(encoded(PLAIN, text)).containsExactly(7, 1);
  }

  @Test
  void nullAndNaNAreMissingToo() {
    assertThat(encoded(PLAIN, null)).containsExactly(7, 1);
    assertThat(encoded(PLAIN, Double.NaN)).containsExactly(7, 1);
    assertThat(encoded(PLAIN, Float.NaN)).containsExactly(7, 1);
  }

  @Test
  void numbersFarFromZeroKeepTheirDigits() {
    var ids = new Encoding.Quantity(1_600_000_000, 0, false);

    assertThat(encoded(ids, 1_600_000_001L)).containsExactly(1);
    assertThat(encoded(ids, "1599999999")).containsExactly(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          abc   | column 'c': 'abc' is not a number
          1e39  | column 'c': '1e39' is too large, at most 3.4028235E38
          1e999 | column 'c': '1e999' is too large for a number
          Inf   | column 'c': 'Inf' is not a finite number
          """)
  void whatIsNoNumberIsRefusedByColumn(String text, String message) {
    assertThatThrownBy(() -> encoded(PLAIN, text))
        .isInstanceOf(RawValueException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> encoded(PLAIN, Double.NEGATIVE_INFINITY))
        .hasMessage("column 'c': '-Infinity' is not a finite number");
    assertThatThrownBy(() -> encoded(PLAIN, LocalDate.of(2026, 1, 1)))
        .hasMessage("column 'c': '2026-01-01' is not a number");
  }

  @Test
  void categoriesAreNumberedFromOneAndOthersAreZero() {
    var city = new Encoding.Category(List.of("Lyon", "Turin", "3"), false);

    assertThat(encoded(city, " Turin")).containsExactly(2);
    assertThat(encoded(city, "Rome")).containsExactly(0);
    assertThat(encoded(city, null)).containsExactly(0);
    for (var three : new Object[] {"3", "3.0", 3, 3L, 3.0, 3f, new BigDecimal("3.00")}) {
      assertThat(encoded(city, three)).containsExactly(3);
    }
  }

  @Test
  void aMissingCategoryMayHaveANumberOfItsOwn() {
    var city = new Encoding.Category(List.of("Lyon", "Turin"), true);

    assertThat(encoded(city, "?")).containsExactly(3);
    assertThat(encoded(city, "Rome")).containsExactly(0);
    assertThat(city.features("c")).containsExactly(new Feature.Category("c", 4));
  }

  @Test
  void codesWithLeadingZerosAreNotNumbers() {
    var zip = new Encoding.Category(List.of("007", "7"), false);

    assertThat(encoded(zip, "007")).containsExactly(1);
    assertThat(encoded(zip, 7)).containsExactly(2);
    assertThat(encoded(zip, "07")).containsExactly(0);
  }

  @Test
  void yesAndNoAreFoundInEveryForm() {
    var answer = new Encoding.YesNo("no", "yes");
    for (var yes : new Object[] {"yes", "Yes", "YES", "y", "true", "T", true, 1, "1", 1.0}) {
      assertThat(encoded(answer, yes)).as("%s", yes).containsExactly(1);
    }
    for (var no : new Object[] {"no", "No", "n", "FALSE", false, 0, "0.0"}) {
      assertThat(encoded(answer, no)).as("%s", no).containsExactly(-1);
    }
    assertThat(encoded(answer, "perhaps")).containsExactly(0);
    assertThat(encoded(answer, null)).containsExactly(0);
  }

  @Test
  void twoValuesThatAreNoAnswerAreFoundAsTheyAre() {
    var sex = new Encoding.YesNo("F", "M");

    assertThat(encoded(sex, "M")).containsExactly(1);
    assertThat(encoded(sex, false)).containsExactly(0);
  }

  private static final Encoding.Date DATE =
      new Encoding.Date(
          DateOrder.YEAR_MONTH_DAY,
          LocalDate.of(2026, 1, 1).toEpochDay(),
          List.of(DatePart.values()),
          List.of(1f, 2f, 3f, 4f, 5f),
          true);

  @Test
  void aDateBecomesItsParts() {
    assertThat(encoded(DATE, "2026-03-31T18:00:00")).containsExactly(2026, 3, 2, 18, 89.75f, 0);
    assertThat(encoded(DATE, null)).containsExactly(1, 2, 3, 4, 5, 1);
    assertThat(DATE.features("c"))
        .extracting(Feature::name)
        .containsExactly("c year", "c month", "c weekday", "c hour", "c days", "c missing");
  }

  @Test
  void aDateIsTheSameInEveryType() {
    var expected = encoded(DATE, "2026-03-31 16:00");
    for (var value :
        new Object[] {
          "2026-03-31T16:00",
          "2026/03/31 16:00:00.000",
          "2026-03-31T16:00:00Z",
          "2026-03-31T18:00:00+02:00",
          "2026-03-31 04:00 PM",
          "20260331 16:00",
          LocalDateTime.of(2026, 3, 31, 16, 0),
          Instant.parse("2026-03-31T16:00:00Z"),
          OffsetDateTime.parse("2026-03-31T18:00:00+02:00"),
          ZonedDateTime.parse("2026-03-31T18:00:00+02:00[Europe/Paris]")
        }) {
      assertThat(encoded(DATE, value)).as("%s", value).isEqualTo(expected);
    }
    assertThat(encoded(DATE, LocalDate.of(2026, 3, 31))).isEqualTo(encoded(DATE, "20260331"));
    assertThat(encoded(DATE, 20260331)).isEqualTo(encoded(DATE, "2026-03-31"));
  }

  @ParameterizedTest
  @CsvSource({
    "31.03.2026, DAY_MONTH_YEAR",
    "31/3/2026, DAY_MONTH_YEAR",
    "31-Mar-2026, DAY_MONTH_YEAR",
    "31 March 2026, DAY_MONTH_YEAR",
    "03/31/2026, MONTH_DAY_YEAR",
    "'Mar 31, 2026', MONTH_DAY_YEAR",
    "2026-3-31, YEAR_MONTH_DAY"
  })
  void aDateIsReadInTheOrderThatWasFound(String text, DateOrder order) {
    assertThat(RawValue.dateTime(text, order)).isEqualTo(LocalDateTime.of(2026, 3, 31, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-13-01",
        "31.03.26",
        "2026-03",
        "2026-03-31 25:00",
        "12:30",
        "abc",
        "2026-03-31T10:00:00+99:99x",
        "٢٠٢٦-٠٣-٣١"
      })
  void whatIsNoDateIsRefused(String text) {
    assertThatThrownBy(() -> encoded(DATE, text))
        .isInstanceOf(RawValueException.class)
        .hasMessage("column 'c': '" + text + "' is not a date such as 2026-03-31");
  }

  @Test
  void neitherLocaleNorTimeZoneChangesABit() {
    var locale = Locale.getDefault();
    var zone = TimeZone.getDefault();
    float[] expected = encoded(DATE, "2026-03-29T02:30:00Z");
    try {
      for (var tag : List.of("tr", "ar-EG", "de", "hi-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        assertThat(encoded(DATE, "2026-03-29T02:30:00Z")).isEqualTo(expected);
        assertThat(encoded(DATE, Instant.parse("2026-03-29T02:30:00Z"))).isEqualTo(expected);
        assertThat(encoded(new Encoding.YesNo("no", "TRIUMPH"), "TRIUMPH")).containsExactly(1);
        assertThat(encoded(PLAIN, "1234.5")).containsExactly(1234.5f, 0);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  private static float[] target(Target target, @Nullable Object... values) {
    var encoder = RowEncoder.of(Preparation.of(List.of(new PreparedColumn("c", PLAIN)), target));
    float[] y = new float[encoder.targetWidth()];
    return encoder.target(values, y, 0) ? y : new float[0];
  }

  @Test
  void aTargetBecomesItsNumbers() {
    var species = new Target.Classes("species", List.of("cat", "cow"));

    assertThat(target(species, " cow")).containsExactly(1);
    assertThat(target(species, "NA")).isEmpty();
    assertThat(target(new Target.Classes("t", List.of("0", "1")), true)).containsExactly(1);
    assertThat(target(new Target.Binary("t", "no", "yes"), "yes")).containsExactly(1);
    assertThat(target(PRICE, "2.5")).containsExactly(2.5f);
    assertThat(target(Target.numbers("a", "b"), 1, "2")).containsExactly(1, 2);
    assertThat(target(Target.numbers("a", "b"), 1, null)).isEmpty();
    assertThat(target(Target.labels("a", "b"), "yes", 0)).containsExactly(1, 0);
  }

  @Test
  void aTargetThatIsNotKnownIsRefusedByColumn() {
    var species = new Target.Classes("species", List.of("cat", "cow"));

    assertThatThrownBy(() -> target(species, "dog"))
        .isInstanceOf(RawValueException.class)
        .hasMessage("column 'species': label 'dog' unknown; known: cat, cow");
    assertThatThrownBy(() -> target(PRICE, "$5"))
        .hasMessage("column 'price': '$5' is not a number; remove the currency sign");
    assertThatThrownBy(() -> target(Target.labels("a", "b"), 1, "perhaps"))
        .hasMessage("column 'b': 'perhaps' is not a label, expected 0 or 1, yes or no");
  }

  @Test
  void aRowLiesAtItsPlaceAndLeavesTheRestAlone() {
    var encoder =
        RowEncoder.of(
            Preparation.of(
                List.of(
                    new PreparedColumn("a", PLAIN),
                    new PreparedColumn("b", new Encoding.YesNo("n", "y"))),
                PRICE));
    float[] into = {9, 9, 9, 9, 9};

    encoder.encode(new Object[] {"4", "y"}, into, 1);

    assertThat(into).containsExactly(9, 4, 0, 1, 9);
  }

  @Test
  void aPreparationNamesEachColumnOnce() {
    var column = new PreparedColumn("price", PLAIN);

    assertThatThrownBy(() -> Preparation.of(List.of(column), PRICE))
        .hasMessage("preparation: column 'price' is there twice");
    assertThatThrownBy(() -> Preparation.of(List.of(), PRICE))
        .hasMessage("preparation: no columns, expected at least one");
    assertThat(
            Preparation.of(List.of(new PreparedColumn("a", PLAIN)), PRICE)
                .ignored(List.of("a", "b", "price")))
        .containsExactly("b");
  }
}
