package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

  private static final Pass TRAINING = Pass.training(Rng.of(9));

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void keepsTheMean(double rate) {
    var y = Dropout.of(rate).forward(Tensor.ones(400, 250), TRAINING);
    // 100,000 draws of a variance of rate/(1 − rate): four deviations
    double tolerance = 4 * Math.sqrt(rate / (1 - rate) / 100_000);
    assertThat(y.mean().item()).isCloseTo(1, within((float) tolerance));
    assertThat(y.eq(Tensor.scalar(0)).mean().item()).isCloseTo((float) rate, within(0.01f));
  }

  @Test
  void dropsOrScalesEachElement() {
    var y = Dropout.of(0.75).forward(Tensor.full(Shape.of(50, 4), 3), TRAINING);
    assertThat(y.toArray()).containsOnly(0, 12);
  }

  @Test
  void eachRowHasItsOwnMask() {
    var y = Dropout.of(0.5).forward(Tensor.ones(2, 64), TRAINING);
    assertThat(y.row(0).sameBits(y.row(1))).isFalse();
  }

  @Test
  void doesNothingWhenTheModelIsUsed() {
    var x = Tensor.range(10);
    assertThat(Dropout.of(0.5).predict(x)).isSameAs(x);
  }

  @Test
  void doesNothingAtRateZero() {
    var x = Tensor.range(10);
    assertThat(Dropout.of(0).forward(x, TRAINING)).isSameAs(x);
  }

  @Test
  void itsMaskIsAFunctionOfThePass() {
    var x = Tensor.ones(100);
    var dropout = Dropout.of(0.5);
    var y = dropout.forward(x, TRAINING);
    assertThat(dropout.forward(x, TRAINING).sameBits(y)).isTrue();
    assertThat(dropout.forward(x, TRAINING.at("other")).sameBits(y)).isFalse();
  }

  @Test
  void layersInARowDropDifferently() {
    var y = Sequential.of(Dropout.of(0.5), Dropout.of(0.5)).forward(Tensor.ones(10_000), TRAINING);
    assertThat(y.gt(0).mean().item()).isCloseTo(0.25f, within(0.02f));
  }

  @Test
  void gradientsPassWhereNothingWasDropped() {
    var x = Rng.of(1).normal(Shape.of(5, 4));
    GradCheck.of(t -> Dropout.of(0.5).forward(t, TRAINING), x).requireAgreement();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void refusesARateThatIsNone(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dropout.of(rate))
        .withMessage("dropout: rate " + rate + ", expected at least 0 and less than 1");
  }

  @Test
  void aFactorOfTheStepMultipliesTheRate() {
    var x = Tensor.ones(100, 100);
    var factor = Buffer.of(Tensor.scalar(0.5));
    var y = Dropout.of(0.5).forward(x, Pass.training(Rng.of(1), factor));
    var left = Rng.of(1).uniform(x.shape()).lt(0.75);
    assertThat(y.sameBits(left.div(Tensor.scalar(0.75)))).isTrue();
    assertThat(left.mean().item()).isEqualTo(0.75f, within(0.02f));
    factor.set(Tensor.scalar(0));
    assertThat(Dropout.of(0.5).forward(x, Pass.training(Rng.of(2), factor)).sameBits(x)).isTrue();
  }
}
