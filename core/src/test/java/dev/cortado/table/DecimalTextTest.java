package dev.cortado.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-3, -3",
    "+3, 3",
    "3.25, 3.25",
    ".5, 0.5",
    "5., 5",
    "1e3, 1000",
    "-1.5E-2, -0.015",
    "007, 7",
    "123456789012345678901234567890, 1.2345678901234568E29",
    "1e-999, 0"
  })
  void readsPlainDecimalNumbers(String text, double number) {
    assertThat(DecimalText.parse(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "abc", "1 2", "1f", "1d", "1L", "0x1p3", "0x10", "1_000", "1,000", "1,5", "$5",
        "5%", "١٢٣", "１２", "NaN", "Inf", "-Infinity", "1e", "1e+", "e5", "--1", "+-1", ".", "-",
        "1.2.3", "1e5.0", "1e5e5"
      })
  void refusesEverythingElse(String text) {
    assertThat(DecimalText.parse(text)).isNaN();
  }

  @Test
  void aNumberThatIsTooLargeIsInfiniteAndNeverANumberOfATable() {
    assertThat(DecimalText.parse("1e999")).isInfinite();
    assertThat(DecimalText.failed("1e999"))
        .hasMessage("'1e999' is too large for a number")
        .extracting(RawValueException::fault)
        .isEqualTo(RawValueException.Fault.NONFINITE);
  }

  @Test
  void agreesWithJavaToTheBit() {
    float[] draws = Rng.of(1).normal(Shape.of(20_000)).toArray();
    for (int i = 0; i < draws.length; i += 2) {
      double number = draws[i] * 1e9 * draws[i + 1];
      for (var text :
          new String[] {
            Double.toString(number),
            Float.toString(draws[i]),
            String.valueOf(Math.round(number * 100) / 100.0),
            new java.math.BigDecimal(number).toPlainString(),
            "0." + Math.round(Math.abs(number) * 1e6)
          }) {
        assertThat(DecimalText.parse(text)).as(text).isEqualTo(Double.parseDouble(text));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          abc      | 'abc' is not a number
          1,5      | '1,5' is not a number; is the comma a decimal comma or between thousands?
          1,000,000 | '1,000,000' is not a number; remove what separates the thousands
          1_000    | '1_000' is not a number; remove what separates the thousands
          $5       | '$5' is not a number; remove the currency sign
          €1,000.50 | '€1,000.50' is not a number; remove the currency sign
          5%       | '5%' is not a number; remove the percent sign
          1f       | '1f' is not a number; write it as a plain decimal number
          0x1p3    | '0x1p3' is not a number; write it as a plain decimal number
          ١٢٣      | '١٢٣' is not a number; write its digits as 0 to 9
          -Infinity | '-Infinity' is not a finite number
          """)
  void saysWhatToDo(String text, String message) {
    assertThat(DecimalText.failed(text)).hasMessage(message);
    assertThat(DecimalText.isNearlyNumber(text)).isEqualTo(!text.equals("abc"));
  }

  @Test
  void escapesWhatControlsATerminal() {
    assertThat(DecimalText.failed("\u001b[2J")).hasMessage("'\\u001b[2J' is not a number");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "3.0, 3",
    "+3, 3",
    "3e0, 3",
    "-0, 0",
    "0.10, 0.1",
    "1e-5, 1.0E-5",
    "007, 007",
    "00.5, 00.5",
    "0.5, 0.5",
    "abc, abc",
    "1e999, 1e999",
    "12345678901234567, 12345678901234567"
  })
  void everyWayToWriteANumberHasOneText(String text, String canonical) {
    assertThat(DecimalText.canonical(text)).isEqualTo(canonical);
  }
}
