package dev.cortado.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  @Test
  void aTableHasALineOfDashesBelowItsHeadings() {
    var table = new Markdown("size", "time");
    table.row("1", "2 s");

    assertThat(table).hasToString("| size | time |\n|---:|---:|\n| 1 | 2 s |\n");
  }

  @ParameterizedTest
  @CsvSource({
    "8.126, 0.01 µs",
    "81260, 81.3 µs",
    "999600, 1.00 ms",
    "51260000, 51.3 ms",
    "2000000000, 2.00 s",
    "999600000, 1.00 s",
  })
  void aTimeHasThreeDigitsInTheUnitThatSuitsIt(double nanos, String text) {
    assertThat(Markdown.time(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"9.994, 9.99", "9.995, 10.0", "99.94, 99.9", "99.96, 100", "12345.6, '12,346'"})
  void figuresHaveThreeDigitsOrAllBeforeThePoint(double number, String text) {
    assertThat(Markdown.three(number)).isEqualTo(text);
  }
}
