package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first steps of each rule, by hand: one parameter at 1, gradients 2 and then 4. */
class FirstStepsTest {

  private final Parameter x = Parameter.of(Tensor.of(1));

  private void step(Updater updater, float gradient, double rate, double expected) {
    updater.apply(List.of(Tensor.of(gradient)), rate);
    assertThat(x.value().item()).isEqualTo((float) expected, within(1e-6f));
  }

  @Test
  void sgdGoesDownTheGradient() {
    var updater = Updater.of(Sgd.of(0.25), x);
    step(updater, 2, 0.25, 0.5);
    step(updater, 4, 0.125, 0);
  }

  @Test
  void momentumKeepsTheRateThatAStepWasTakenWith() {
    var updater = Updater.of(Momentum.of(0.25, 0.5), x);
    step(updater, 2, 0.25, 0.5); // v = 0.5
    step(updater, 4, 0.125, -0.25); // v = 0.25 + 0.5
  }

  @Test
  void momentumWithTheRateOutsideAppliesItToAllThatWasGathered() {
    var updater = Updater.of(Momentum.of(0.25, 0.5).rateOutside(), x);
    step(updater, 2, 0.25, 0.5); // v = 2
    step(updater, 4, 0.125, -0.125); // v = 1 + 4
  }

  @Test
  void anticipatingMomentumGoesOnAhead() {
    var updater = Updater.of(Momentum.of(0.25, 0.5).anticipating(), x);
    step(updater, 2, 0.25, 0.25); // v = 0.5; 0.5 + 0.25
    step(updater, 4, 0.25, -1.375); // v = 1.25; 1 + 0.625
  }

  @Test
  void nesterovTakesItsGradientAhead() {
    var updater = Updater.of(Nesterov.of(0.25, 0.5), x);
    updater.step(() -> x.value().square().sum(), 0.25);
    assertThat(x.value().item()).isEqualTo(0.5f); // gradient 2 at 1; v = 0.5
    updater.step(() -> x.value().square().sum(), 0.25);
    assertThat(x.value().item()).isEqualTo(0.125f); // gradient 0.5 at 0.25; v = 0.25 + 0.125
  }

  @Test
  void adaGradDividesByAllThatTheGradientWas() {
    var updater = Updater.of(AdaGrad.of(0.5), x);
    step(updater, 2, 0.5, 0.5); // 0.5·2/√4
    step(updater, 4, 0.5, 0.5 - 2 / Math.sqrt(20));
  }

  @Test
  void rmsPropDividesByTheRunningMean() {
    var updater = Updater.of(RmsProp.of(0.1).gamma(0.75), x);
    step(updater, 2, 0.1, 0.8); // s = 1
    step(updater, 4, 0.1, 0.8 - 0.4 / Math.sqrt(4.75)); // s = 0.75 + 4
  }

  @Test
  void adamsFirstStepIsTheRateWhateverTheGradient() {
    for (float gradient : new float[] {1e-3f, 2, 1e6f}) {
      x.set(Tensor.of(1));
      step(Updater.of(Adam.of(0.1), x), gradient, 0.1, 0.9);
    }
  }

  @Test
  void adamsSecondStepWeighsBothGradients() {
    var updater = Updater.of(Adam.of(0.1).betas(0.5, 0.75), x);
    step(updater, 2, 0.1, 0.9);
    // m = 0.5 + 2 over 0.75; v = 0.75 + 4 over 0.4375
    step(updater, 4, 0.1, 0.9 - 0.1 * (2.5 / 0.75) / Math.sqrt(4.75 / 0.4375));
  }

  @Test
  void epsilonUnderTheRootCountsByItsRoot() {
    // A gradient of 1e-4 whose square is 1e-8: inside √(1e-8 + 1e-8), outside 1e-4 + 1e-8.
    float small = 1e-4f;
    step(Updater.of(Adam.of(0.1), x), small, 0.1, 1 - 0.1 / 1.0001);
    x.set(Tensor.of(1));
    step(Updater.of(Adam.of(0.1).withEpsilonInside(), x), small, 0.1, 1 - 0.1 / Math.sqrt(2));
  }

  @Test
  void aGradientOfZeroLeavesAParameterWhereItIs() {
    for (Optimizer rule :
        List.of(
            Sgd.of(1), Momentum.of(1), Nesterov.of(1), AdaGrad.of(1), RmsProp.of(1), Adam.of(1))) {
      step(Updater.of(rule, x), 0, 1, 1);
    }
  }
}
