package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixProductTest {

  private static final Tensor A = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
  private static final Tensor B = Tensor.of(new float[][] {{1, 0}, {0, 1}, {1, 1}});
  private static final Tensor ROW = Tensor.of(1, -1, 2);

  @Test
  void rowsTimesColumns() {
    assertThat(A.matmul(B)).hasToString("[[ 4.  5.]\n [10. 11.]]");
  }

  @Test
  void aVectorIsARowOnTheLeftAndAColumnOnTheRight() {
    assertThat(A.matmul(ROW)).hasToString("[ 5. 11.]");
    assertThat(ROW.matmul(B)).hasToString("[3. 1.]");
    assertThat(ROW.matmul(ROW)).hasToString("6.0");
  }

  @Test
  void aVectorMeetsEveryMatrixOfABatch() {
    var batch = Tensor.stack(0, B, B.mul(10));
    assertThat(ROW.matmul(batch)).hasToString("[[ 3.  1.]\n [30. 10.]]");
    assertThat(Tensor.stack(0, A, A.neg()).matmul(ROW)).hasToString("[[  5.  11.]\n [ -5. -11.]]");
  }

  @Test
  void aBatchIsOneProductForEachEntry() {
    var a = Tensor.range(12).reshape(2, 2, 3);
    var b = Tensor.range(12).sub(5).reshape(2, 3, 2);
    var product = a.matmul(b);
    assertThat(product.shape()).isEqualTo(Shape.of(2, 2, 2));
    for (int i = 0; i < 2; i++) {
      assertThat(product.row(i).sameBits(a.row(i).matmul(b.row(i)))).isTrue();
    }
  }

  @Test
  void batchAxesBroadcast() {
    var rng = Rng.of(1);
    var a = rng.at("a").normal(Shape.of(2, 1, 3, 4));
    var b = rng.at("b").normal(Shape.of(5, 4, 2));
    var product = a.matmul(b);
    assertThat(product.shape()).isEqualTo(Shape.of(2, 5, 3, 2));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 5; j++) {
        assertThat(product.row(i).row(j).sameBits(a.row(i).row(0).matmul(b.row(j)))).isTrue();
      }
    }
  }

  @Test
  void oneMatrixServesAWholeBatchOnEitherSide() {
    var rng = Rng.of(2);
    var batch = rng.at("batch").normal(Shape.of(3, 4, 4));
    var one = rng.at("one").normal(Shape.of(4, 4));
    for (int i = 0; i < 3; i++) {
      assertThat(batch.matmul(one).row(i).sameBits(batch.row(i).matmul(one))).isTrue();
      assertThat(one.matmul(batch).row(i).sameBits(one.matmul(batch.row(i)))).isTrue();
    }
    assertThat(batch.matmul(one.expand(0)).sameBits(batch.matmul(one))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 4", "1, 7, 1", "17, 33, 65", "130, 70, 140", "3, 600, 5"})
  void aTransposedOperandIsTheTransposeToTheBit(int m, int k, int n) {
    var rng = Rng.of(3);
    var a = rng.at("a").normal(Shape.of(m, k));
    var b = rng.at("b").normal(Shape.of(k, n));
    var product = a.matmul(b);
    assertThat(Tensor.matmul(a.transpose(), true, b, false).sameBits(product)).isTrue();
    assertThat(Tensor.matmul(a, false, b.transpose(), true).sameBits(product)).isTrue();
    assertThat(Tensor.matmul(a.transpose(), true, b.transpose(), true).sameBits(product)).isTrue();
  }

  @Test
  void batchesOfTransposedOperands() {
    var rng = Rng.of(4);
    var a = rng.at("a").normal(Shape.of(2, 3, 4));
    var b = rng.at("b").normal(Shape.of(2, 4, 5));
    var one = rng.at("one").normal(Shape.of(4, 5));
    assertThat(Tensor.matmul(a.transpose(), true, b.transpose(), true).sameBits(a.matmul(b)))
        .isTrue();
    assertThat(Tensor.matmul(a.transpose(), true, one, false).sameBits(a.matmul(one))).isTrue();
    assertThat(Tensor.matmul(a, false, one.transpose(), true).sameBits(a.matmul(one))).isTrue();
  }

  @Test
  void aVectorIsNotTransposed() {
    assertThat(Tensor.matmul(ROW, true, B, false).sameBits(ROW.matmul(B))).isTrue();
    assertThat(Tensor.matmul(A, false, ROW, true).sameBits(A.matmul(ROW))).isTrue();
  }

  @Test
  void anInnerLengthOfZeroGivesZeros() {
    assertThat(Tensor.zeros(2, 0).matmul(Tensor.zeros(0, 3)))
        .hasToString("[[0. 0. 0.]\n [0. 0. 0.]]");
    assertThat(Tensor.zeros(0).matmul(Tensor.zeros(0))).hasToString("0.0");
    assertThat(Tensor.zeros(40, 0).matmul(Tensor.zeros(0, 40)).sameBits(Tensor.zeros(40, 40)))
        .isTrue();
  }

  @Test
  void noRowsNoColumnsAndNoBatchAreEmpty() {
    assertThat(Tensor.zeros(0, 3).matmul(B).shape()).isEqualTo(Shape.of(0, 2));
    assertThat(A.matmul(Tensor.zeros(3, 0)).shape()).isEqualTo(Shape.of(2, 0));
    assertThat(Tensor.zeros(0, 2, 3).matmul(B).shape()).isEqualTo(Shape.of(0, 2, 2));
    assertThat(Tensor.zeros(0, 1, 2, 3).matmul(Tensor.zeros(4, 3, 1)).shape())
        .isEqualTo(Shape.of(0, 4, 2, 1));
  }

  @Test
  void aNaNOrAnInfinityReachesItsRowAndColumnOnly() {
    var a = Tensor.of(new float[][] {{Float.NaN, 0}, {0, 1}});
    var b = Tensor.of(new float[][] {{1, 2}, {Float.POSITIVE_INFINITY, 3}});
    var nan = Float.NaN;
    assertThat(a.matmul(Tensor.ones(2, 2)).toArray()).containsExactly(nan, nan, 1, 1);
    assertThat(Tensor.ones(1, 2).matmul(b).toArray()).containsExactly(Float.POSITIVE_INFINITY, 5);
    assertThat(Tensor.zeros(1, 2).matmul(b).toArray()).containsExactly(nan, 0);
  }

  @Test
  void aRowOfTheProductDoesNotDependOnTheOtherRows() {
    var rng = Rng.of(5);
    var x = rng.at("x").normal(Shape.of(67, 300));
    var w = rng.at("w").normal(Shape.of(300, 41));
    var all = x.matmul(w);
    for (int rows : new int[] {1, 2, 3, 8, 31}) {
      assertThat(x.slice(0, 9, 9 + rows).matmul(w).sameBits(all.slice(0, 9, 9 + rows))).isTrue();
    }
    assertThat(x.row(20).matmul(w).sameBits(all.row(20))).isTrue();
  }
}
