package dev.cortado.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoCommandTest {

  private static final CommandRun DEMO = CommandRun.run("demo");

  @Test
  void thePerceptronGoesInCircles() {
    assertThat(DEMO.out())
        .contains(
            """
              epoch  mistakes  w1  w2   b  right after it
                                1   1   0  3 of 4
                  1         1   0   0  -1  2 of 4
                  2         3   0   0   0  2 of 4
                  3         2  -1   0   0  2 of 4
                  4         3  -1   0   1  2 of 4
                  5         4  -1   0   1  2 of 4
            """);
  }

  @Test
  void theNetworkLearnsAllFour() {
    assertThat(DEMO.out())
        .contains(
            """
              x1  x2  probability of 1  answer
               0   0            0.0061       0
               0   1            0.9805       1
               1   0            0.9810       1
               1   1            0.0244       0
            4 of 4 are right.\
            """);
  }

  @Test
  void itSucceedsOnEightyColumns() {
    assertThat(DEMO.code()).isZero();
    assertThat(DEMO.err()).isEmpty();
    assertThat(DEMO.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(DEMO.out().lines().count()).isLessThanOrEqualTo(35);
  }
}
