package dev.cortado.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DecayTest {

  private static final double RATE = 0.05;
  private static final double LAMBDA = 0.02;

  /** Ten steps on a quadratic with steep and flat axes, and perhaps a penalty. */
  private static float[] trained(Optimizer rule, Function<Tensor, Tensor> penalty) {
    var x = Parameter.of(Tensor.of(1, -2, 3));
    var updater = Updater.of(rule, x);
    var scales = Tensor.of(4, 1, 0.1f);
    for (int i = 0; i < 10; i++) {
      updater.step(
          () -> scales.mul(x.value().sub(5).square()).sum().add(penalty.apply(x.value())), RATE);
    }
    return x.value().toArray();
  }

  private static float[] trained(Optimizer rule) {
    return trained(rule, _ -> Tensor.scalar(0));
  }

  private static Tensor penalty(Tensor x, double weight) {
    return x.square().sum().mul(weight);
  }

  @Test
  void underSgdItIsAPenaltyOfHalfOfLambdaOverTheRate() {
    var decayed = trained(Sgd.of(RATE).decay(Decay.independent(LAMBDA)));
    var punished = trained(Sgd.of(RATE), x -> penalty(x, LAMBDA / (2 * RATE)));
    assertThat(decayed).containsExactly(punished, within(2e-6f));
  }

  @Test
  void underSgdItIsNotAPenaltyOfLambdaOverTheRate() {
    var decayed = trained(Sgd.of(RATE).decay(Decay.independent(LAMBDA)));
    var punished = trained(Sgd.of(RATE), x -> penalty(x, LAMBDA / RATE));
    assertThat(decayed[2] - punished[2]).isGreaterThan(0.1f);
  }

  @Test
  void underSgdAllThreeAreOneInOtherUnits() {
    var independent = trained(Sgd.of(RATE).decay(Decay.independent(LAMBDA)));
    var decoupled = trained(Sgd.of(RATE).decay(Decay.decoupled(LAMBDA / RATE)));
    var coupled = trained(Sgd.of(RATE).decay(Decay.coupled(LAMBDA / RATE)));
    assertThat(decoupled).containsExactly(independent, within(2e-6f));
    assertThat(coupled).containsExactly(independent, within(2e-6f));
  }

  @Test
  void underAdamCoupledDecayIsAPenaltyAndDecoupledDecayIsNot() {
    var adam = Adam.of(RATE);
    var punished = trained(adam, x -> penalty(x, 0.5));
    assertThat(trained(adam.decay(Decay.coupled(1)))).containsExactly(punished, within(2e-6f));
    var decoupled = trained(adam.decay(Decay.decoupled(1)));
    assertThat(Math.abs(decoupled[0] - punished[0])).isGreaterThan(0.1f);
  }

  @Test
  void decoupledDecayFollowsTheRateAndIndependentDecayDoesNot() {
    assertThat(Decay.decoupled(0.5).kept(0.1, 1)).isEqualTo(0.95f);
    assertThat(Decay.decoupled(0.5).kept(0, 1)).isEqualTo(1);
    assertThat(Decay.independent(0.5).kept(0.1, 1)).isEqualTo(0.5f);
    assertThat(Decay.independent(0.5).kept(0, 1)).isEqualTo(0.5f);
  }

  @Test
  void noDecayLeavesEverythingAlone() {
    assertThat(Decay.none().added(1)).isZero();
    assertThat(Decay.none().kept(0.1, 1)).isEqualTo(1);
    assertThat(trained(Adam.of(RATE).decay(Decay.decoupled(0)))).isEqualTo(trained(Adam.of(RATE)));
  }
}
