package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probabilities and their losses by the formulas of the lectures, worked out in double. */
class CurriculumSoftmaxTest {

  private static final double[] LOGITS = {1, -2, 0.5, 3};

  private static Tensor logits() {
    return Tensor.of(1, -2, 0.5f, 3);
  }

  /** {@code e^(z_k − M) / Σ_l e^(z_l − M)}, exp in the numerator too. */
  private static double softmax(int k, double shift) {
    double sum = 0;
    for (double z : LOGITS) {
      sum += StrictMath.exp(z - shift);
    }
    return StrictMath.exp(LOGITS[k] - shift) / sum;
  }

  @Test
  void softmaxIsTheShareOfAnExponential() {
    var p = logits().softmax(0);
    for (int k = 0; k < 4; k++) {
      assertThat((double) p.at(k)).isCloseTo(softmax(k, 0), within(1e-7));
    }
    assertThat(p.sum().item()).isCloseTo(1, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-60, -3, 0, 0.7, 3, 50})
  void anyShiftGivesTheSameProbabilities(double shift) {
    var exponentials = logits().sub(shift).exp();
    var shifted = exponentials.div(exponentials.sum());
    assertThat(shifted.sub(logits().softmax(0)).abs().max().item()).isLessThan(1e-6f);
    assertThat(softmax(2, shift)).isCloseTo(softmax(2, 0), within(1e-12));
  }

  @Test
  void onlyTheShiftByTheLargestIsSafeForLargeLogits() {
    var large = Tensor.of(1000, 999, 0);
    assertThat(large.exp().div(large.exp().sum()).at(0)).isNaN();
    assertThat(large.softmax(0).at(0)).isCloseTo(0.7310586f, within(1e-6f));
  }

  @Test
  void ofTwoLogitsItIsTheSigmoidOfTheirDifference() {
    var z = Tensor.of(0, 1.25f);
    float positive = z.softmax(0).at(1);
    assertThat(positive).isCloseTo(Tensor.of(1.25f).sigmoid().item(), within(1e-7f));
    assertThat(z.softmax(0).at(0)).isCloseTo(1 - positive, within(1e-7f));
    assertThat(Tensor.of(-1.25f).sigmoid().item()).isCloseTo(1 - positive, within(1e-7f));
  }

  @Test
  void eachRowOfABatchHasItsOwnSum() {
    var z = Rng.of(1).normal(Shape.of(64, 10)).mul(4);
    var p = z.softmax(1);
    assertThat(p.sum(1).sub(1).abs().max().item()).isLessThan(1e-6f);
    assertThat(p.row(7).sameBits(z.row(7).softmax(0))).isTrue();
  }

  @Test
  void twoClassesSelectTheirTermByTheTarget() {
    var loss = Loss.binaryCrossEntropyOfProbabilities();
    var p = Tensor.of(0.8f, 0.8f);
    var losses = loss.perSample(p, Tensor.of(1, 0));
    assertThat(losses.at(0)).isCloseTo((float) -StrictMath.log(0.8), within(1e-6f));
    assertThat(losses.at(1)).isCloseTo((float) -StrictMath.log(0.2), within(1e-6f));
  }

  @Test
  void crossEntropyIsTheLogarithmOfTheRightClasssShare() {
    var z = logits().expand(0);
    for (int c = 0; c < 4; c++) {
      float byIndex = Loss.crossEntropy().apply(z, Tensor.of(c)).item();
      assertThat(byIndex).isCloseTo((float) -StrictMath.log(softmax(c, 0)), within(1e-5f));
      float bySum = Loss.crossEntropy().apply(z, Tensor.of(c).oneHot(4)).item();
      assertThat(bySum).isEqualTo(byIndex);
    }
  }

  @Test
  void crossEntropyOfADistributionIsMinusTheMeanLogarithm() {
    float[] q = {0.1f, 0.2f, 0.3f, 0.4f};
    double expected = 0;
    for (int k = 0; k < 4; k++) {
      expected -= q[k] * StrictMath.log(softmax(k, 0));
    }
    assertThat(Loss.crossEntropy().apply(logits().expand(0), Tensor.of(q).expand(0)).item())
        .isCloseTo((float) expected, within(1e-5f));
  }

  @Test
  void itIsMinusTheLogarithmOfTheLikelihoodOfAllRows() {
    var z = Rng.of(2).normal(Shape.of(3, 4));
    var p = z.softmax(1);
    double likelihood = (double) p.at(0, 2) * p.at(1, 0) * p.at(2, 3);
    assertThat(Loss.crossEntropy().sum(z, Tensor.of(2, 0, 3)).item())
        .isCloseTo((float) -StrictMath.log(likelihood), within(1e-5f));
  }
}
