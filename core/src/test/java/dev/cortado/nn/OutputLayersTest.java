package dev.cortado.nn;

import static dev.cortado.nn.Doubles.assertEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Last layers, and the losses that belong to them: target scale, temperature, histogram. */
class OutputLayersTest {

  private static final Tensor TARGET =
      Tensor.of(new float[][] {{100, 1}, {300, 1}, {200, 1}, {600, 1}});

  @Test
  void aTargetScaleAnswersInTheTargetsUnits() {
    var scale = TargetScale.fit(TARGET);
    assertThat(scale.predict(Tensor.zeros(1, 2)).toArray()).containsExactly(300, 1);
    // A constant target keeps its size of 1.
    assertThat(scale.predict(Tensor.of(new float[][] {{1, 1}})).toArray())
        .containsExactly((float) (300 + Math.sqrt(35_000)), 2);
  }

  @Test
  void aTargetScaleIsClampedInUseAndNotInTraining() {
    var scale = TargetScale.fit(TARGET).clampedTo(TARGET);
    var x = Tensor.of(new float[][] {{-9, 0}, {9, 0}});
    assertThat(scale.predict(x).toArray()).containsExactly(100, 1, 600, 1);
    assertThat(scale.forward(x, Pass.training(Rng.of(1))).at(1, 0)).isGreaterThan(1000);
  }

  @Test
  void itsLossIsThatOfTheStandardizedTarget() {
    var scale = TargetScale.fit(TARGET);
    var standardized = Standardize.fit(TARGET.slice(1, 0, 1));
    var raw = Rng.of(1).normal(Shape.of(4, 1));
    var answers = TargetScale.fit(TARGET.slice(1, 0, 1));
    var own = answers.loss(Loss.mse()).perSample(answers.predict(raw), TARGET.slice(1, 0, 1));
    var expected = Loss.mse().perSample(raw, standardized.predict(TARGET.slice(1, 0, 1)));
    assertThat(own.sub(expected).abs().max().item()).isCloseTo(0, within(1e-5f));
    assertThat(scale.loss(Loss.mse())).isEqualTo(TargetScale.fit(TARGET).loss(Loss.mse()));
    GradCheck.of(
            it -> scale.loss(Loss.mse()).perSample(scale.predict(it), TARGET), Tensor.ones(4, 2))
        .requireAgreement();
  }

  @Test
  void aTemperatureDividesLogits() {
    assertThat(Temperature.of(2).predict(Tensor.of(new float[][] {{4, -2}})).toArray())
        .containsExactly(2, -1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Temperature.of(0))
        .withMessage("temperature: from 0.0 to 0.0, expected finite numbers above 0, ascending");
  }

  /** Of logits 0 and 2 in three of four rows right, the best share is 3/4, so 2/T = log 3. */
  @Test
  void aFittedTemperatureHasTheSmallestCrossEntropy() {
    var logits = Tensor.of(new float[][] {{0, 2}, {0, 2}, {0, 2}, {0, 2}});
    var fitted = Temperature.fit(logits, Tensor.of(1, 1, 1, 0), 0.1, 10);
    assertThat(fitted.temperature().value().item())
        .isCloseTo((float) (2 / Math.log(3)), within(1e-5f));
    var single = Tensor.of(new float[][] {{2}, {2}, {2}, {2}});
    var binary = Temperature.fit(single, Tensor.of(1, 1, 1, 0).expand(1), 0.1, 10);
    assertThat(binary.temperature().value().item())
        .isCloseTo((float) (2 / Math.log(3)), within(1e-5f));
  }

  @Test
  void aFittedTemperatureStaysWithinItsBounds() {
    var logits = Tensor.of(new float[][] {{0, 2}, {0, 2}});
    assertThat(Temperature.fit(logits, Tensor.of(1, 1), 0.7, 2).temperature().value().item())
        .isCloseTo(0.7f, within(1e-6f));
    assertThat(Temperature.fit(logits, Tensor.of(0, 0), 0.7, 2).temperature().value().item())
        .isCloseTo(2, within(1e-6f));
  }

  /** The normal distribution function by Simpson's rule. */
  private static double normal(double z) {
    int steps = 2_000;
    double width = z / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      double at = i * width;
      sum += weight * Math.exp(-at * at / 2);
    }
    return 0.5 + sum * width / 3 / Math.sqrt(2 * Math.PI);
  }

  private static double share(double target, int bin) {
    double sigma = 0.75 * 6 / 4;
    double cut = Math.clamp(target, -3, 3);
    double part =
        normal((-3 + 1.5 * (bin + 1) - cut) / sigma) - normal((-3 + 1.5 * bin - cut) / sigma);
    return part / (normal((3 - cut) / sigma) - normal((-3 - cut) / sigma));
  }

  @Test
  void aHistogramLossComparesWithANormalDistributionInBins() {
    var loss = HistogramLoss.of(-3, 3, 4);
    var target = Tensor.of(new float[][] {{0.3f}, {-2.9f}, {50}});
    assertEach(loss.shares(target), at -> share(target.at(at[0], 0), at[1]));
    var logits = Rng.of(1).normal(Shape.of(3, 4));
    assertEach(
        loss.perSample(logits, target),
        at -> {
          double sum = 0;
          for (int bin = 0; bin < 4; bin++) {
            sum += Math.exp(logits.at(at[0], bin));
          }
          double entropy = 0;
          for (int bin = 0; bin < 4; bin++) {
            entropy -= share(target.at(at[0], 0), bin) * (logits.at(at[0], bin) - Math.log(sum));
          }
          return entropy;
        });
    GradCheck.of(it -> loss.perSample(it, target), logits).requireAgreement();
  }

  @Test
  void aHistogramIsLogitsInTrainingAndItsMeanInUse() {
    var loss = HistogramLoss.of(0, 4, 2);
    var logits = Tensor.of(new float[][] {{0, 0}, {-50, 50}});
    assertThat(loss.head().forward(logits, Pass.training(Rng.of(1))).sameBits(logits)).isTrue();
    assertThat(loss.head().predict(logits).toArray()).containsExactly(2, 3);
    GradCheck.of(loss.head()::predict, Rng.of(1).normal(Shape.of(3, 2))).requireAgreement();
  }

  @Test
  void ofAPredictionInUseAHistogramLossIsTheSquaredError() {
    var loss = new HistogramLoss(0, 4, 2, 0.5);
    var losses =
        loss.perSample(Tensor.of(new float[][] {{1}, {2}}), Tensor.of(new float[][] {{1}, {3}}));
    assertThat(losses.toArray()).containsExactly(0, 2);
  }

  @Test
  void aHistogramWantsItsNumberOfBins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramLoss.of(0, 1, 3).perSample(Tensor.ones(2, 4), Tensor.ones(2, 1)))
        .withMessage(
            "histogramLoss: prediction [2, 4] and target [2, 1], expected [rows, 3] and [rows, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistogramLoss.of(1, 1, 3))
        .withMessage("histogramLoss: from 1.0 to 1.0, expected low < high");
  }

  @Test
  void pseudoHuberIsSmoothBetweenSquareAndAbsoluteError() {
    var loss = Loss.pseudoHuber(0.5);
    var zeros = Tensor.zeros(5, 1);
    var y = Tensor.of(new float[][] {{1e-4f}, {0.5f}, {-2}, {100}, {0}});
    assertEach(
        loss.perSample(y, zeros),
        at -> {
          double e = y.at(at[0], 0);
          return 0.25 * (Math.sqrt(1 + e * e / 0.25) - 1);
        });
    assertThat(loss.perSample(y, zeros).at(0)).isCloseTo(5e-9f, within(1e-14f));
    GradCheck.of(it -> loss.perSample(it, zeros), y).requireAgreement();
  }
}
