package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrossEntropyTest {

  private static final Tensor LOGITS = Rng.of(1).normal(Shape.of(5, 3)).mul(2);
  private static final Tensor CLASSES = Tensor.of(0, 2, 1, 1, 0);

  static List<CrossEntropy> variants() {
    return List.of(
        Loss.crossEntropy(),
        Loss.crossEntropy().labelSmoothing(0.2),
        Loss.crossEntropy().classWeights(1, 0, 3),
        Loss.crossEntropy().labelSmoothing(0.1).classWeights(0.5, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientsAgreeWithMovingTheLogits(CrossEntropy loss) {
    GradCheck.of(z -> loss.apply(z, CLASSES), LOGITS).requireAgreement();
    var distribution = Rng.of(2).normal(Shape.of(5, 3)).softmax(1);
    GradCheck.of(z -> loss.perSample(z, distribution), LOGITS).requireAgreement();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aClassIsADistributionWithAllOnIt(CrossEntropy loss) {
    assertThat(loss.perSample(LOGITS, CLASSES).sameBits(loss.perSample(LOGITS, CLASSES.oneHot(3))))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aRowsLossDoesNotDependOnTheRowsAroundIt(CrossEntropy loss) {
    var all = loss.perSample(LOGITS, CLASSES);
    for (int i = 0; i < 5; i++) {
      var alone = loss.perSample(LOGITS.slice(0, i, i + 1), CLASSES.slice(0, i, i + 1));
      assertThat(alone.item()).isEqualTo(all.at(i));
    }
  }

  @Test
  void readsAsInItsDocumentation() {
    var logits = Tensor.of(new float[][] {{0, 0}, {0, 1}});
    assertThat(Loss.crossEntropy().perSample(logits, Tensor.of(0, 1)))
        .hasToString("[0.6931472  0.31326166]");
  }

  @Test
  void itsGradientIsWhatIsPredictedMinusWhatIs() {
    var gradient = Autograd.grad(() -> Loss.crossEntropy().sum(LOGITS, CLASSES), LOGITS);
    var expected = LOGITS.softmax(1).sub(CLASSES.oneHot(3));
    assertThat(gradient.sub(expected).abs().max().item()).isLessThan(1e-6f);
  }

  @Test
  void knowingNothingCostsTheLogarithmOfTheClasses() {
    var loss = Loss.crossEntropy().apply(Tensor.zeros(4, 10), Tensor.of(1, 3, 5, 7));
    assertThat(loss.item()).isCloseTo(2.3025851f, within(1e-6f));
  }

  @Test
  void twoLogitsAreOneLogitOfTheirDifference() {
    var z = Rng.of(3).normal(Shape.of(20, 2)).mul(4);
    var t = Rng.of(3).at("t").bernoulli(Shape.of(20), 0.5);
    var difference = z.slice(1, 1, 2).sub(z.slice(1, 0, 1)).squeeze(1);
    var apart =
        Loss.crossEntropy().perSample(z, t).sub(Loss.binaryCrossEntropy().perSample(difference, t));
    assertThat(apart.abs().max().item()).isLessThan(1e-5f);
  }

  @Test
  void doesNotChangeUnderAShiftOfTheLogits() {
    var z = Tensor.of(new float[][] {{1, 2, -3}});
    var loss = Loss.crossEntropy().perSample(z, Tensor.of(1));
    assertThat(Loss.crossEntropy().perSample(z.add(4096), Tensor.of(1)).sameBits(loss)).isTrue();
  }

  @Test
  void standsExtremeLogits() {
    var z = Tensor.of(new float[][] {{1e4f, -1e4f, 0}, {Float.NEGATIVE_INFINITY, 0, 0}});
    var values = Loss.crossEntropy().perSample(z, Tensor.of(1, 1));
    assertThat(values.at(0)).isEqualTo(20_000);
    assertThat(values.at(1)).isCloseTo(0.6931472f, within(1e-6f));
    var gradient = Autograd.grad(() -> Loss.crossEntropy().sum(z, Tensor.of(1, 1)), z);
    assertThat(gradient.toArray()).containsExactly(1, -1, 0, 0, -0.5f, 0.5f);
  }

  @Test
  void nllOfLogarithmsIsCrossEntropyOfLogits() {
    var nll = Loss.nll().perSample(LOGITS.logSoftmax(1), CLASSES);
    assertThat(nll.sameBits(Loss.crossEntropy().perSample(LOGITS, CLASSES))).isTrue();
    GradCheck.of(z -> Loss.nll().apply(z, CLASSES), LOGITS.logSoftmax(1).sub(1)).requireAgreement();
  }

  @Test
  void smoothingSpreadsAPartOverAllClasses() {
    var z = Tensor.of(new float[][] {{2, 0, 0, 0}});
    var logarithms = z.logSoftmax(1).toArray();
    double expected = -(0.9 + 0.025) * logarithms[0] - 3 * 0.025 * logarithms[1];
    assertThat(Loss.crossEntropy().labelSmoothing(0.1).apply(z, Tensor.of(0)).item())
        .isCloseTo((float) expected, within(1e-6f));
  }

  @Test
  void classWeightsMultiplyTheRowsOfAClass() {
    var plain = Loss.crossEntropy().perSample(LOGITS, CLASSES);
    var weighted = Loss.crossEntropy().classWeights(1, 0, 3).perSample(LOGITS, CLASSES);
    assertThat(weighted.at(0)).isEqualTo(plain.at(0));
    assertThat(weighted.at(1)).isCloseTo(3 * plain.at(1), within(1e-5f));
    assertThat(weighted.at(2)).isZero();
    assertThat(Loss.crossEntropy().classWeights(1, 0, 3).apply(LOGITS, CLASSES).item())
        .isEqualTo(weighted.mean().item());
  }

  @Test
  void shapesAreStrict() {
    var loss = Loss.crossEntropy();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32, 3), Tensor.ones(32, 1)))
        .withMessage(
            "crossEntropy: prediction [32, 3], target [32, 1]: reshape the target with squeeze(1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32, 3), Tensor.ones(31)))
        .withMessage(
            "crossEntropy: prediction [32, 3], target [31]: expected a class for each row, [32], "
                + "or a distribution");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32), Tensor.ones(32)))
        .withMessage("crossEntropy: prediction [32], expected [rows, classes]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.apply(Tensor.ones(32, 1), Tensor.zeros(32)))
        .withMessage(
            "crossEntropy: prediction [32, 1] has 1 class, expected at least 2; for a single "
                + "logit use binaryCrossEntropy()");
  }

  @Test
  void targetsAreClassesOrDistributions() {
    var loss = Loss.crossEntropy();
    for (float wrong : new float[] {3, -1, 0.5f, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.apply(Tensor.ones(2, 3), Tensor.of(0, wrong)))
          .withMessage(
              "crossEntropy: the target of row 1 is " + wrong + ", expected a class from 0 to 2");
    }
    var half = new float[] {0.5f, 0.5f};
    for (var wrong : new float[][] {{1, 1}, {2, -1}, {Float.NaN, 1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.apply(Tensor.ones(2, 2), Tensor.of(new float[][] {half, wrong})))
          .withMessageStartingWith("crossEntropy: the target of row 1 is not a distribution, sum ");
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.crossEntropy().labelSmoothing(1.5))
        .withMessage("crossEntropy: label smoothing 1.5, expected 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.nll().classWeights(1, Double.NaN))
        .withMessage("nll: class weight NaN, expected a number from 0 on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.crossEntropy().classWeights(1, 2).apply(LOGITS, CLASSES))
        .withMessage("crossEntropy: 2 class weights for 3 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Loss.nll().apply(Tensor.ones(2, 3), Tensor.of(0, 1)))
        .withMessage(
            "nll: prediction has 1.0, a log probability is at most 0; for logits use "
                + "crossEntropy()");
  }
}
