package dev.cortado.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

  @Test
  void joinsPlainCellsWithCommas() {
    assertThat(Csv.line(List.of("a", "", "1.5", "x y"))).isEqualTo("a,,1.5,x y");
  }

  @Test
  void quotesCommasQuotesAndLineBreaks() {
    assertThat(Csv.line(List.of("a,b", "say \"hi\"", "1\n2", "3\r")))
        .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"1\n2\",\"3\r\"");
  }
}
