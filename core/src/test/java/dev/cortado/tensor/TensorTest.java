package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void valuesMayBeWrittenWhereTheyWillLie() {
    var x = Tensor.written(Shape.of(2, 2), values -> values.put(new float[] {1, 2, 3, 4}));
    assertThat(x.at(1, 0)).isEqualTo(3);
    float[] part = new float[4];
    x.copyTo(1, 2, part, 1);
    assertThat(part).containsExactly(0, 2, 3, 0);
  }

  @Test
  void aMatrixIsMadeOfRows() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(x).hasToString("[[1. 2. 3.]\n [4. 5. 6.]]");
  }

  @Test
  void noRowsAndNoColumnsAreEmpty() {
    assertThat(Tensor.of(new float[0][]).shape()).isEqualTo(Shape.of(0, 0));
    assertThat(Tensor.of(new float[2][0]).shape()).isEqualTo(Shape.of(2, 0));
    assertThat(Tensor.of().shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void aRowAndASingleNumber() {
    assertThat(Tensor.of(1, 2, 3).shape()).isEqualTo(Shape.of(3));
    assertThat(Tensor.scalar(2.5).shape()).isEqualTo(Shape.of());
    assertThat(Tensor.scalar(2.5).item()).isEqualTo(2.5f);
  }

  @Test
  void aNumberIsRoundedToTheNearestFloat() {
    assertThat(Tensor.scalar(0.1).item()).isEqualTo(0.1f);
    assertThat(Tensor.scalar(1e300).item()).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void zerosOnesAndTheSameEverywhere() {
    assertThat(Tensor.zeros(2, 2).toArray()).containsOnly(0).hasSize(4);
    assertThat(Tensor.ones(3).toArray()).containsOnly(1).hasSize(3);
    assertThat(Tensor.full(Shape.of(2), -1.5).toArray()).containsOnly(-1.5f).hasSize(2);
    assertThat(Tensor.zeros().shape()).isEqualTo(Shape.of());
  }

  @Test
  void rangeCountsFromZero() {
    assertThat(Tensor.range(4).toArray()).containsExactly(0, 1, 2, 3);
    assertThat(Tensor.range(0).size()).isZero();
  }

  @Test
  void linspaceIncludesBothEnds() {
    assertThat(Tensor.linspace(-1, 1, 5).toArray()).containsExactly(-1, -0.5f, 0, 0.5f, 1);
    assertThat(Tensor.linspace(0, 0.1, 11).at(-1)).isEqualTo(0.1f);
    assertThat(Tensor.linspace(3, 1, 3).toArray()).containsExactly(3, 2, 1);
  }

  @Test
  void eyeIsTheIdentity() {
    var x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    assertThat(Tensor.eye(2).matmul(x).sameBits(x)).isTrue();
    assertThat(Tensor.eye(0).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void anElementIsReadByItsIndexAndMinusOneIsTheLast() {
    var x = Tensor.range(24).reshape(2, 3, 4);
    assertThat(x.at(1, 2, 3)).isEqualTo(23);
    assertThat(x.at(-1, -1, -1)).isEqualTo(23);
    assertThat(x.at(0, -3, 1)).isEqualTo(1);
    assertThat(Tensor.scalar(7).at()).isEqualTo(7);
  }

  @Test
  void aTensorOfOneElementHasAnItemWhateverItsRank() {
    assertThat(Tensor.full(Shape.of(1, 1, 1), 4).item()).isEqualTo(4);
  }

  @Test
  void arraysAreCopiedOnTheWayInAndOut() {
    float[] values = {1, 2};
    float[][] rows = {{1, 2}};
    var row = Tensor.of(values);
    var shaped = Tensor.of(Shape.of(2), values);
    var matrix = Tensor.of(rows);
    values[0] = 9;
    rows[0][0] = 9;
    row.toArray()[1] = 9;
    assertThat(row.toArray()).containsExactly(1, 2);
    assertThat(shaped.toArray()).containsExactly(1, 2);
    assertThat(matrix.toArray()).containsExactly(1, 2);
  }

  @Test
  void copiesIntoAnArray() {
    float[] target = new float[5];
    Tensor.of(1, 2, 3).copyTo(target, 2);
    assertThat(target).containsExactly(0, 0, 1, 2, 3);
  }

  @Test
  void copiesNothingThatItHasNotOrThatDoesNotFit() {
    var x = Tensor.of(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.copyTo(2, 2, new float[9], 0))
        .withMessage("copyTo: 2 elements of [3] from element 2 on, which has 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.copyTo(1, 2, new float[3], 2))
        .withMessage("copyTo: 2 elements from index 2 on do not fit an array of 3");
  }

  @Test
  void sameBitsComparesShapesZerosAndNaN() {
    var x = Tensor.of(1, Float.NaN);
    assertThat(x.sameBits(Tensor.of(1, Float.intBitsToFloat(0x7fc00001)))).isTrue();
    assertThat(x.sameBits(x.reshape(2, 1))).isFalse();
    assertThat(Tensor.of(0f).sameBits(Tensor.of(-0f))).isFalse();
    assertThat(Tensor.of(1f).sameBits(Tensor.of(Math.nextUp(1f)))).isFalse();
  }

  @Test
  void equalityIsIdentity() {
    assertThat(Tensor.of(1, 2)).isNotEqualTo(Tensor.of(1, 2));
  }

  @Test
  void detachedHoldsTheSameNumbers() {
    var x = Tensor.of(1, 2);
    assertThat(x.detach()).isNotSameAs(x);
    assertThat(x.detach().sameBits(x)).isTrue();
  }

  @Test
  void keepHandsBackTheTensor() {
    var x = Tensor.of(1, 2);
    assertThat(x.keep()).isSameAs(x);
  }

  @Test
  void theExampleInItsDocumentationHolds() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(x.sub(x.mean(0))).hasToString("[[-1.5 -1.5 -1.5]\n [ 1.5  1.5  1.5]]");
  }
}
