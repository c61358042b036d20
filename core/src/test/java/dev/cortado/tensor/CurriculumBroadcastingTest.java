package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What the lectures print about broadcasting, where it is right and where it is not. */
class CurriculumBroadcastingTest {

  private static final Tensor COLUMN = Tensor.of(new float[][] {{1}, {2}, {3}, {4}});

  @Test
  void anArrayKnowsItsShape() {
    assertThat(COLUMN.shape()).isEqualTo(Shape.of(4, 1));
    // One axis of length ten: (10,) and not the number 10.
    assertThat(Tensor.zeros(10).shape().rank()).isEqualTo(1);
    assertThat(Tensor.scalar(10).shape().rank()).isZero();
  }

  @Test
  void aColumnOfFourAndAColumnOfFiveDoNotFit() {
    var five = Tensor.of(new float[][] {{5}, {-5}, {5}, {-5}, {5}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> COLUMN.add(five))
        .withMessage("add: [4, 1] and [5, 1]: dimension 0 is 4 vs 5\n  [4, 1]\n  [5, 1]");
    assertThat(COLUMN.add(five.transpose()).shape()).isEqualTo(Shape.of(4, 5));
  }

  @Test
  void fourSixthsAreTwoThirds() {
    var a = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    var quotients = a.div(Tensor.of(new float[][] {{3}, {6}, {9}}));
    assertThat(quotients.at(0, 1)).isEqualTo(quotients.at(1, 0)).isCloseTo(0.667f, within(1e-3f));
    assertThat(quotients.row(1).toArray()).containsExactly(4f / 6, 5f / 6, 1);
  }

  @Test
  void missingAxesAreAddedOnTheLeftAndLengthOneIsRepeated() {
    var matrix = Tensor.zeros(3, 3);
    assertThat(matrix.mul(Tensor.ones(3)).shape()).isEqualTo(Shape.of(3, 3));
    assertThat(matrix.mul(Tensor.ones(1, 3)).shape()).isEqualTo(Shape.of(3, 3));
    assertThat(Tensor.ones(3, 1).mul(Tensor.ones(3)).shape()).isEqualTo(Shape.of(3, 3));
  }
}
