package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.cli.tables.Table;
import org.junit.jupiter.api.Test;

class SeededTableTest {

  @Test
  void everyPartHasItsShareOfEveryClass() {
    var split = new SeededTable(Table.named("iris"), 42).split();
    assertThat(split.train().classCounts()).containsExactly(35, 35, 35);
    assertThat(split.valid().size() + split.test().size()).isEqualTo(45);
    assertThat(split.test().classCounts()).allMatch(count -> count == 7 || count == 8);
  }

  @Test
  void theSeedSaysWhichRowsAreHeldBack() {
    var table = Table.named("digits");
    var held = new SeededTable(table, 1).split().test().x().toArray();
    assertThat(new SeededTable(table, 1).split().test().x().toArray()).isEqualTo(held);
    assertThat(new SeededTable(table, 2).split().test().x().toArray()).isNotEqualTo(held);
  }

  @Test
  void numbersAreSplitToo() {
    var split = new SeededTable(Table.named("sine"), 42).split();
    assertThat(split.train().size()).isEqualTo(700);
    assertThat(split.valid().size()).isEqualTo(150);
    assertThat(split.test().size()).isEqualTo(150);
  }

  @Test
  void anUnknownTableIsAnsweredByTheNearestName() {
    assertThatThrownBy(() -> SeededTable.PARSER.parse("moon"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'moon', expected one of iris, digits, moons, circles, xor, spirals, gauss, blobs, "
                + "sine; did you mean moons?");
  }
}
