package dev.cortado.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregationTest {

  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final Tensor X = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
  private static final Tensor CUBE = Tensor.range(24).reshape(2, 3, 4);

  @Test
  void noAxesNamedAreAllOfThem() {
    assertThat(X.sum()).hasToString("21.0");
    assertThat(X.mean()).hasToString("3.5");
    assertThat(X.max()).hasToString("6.0");
    assertThat(X.min()).hasToString("1.0");
  }

  @Test
  void oneAxisIsDropped() {
    assertThat(X.sum(0)).hasToString("[5. 7. 9.]");
    assertThat(X.sum(1)).hasToString("[ 6. 15.]");
    assertThat(X.mean(-1)).hasToString("[2. 5.]");
    assertThat(X.max(-2)).hasToString("[4. 5. 6.]");
    assertThat(X.min(1)).hasToString("[1. 4.]");
  }

  @Test
  void anAxisMayStayWithLengthOne() {
    assertThat(X.mean(Axes.kept(1))).hasToString("[[2.]\n [5.]]");
    assertThat(X.sum(Axes.kept()).shape()).isEqualTo(Shape.of(1, 1));
    assertThat(CUBE.max(Axes.kept(0, 2)).shape()).isEqualTo(Shape.of(1, 3, 1));
  }

  @Test
  void severalAxesInAnyOrder() {
    assertThat(CUBE.sum(0, 2)).hasToString("[ 60.  92. 124.]");
    assertThat(CUBE.sum(2, 0).sameBits(CUBE.sum(0, 2))).isTrue();
    assertThat(CUBE.sum(-1, -3).sameBits(CUBE.sum(0, 2))).isTrue();
    assertThat(CUBE.max(0, 1)).hasToString("[20. 21. 22. 23.]");
    assertThat(CUBE.sum(0, 1, 2).item()).isEqualTo(276);
  }

  @Test
  void aSingleNumberIsItsOwnSum() {
    assertThat(Tensor.scalar(3).sum().item()).isEqualTo(3);
    assertThat(Tensor.scalar(3).max(Axes.kept()).item()).isEqualTo(3);
    assertThat(Tensor.scalar(3).variance().item()).isZero();
  }

  @Test
  void nothingSumsToZeroAndHasNoMean() {
    assertThat(Tensor.zeros(0).sum().item()).isZero();
    assertThat(Tensor.zeros(0).mean().item()).isNaN();
    assertThat(Tensor.zeros(2, 0, 3).sum(1)).hasToString("[[0. 0. 0.]\n [0. 0. 0.]]");
    assertThat(Tensor.zeros(0).variance().item()).isNaN();
    assertThat(Tensor.zeros(0).sampleVariance().item()).isNaN();
  }

  @Test
  void noRowsHaveNoMaximaButNoneAreAskedFor() {
    assertThat(Tensor.zeros(0, 3).max(1).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensor.zeros(0, 3).argMax(1).shape()).isEqualTo(Shape.of(0));
    assertThat(Tensor.zeros(0, 3).softmax(1).shape()).isEqualTo(Shape.of(0, 3));
    assertThat(Tensor.zeros(0, 3).sum(1).shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void aNaNIsSeenByEveryReduction() {
    var x = Tensor.of(new float[][] {{1, NAN, 3}, {4, 5, 6}});
    assertThat(x.sum(1).toArray()).containsExactly(NAN, 15);
    assertThat(x.mean(0).toArray()).containsExactly(2.5f, NAN, 4.5f);
    assertThat(x.max(1).toArray()).containsExactly(NAN, 6);
    assertThat(x.max(0).toArray()).containsExactly(4, NAN, 6);
    assertThat(x.min(1).toArray()).containsExactly(NAN, 4);
    assertThat(x.variance(1).at(0)).isNaN();
    assertThat(x.argMax(1).toArray()).containsExactly(1, 2);
    assertThat(x.argMin(1).toArray()).containsExactly(1, 0);
    assertThat(x.softmax(1).row(0).toArray()).containsOnly(NAN);
    assertThat(x.softmax(1).row(1).toArray()).doesNotContain(NAN);
    assertThat(x.logSumExp(1).at(0)).isNaN();
  }

  @Test
  void plusZeroIsAboveMinusZero() {
    assertThat(Tensor.of(-0f, 0).max().sameBits(Tensor.scalar(0))).isTrue();
    assertThat(Tensor.of(0, -0f).min().sameBits(Tensor.scalar(-0.0))).isTrue();
    assertThat(Tensor.of(-0f, 0, -0f, 0).reshape(2, 2).max(0).sameBits(Tensor.of(-0f, 0))).isTrue();
  }

  @Test
  void theFirstOfEqualOnesIsTheLargest() {
    assertThat(Tensor.of(1, 3, 3, 1).argMax(0).item()).isEqualTo(1);
    assertThat(Tensor.of(1, 3, 3, 1).argMin(0).item()).isZero();
    assertThat(CUBE.argMax(1).shape()).isEqualTo(Shape.of(2, 4));
    assertThat(CUBE.neg().argMax(-1).toArray()).containsOnly(0);
  }

  @Test
  void varianceDividesByTheCountAndSampleVarianceByOneLess() {
    var x = Tensor.of(1, 2, 3, 4);
    assertThat(x.variance().item()).isEqualTo(1.25f);
    assertThat(x.sampleVariance().item()).isEqualTo(5 / 3f);
    assertThat(X.variance(0).toArray()).containsExactly(2.25f, 2.25f, 2.25f);
    assertThat(X.sampleVariance(0).toArray()).containsExactly(4.5f, 4.5f, 4.5f);
    assertThat(X.variance(Axes.kept(1)).shape()).isEqualTo(Shape.of(2, 1));
  }

  @Test
  void aSampleOfOneHasNoVariance() {
    assertThat(Tensor.of(5).variance().item()).isZero();
    assertThat(Tensor.of(5).sampleVariance().item()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1, 0.1f, -3.3f, 1e6f, 1e-6f, 12345.678f})
  void aConstantColumnHasAlmostNoVariance(float value) {
    var x = Tensor.full(Shape.of(1000, 3), value);
    // the mean may be off by some units in the last place, and no more is left
    double unit = 64 * Math.ulp(value);
    for (float variance : x.variance(0).toArray()) {
      assertThat(variance).isBetween(0f, (float) (unit * unit));
    }
  }

  @Test
  void aLargeMeanDoesNotDrownTheVariance() {
    var x = Tensor.of(1e4f, 10001, 10002, 10003);
    assertThat(x.variance().item()).isEqualTo(1.25f);
  }

  @Test
  void aSumOfManyStaysAccurate() {
    // a lane adds 256 numbers to itself, always rounding the same way; one running sum would end at
    // 0.125
    assertThat(Tensor.full(Shape.of(1 << 24), 0.1).mean().item()).isCloseTo(0.1f, within(5e-7f));
    assertThat(Tensor.ones(1 << 22, 4).sum(0).toArray()).containsOnly(1 << 22);
    assertThat(Tensor.ones((1 << 24) + 1000).sum().item()).isEqualTo((1 << 24) + 1000);
  }

  @Test
  void softmaxIsPositiveAndSumsToOne() {
    var p = Tensor.of(1, 2, 3).softmax(0);
    assertThat(p.toArray())
        .containsExactly(new float[] {0.09003057f, 0.24472848f, 0.66524094f}, within(6e-8f));
    assertThat(p.sum().item()).isCloseTo(1, within(1e-7f));
  }

  @Test
  void aShiftOfAllLogitsDoesNotChangeTheSoftmax() {
    var x =
        Rng.of(3)
            .bernoulli(Shape.of(3, 8, 5), 0.5)
            .mul(Tensor.of(0.25f, 1, 4).reshape(3, 1, 1))
            .sum(0);
    for (double shift : new double[] {1, -64, 1024}) {
      assertThat(x.add(shift).softmax(1).sameBits(x.softmax(1))).isTrue();
      assertThat(x.add(shift).logSoftmax(1).sameBits(x.logSoftmax(1))).isTrue();
    }
  }

  @Test
  void hugeLogitsAreFinite() {
    var x = Tensor.of(new float[][] {{1e4f, -1e4f, 0}, {-1e4f, -1e4f, -1e4f}});
    assertThat(x.softmax(1).row(0).toArray()).containsExactly(1, 0, 0);
    assertThat(x.softmax(1).row(1).toArray()).containsOnly(1 / 3f);
    assertThat(x.logSumExp(1).toArray()).containsExactly(1e4f, -1e4f + 1.0986123f);
    assertThat(x.logSoftmax(1).row(0).toArray()).containsExactly(0, -2e4f, -1e4f);
  }

  @Test
  void aMaskedClassHasProbabilityZero() {
    var x = Tensor.of(0, -INFINITY, 0);
    assertThat(x.softmax(0).toArray()).containsExactly(0.5f, 0, 0.5f);
    assertThat(x.logSoftmax(0).at(1)).isEqualTo(-INFINITY);
    assertThat(x.logSumExp(0).item()).isEqualTo(0.6931472f);
  }

  @Test
  void whereEveryClassIsMaskedThereIsNoProbability() {
    var x = Tensor.full(Shape.of(3), Double.NEGATIVE_INFINITY);
    assertThat(x.logSumExp(0).item()).isEqualTo(-INFINITY);
    assertThat(x.softmax(0).toArray()).containsOnly(NAN);
    assertThat(x.logSoftmax(0).toArray()).containsOnly(NAN);
  }

  @Test
  void anInfiniteLogitHasNoProbability() {
    var x = Tensor.of(INFINITY, 1);
    assertThat(x.logSumExp(0).item()).isEqualTo(INFINITY);
    assertThat(x.softmax(0).toArray()).containsExactly(NAN, 0);
  }

  @Test
  void oneClassIsCertain() {
    var x = Tensor.of(new float[][] {{1e4f}, {-3}, {0}});
    assertThat(x.softmax(1).toArray()).containsOnly(1);
    assertThat(x.logSoftmax(1).toArray()).containsOnly(0);
    assertThat(x.logSumExp(1).toArray()).containsExactly(1e4f, -3, 0);
  }

  @Test
  void aHundredThousandEqualClassesShareEvenly() {
    var x = Tensor.full(Shape.of(2, 100_000), 7);
    assertThat(x.softmax(1).toArray()).containsOnly(1e-5f);
    assertThat(x.logSumExp(1).at(0)).isCloseTo((float) (7 + Math.log(1e5)), within(4e-6f));
  }

  @Test
  void aHundredThousandClassesSumToOne() {
    var p = Rng.of(9).normal(Shape.of(100_000)).mul(5).softmax(0);
    assertThat(p.sum().item()).isCloseTo(1, within(1e-6f));
    assertThat(p.min().item()).isNotNegative();
  }

  @Test
  void aRowsSoftmaxDoesNotDependOnTheOthers() {
    var x = Rng.of(4).normal(Shape.of(50, 33));
    var all = x.softmax(1);
    for (int r = 0; r < 50; r++) {
      assertThat(x.slice(0, r, r + 1).softmax(1).row(0).sameBits(all.row(r))).isTrue();
    }
  }

  @Test
  void productsAreOfAllEntriesAlongTheirAxes() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, -5, 6}});
    assertThat(x.prod().item()).isEqualTo(-720);
    assertThat(x.prod(1).toArray()).containsExactly(6, -120);
    assertThat(x.prod(0).toArray()).containsExactly(4, -10, 18);
    assertThat(x.prod(Axes.kept(1)).shape()).isEqualTo(Shape.of(2, 1));
    assertThat(Tensor.zeros(2, 0).prod(1).toArray()).containsExactly(1, 1);
    assertThat(Tensor.range(8).slice(0, 1, 8).prod().item()).isEqualTo(5040);
  }

  /** ((x₀·x₃)·x₂)·((x₁·x₄)) of five, as docs/numerics.md folds them. */
  @Test
  void productsAreFoldedInADefinedOrder() {
    float[] x = {1.1f, 1.3f, 1.7f, 1.9f, 2.3f};
    float expected = (x[0] * x[3] * x[2]) * (x[1] * x[4]);
    assertThat(Tensor.of(x).prod().item()).isEqualTo(expected);
  }

  @Test
  void runningSumsAddAllEntriesSoFar() {
    var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(x.cumsum(1).toArray()).containsExactly(1, 3, 6, 4, 9, 15);
    assertThat(x.cumsum(0).toArray()).containsExactly(1, 2, 3, 5, 7, 9);
    assertThat(Tensor.ones(1000).cumsum(-1).at(-1)).isEqualTo(1000);
    assertThat(Tensor.zeros(0).cumsum(0).size()).isZero();
  }

  /** x₃ as (x₃ + x₂) + (x₁ + x₀), which another order would round differently. */
  @Test
  void runningSumsAreAddedInADefinedOrder() {
    float[] x = {1, 1e-8f, 1e8f, -1e8f};
    assertThat(Tensor.of(x).cumsum(0).at(3)).isEqualTo((x[3] + x[2]) + (x[1] + x[0]));
  }

  @Test
  void sortingPutsSmallFirstAndNaNLast() {
    var x = Tensor.of(3, Float.NaN, -1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0);
    assertThat(x.sort(0).toArray())
        .containsExactly(Float.NEGATIVE_INFINITY, -1, 0, 3, Float.POSITIVE_INFINITY, Float.NaN);
    assertThat(x.argSort(0).toArray()).containsExactly(4, 2, 5, 0, 3, 1);
    assertThat(x.topK(6, 0).toArray())
        .containsExactly(Float.POSITIVE_INFINITY, 3, 0, -1, Float.NEGATIVE_INFINITY, Float.NaN);
  }

  @Test
  void equalEntriesKeepTheirOrder() {
    var x = Tensor.of(2, -0f, 0, 2, -0f, 2);
    assertThat(x.argSort(0).toArray()).containsExactly(1, 2, 4, 0, 3, 5);
    assertThat(x.argTopK(6, 0).toArray()).containsExactly(0, 3, 5, 1, 2, 4);
  }

  @Test
  void eachLineIsSortedByItself() {
    var x = Tensor.of(new float[][] {{3, 1, 2}, {0, 5, 4}});
    assertThat(x.sort(1).toArray()).containsExactly(1, 2, 3, 0, 4, 5);
    assertThat(x.sort(0).toArray()).containsExactly(0, 1, 2, 3, 5, 4);
    assertThat(x.topK(2, 1).toArray()).containsExactly(3, 2, 5, 4);
    assertThat(x.argTopK(2, -1).toArray()).containsExactly(0, 2, 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.topK(4, 1))
        .withMessage("topK: 4 of axis 1 of [2, 3], expected 0 to 3");
  }
}
