package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void memoryIsInTheUnitThatReadsBest() {
    assertThat(Text.bytes(1023)).isEqualTo("1023 B");
    assertThat(Text.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Text.bytes(0x1p32)).isEqualTo("4.0 GiB");
    assertThat(Text.bytes(0x1p70)).isEqualTo("1048576.0 PiB");
  }

  @Test
  void linesAreWrappedBetweenWords() {
    assertThat(Text.wrapped("one two three four", 9))
        .containsExactly("one two", "  three", "  four");
    assertThat(Text.wrapped("a-word-that-is-too-long", 9))
        .containsExactly("a-word-that-is-too-long");
  }

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(Text.columns(List.of(List.of("name", "n"), List.of("a", "100"))))
        .containsExactly("name    n", "a     100");
  }
}
