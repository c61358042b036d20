package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 2, 0.00",
    "1.005, 1, 1.0",
    "-0.5, 3, -0.500",
    "-0.0004, 3, 0.000",
    "0.9996, 3, 1.000",
    "12.5, 0, 13",
    "NaN, 2, NaN",
    "-Infinity, 2, -Infinity"
  })
  void fixedRoundsToSoManyDecimals(double number, int decimals, String text) {
    assertThat(Text.fixed(number, decimals)).isEqualTo(text);
  }

  @Test
  void wordsThatAreTooLongStayWhole() {
    assertThat(Text.left("ab", 3) + Text.right("ab", 3) + Text.right("abcd", 3))
        .isEqualTo("ab  ababcd");
  }
}
