package dev.cortado.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {

  private static final int ROWS = 400;

  private static ConfidenceInterval ofAccuracy(Tensor correct, long seed) {
    // The logit is positive where the answer is right, and every target is 1.
    var logits = correct.mul(2).sub(1).reshape(correct.size(), 1);
    return ConfidenceInterval.of(
        Metric.binaryAccuracy(),
        logits,
        Tensor.ones(correct.size(), 1),
        OutputKind.LOGITS,
        Rng.of(seed));
  }

  @Test
  void isThatOfTheNormalApproximationForAnAccuracy() {
    float[] correct = new float[ROWS];
    for (int i = 0; i < ROWS * 4 / 5; i++) {
      correct[i] = 1;
    }
    var interval = ofAccuracy(Tensor.of(correct), 1);
    // 0.8 ± 1.96·√(0.8·0.2/400)
    assertThat(interval.low()).isCloseTo(0.8 - 0.0392, within(0.008));
    assertThat(interval.high()).isCloseTo(0.8 + 0.0392, within(0.008));
  }

  @Test
  void coversTheTrueAccuracyAsOftenAsItSays() {
    int covered = 0;
    int trials = 100;
    for (int trial = 0; trial < trials; trial++) {
      var correct = Rng.of(trial).at("rows").bernoulli(Shape.of(100), 0.7);
      var interval = ofAccuracy(correct, trial);
      covered += interval.low() <= 0.7 && 0.7 <= interval.high() ? 1 : 0;
    }
    assertThat(covered).isBetween(88, 99);
  }

  @Test
  void isTheSameForTheSameSeed() {
    var correct = Rng.of(3).bernoulli(Shape.of(50), 0.5);
    assertThat(ofAccuracy(correct, 7)).isEqualTo(ofAccuracy(correct, 7));
  }

  @Test
  void drawsOfOneClassAloneAreLeftOut() {
    var logits = Tensor.of(new float[][] {{-1}, {1}, {2}});
    var target = Tensor.of(new float[][] {{0}, {1}, {1}});
    var interval =
        ConfidenceInterval.of(Metric.rocAuc(), logits, target, OutputKind.LOGITS, Rng.of(1));
    assertThat(interval).isEqualTo(new ConfidenceInterval(1, 1));
  }

  @Test
  void refusesTargetsOfOtherRows() {
    assertThatThrownBy(() ->
            ConfidenceInterval.of(
                Metric.rmse(),
                Tensor.zeros(3, 1),
                Tensor.zeros(2, 1),
                OutputKind.VALUES,
                Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confidence interval: predictions [3, 1] for targets [2, 1]");
  }
}
