package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NumPy printed the same arrays: {@code tools/golden.py}. */
class TensorTextTest {

  /** An array, and what NumPy makes of it. */
  record Printed(Tensor tensor, String text) {
    @Override
    public String toString() {
      return tensor.shape() + ": " + text.lines().findFirst().orElse("");
    }
  }

  static List<Printed> printed() {
    var lines = GoldenCase.lines("printed.txt");
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(i ->
            new Printed(
                GoldenCase.tensor(lines.get(2 * i + 1)),
                lines.get(2 * i + 2).substring(2).replace('|', '\n')))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("printed")
  void printsAsNumPyDoes(Printed printed) {
    assertThat(printed.tensor()).hasToString(printed.text());
  }

  @Test
  void alignsTheColumnsOfAMatrix() {
    assertThat(Tensor.of(new float[][] {{1, -2.5f, 3}, {40, 5, 6.25f}}))
        .hasToString(
            """
            [[ 1.   -2.5   3.  ]
             [40.    5.    6.25]]\
            """);
  }

  @Test
  void anEmptyLineStandsBetweenMatrices() {
    assertThat(Tensor.range(8).reshape(2, 2, 2))
        .hasToString(
            """
            [[[0. 1.]
              [2. 3.]]

             [[4. 5.]
              [6. 7.]]]\
            """);
  }

  @Test
  void leavesOutTheMiddleOfMoreThanAThousand() {
    assertThat(Tensor.range(1000).toString()).hasLineCount(72).endsWith("998. 999.]");
    assertThat(Tensor.range(1001)).hasToString("[   0.    1.    2. ...  998.  999. 1000.]");
  }

  @Test
  void aSingleNumberHasADigitAfterThePoint() {
    assertThat(Tensor.scalar(3)).hasToString("3.0");
    assertThat(Tensor.scalar(-0.0)).hasToString("-0.0");
    assertThat(Tensor.scalar(0.1)).hasToString("0.1");
  }
}
