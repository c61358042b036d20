package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BatchNormTest {

  private static final Pass TRAINING = Pass.training(Rng.of(1));

  private static BatchNorm started(BatchNorm norm) {
    norm.start(Rng.of(1));
    return norm;
  }

  @Test
  void normalizesByOneOverM() {
    // mean 2, and a variance of 1 by 1/M (2 by 1/(M − 1))
    var x = Tensor.of(new float[][] {{1}, {3}});
    var y = started(BatchNorm.of(1).withEpsilon(0)).forward(x, TRAINING);
    assertThat(y.toArray()).containsExactly(-1, 1);
  }

  @Test
  void averagesWhatItMetWithTheUnbiasedVariance() {
    var norm = started(BatchNorm.of(1));
    norm.forward(Tensor.of(new float[][] {{1}, {3}}), TRAINING);
    assertThat(norm.runningMean().value().item()).isCloseTo(0.2f, within(1e-6f));
    assertThat(norm.runningVariance().value().item()).isCloseTo(0.9f + 0.1f * 2, within(1e-6f));
    norm.forward(Tensor.of(new float[][] {{5}, {5}}), TRAINING);
    assertThat(norm.runningMean().value().item()).isCloseTo(0.18f + 0.5f, within(1e-6f));
    assertThat(norm.runningVariance().value().item()).isCloseTo(0.9f * 1.1f, within(1e-6f));
  }

  @Test
  void averagesTheBiasedVarianceIfAskedTo() {
    var norm = started(BatchNorm.of(1).withBiasedAverage().withMomentum(0.5));
    norm.forward(Tensor.of(new float[][] {{1}, {3}}), TRAINING);
    assertThat(norm.runningMean().value().item()).isEqualTo(1);
    assertThat(norm.runningVariance().value().item()).isEqualTo(1);
  }

  @Test
  void usesTheAveragesWhenTheModelIsUsedAndLeavesThem() {
    var norm = started(BatchNorm.of(2).withEpsilon(0));
    norm.runningMean().set(Tensor.of(1, 2));
    norm.runningVariance().set(Tensor.of(4, 9));
    norm.scale().set(Tensor.of(1, 10));
    norm.shift().set(Tensor.of(0, 100));
    // a single row will do
    assertThat(norm.predict(Tensor.of(new float[][] {{3, 5}})).toArray()).containsExactly(1, 110);
    assertThat(norm.runningMean().value().toArray()).containsExactly(1, 2);
    assertThat(norm.runningVariance().value().toArray()).containsExactly(4, 9);
  }

  @Test
  void movesItsAveragesAlsoWhileAStepIsRecorded() {
    var norm = started(BatchNorm.of(2));
    var x = Rng.of(4).normal(Shape.of(8, 2)).add(10);
    Autograd.valueAndGrad(() -> norm.forward(x, TRAINING).square().sum(), norm.parameters());
    assertThat(norm.runningMean().value().min().item()).isGreaterThan(0.8f);
  }

  @Test
  void namesItsCells() {
    assertThat(BatchNorm.of(3).state().keySet())
        .containsExactly("scale", "shift", "runningMean", "runningVariance");
    assertThat(BatchNorm.of(3).parameters()).hasSize(2);
  }

  @Test
  void gradientsAgreeWithMovingEachNumber() {
    var norm = started(BatchNorm.of(3));
    var weights = Rng.of(2).at("weights").normal(Shape.of(4, 3, 2));
    var x = Rng.of(2).at("x").normal(Shape.of(4, 3, 2));
    GradCheck.of(() -> norm.forward(x, TRAINING).mul(weights), norm.parameters())
        .requireAgreement();
    GradCheck.of(t -> norm.forward(t, TRAINING).mul(weights), x).requireAgreement();
    GradCheck.of(t -> norm.predict(t).mul(weights), x).requireAgreement();
  }

  @Test
  void aConstantChannelComesOutAsItsShift() {
    var norm = started(BatchNorm.of(1));
    assertThat(norm.forward(Tensor.full(Shape.of(4, 1), 7), TRAINING).toArray()).containsOnly(0);
  }

  @Test
  void oneRowHasNoVariance() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> started(BatchNorm.of(4)).forward(Tensor.ones(1, 4), TRAINING))
        .withMessage(
            "batchNorm: training batch [1, 4] leaves 1 for the variance of a channel, expected at "
                + "least 2; use larger batches, or leave out a short last one");
    assertThat(started(BatchNorm.of(4)).forward(Tensor.ones(1, 4, 2), TRAINING).shape())
        .isEqualTo(Shape.of(1, 4, 2));
  }

  @Test
  void refusesOtherChannels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> started(BatchNorm.of(4)).predict(Tensor.ones(2, 5)))
        .withMessage("batchNorm: [2, 5], expected [rows, 4] or [rows, 4, ...]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.of(0))
        .withMessage("batchNorm: channels is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm.of(1).withMomentum(0))
        .withMessage("batchNorm: momentum 0.0, expected above 0, at most 1");
  }
}
