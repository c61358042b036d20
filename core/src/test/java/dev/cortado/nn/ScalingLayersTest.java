package dev.cortado.nn;

import static dev.cortado.nn.Doubles.assertEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Scale, ActivationMix, RmsNorm, RobustScale, SmoothClip, and Standardize on some columns. */
class ScalingLayersTest {

  private static final Tensor X = Rng.of(2).at("x").normal(Shape.of(5, 4));

  private static void assertGradients(Layer layer) {
    layer.start(Rng.of(1));
    var weights = Rng.of(2).at("weights").normal(layer.predict(X).shape());
    GradCheck.of(x -> layer.predict(x).mul(weights), X).requireAgreement();
    if (!layer.parameters().isEmpty()) {
      GradCheck.of(() -> layer.predict(X).mul(weights), layer.parameters()).requireAgreement();
    }
  }

  @Test
  void gradientsAgreeWithMovingEachNumber() {
    assertGradients(Scale.of(4));
    assertGradients(ActivationMix.of(Activation.selu(), 4));
    assertGradients(ActivationMix.of(Activation.mish(), 4));
    assertGradients(RmsNorm.of(4));
    assertGradients(SmoothClip.of(3));
    assertGradients(RobustScale.fit(Rng.of(3).normal(Shape.of(50, 4))));
  }

  @Test
  void scaleStartsAtOneAndMultiplies() {
    var scale = Scale.of(4);
    scale.start(Rng.of(1));
    assertThat(scale.predict(X).sameBits(X)).isTrue();
    scale.factor().set(Tensor.of(1, 2, 3, -4));
    assertThat(scale.predict(Tensor.of(new float[][] {{5, 5, 5, 5}})).toArray())
        .containsExactly(5, 10, 15, -20);
  }

  @Test
  void aMixStartsAsItsActivationAndIsLinearWithoutIt() {
    var mix = ActivationMix.of(Activation.relu(), 3);
    mix.start(Rng.of(1));
    var z = Tensor.of(new float[][] {{-2, -2, -2}});
    assertThat(mix.predict(z).toArray()).containsExactly(0, 0, 0);
    mix.share().set(Tensor.of(0, 0.5f, 2));
    assertThat(mix.predict(z).toArray()).containsExactly(-2, -1, 2);
  }

  @Test
  void rmsNormDividesByTheRootOfTheMeanSquare() {
    var norm = RmsNorm.of(4);
    norm.start(Rng.of(1));
    norm.scale().set(Tensor.of(1, 2, 3, 4));
    assertEach(
        norm.predict(X),
        at -> {
          double squares = 0;
          for (int i = 0; i < 4; i++) {
            squares += (double) X.at(at[0], i) * X.at(at[0], i);
          }
          return (at[1] + 1) * X.at(at) / Math.sqrt(squares / 4 + 1e-5);
        });
  }

  @Test
  void aSmoothClipStaysWithinItsBound() {
    var clip = SmoothClip.of(3);
    assertEach(clip.predict(X), at -> X.at(at) / Math.sqrt(1 + X.at(at) * X.at(at) / 9.0));
    assertThat(clip.predict(Tensor.of(1e6f, -1e6f)).toArray()).containsExactly(3, -3);
  }

  @Test
  void robustScaleTakesMedianAndQuartiles() {
    // Of 1 to 4 the median is 2.5, the quartiles 1.75 and 3.25.
    var scaling = RobustScale.fit(Tensor.of(new float[][] {{4}, {2}, {1}, {3}}));
    assertThat(scaling.median().value().toArray()).containsExactly(2.5f);
    assertThat(scaling.factor().value().toArray()).containsExactly((float) (1 / 1.5));
    assertThat(scaling.predict(Tensor.of(new float[][] {{4}})).toArray()).containsExactly(1);
  }

  @Test
  void robustScaleTakesTheRangeWhereTheQuartilesAreEqual() {
    var scaling = RobustScale.fit(Tensor.of(new float[][] {{0}, {0}, {0}, {0}, {0}, {0}, {8}}));
    assertThat(scaling.factor().value().toArray()).containsExactly(0.25f);
    assertThat(scaling.predict(Tensor.of(new float[][] {{8}})).toArray()).containsExactly(2);
  }

  @Test
  void robustScaleMakesAConstantColumnZero() {
    var scaling = RobustScale.fit(Tensor.of(new float[][] {{7}, {7}}));
    assertThat(scaling.predict(Tensor.of(new float[][] {{9}})).toArray()).containsExactly(0);
  }

  @Test
  void robustScaleRefusesWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RobustScale.fit(Tensor.of(new float[][] {{1}, {Float.NaN}})))
        .withMessage("robustScale: row 1, column 0 is NaN; fill in or leave out what is missing");
  }

  @Test
  void standardizeOnSomeColumnsLeavesTheOthers() {
    var x = Tensor.of(new float[][] {{1, 7, 2}, {3, 9, 2}});
    var scaling = Standardize.fit(x, 1, 2);
    assertThat(scaling.predict(x).toArray()).containsExactly(1, -1, 0, 3, 1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Standardize.fit(x, 3))
        .withMessage("standardize: column 3 of [2, 3], expected rows with such a column");
  }

  @Test
  void otherWidthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scale.of(3).predict(X))
        .withMessage("scale: [5, 4], expected its last axis to be 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RmsNorm.of(3).predict(X))
        .withMessage("rmsNorm: [5, 4], expected its last axis to be 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ActivationMix.of(Activation.relu(), 3).predict(X))
        .withMessage("activationMix: [5, 4], expected its last axis to be 3");
  }
}
