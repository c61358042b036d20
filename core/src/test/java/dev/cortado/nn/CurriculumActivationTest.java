package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations and their derivatives by the formulas of the lectures, in double. */
class CurriculumActivationTest {

  private static float value(Activation activation, double z) {
    return activation.predict(Tensor.of((float) z)).item();
  }

  private static float slope(Activation activation, double z) {
    var x = Tensor.scalar(z);
    return Autograd.grad(() -> activation.predict(x).mul(1), x).item();
  }

  private static void requireAt(Activation activation, double z, double value, double slope) {
    assertThat(value(activation, z)).isCloseTo((float) value, within(2e-6f));
    assertThat(slope(activation, z)).isCloseTo((float) slope, within(2e-6f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3.5, -1, -0.25, 0, 0.25, 1, 3.5})
  void theSlopeOfTheSigmoidIsItselfTimesTheRestToOne(double z) {
    double f = 1 / (1 + StrictMath.exp(-z));
    requireAt(Activation.sigmoid(), z, f, f * (1 - f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3.5, -1, -0.25, 0, 0.25, 1, 3.5})
  void tanhIsAStretchedSigmoidWithTheSlopeOneMinusItsSquare(double z) {
    double f = 2 / (1 + StrictMath.exp(-2 * z)) - 1;
    requireAt(Activation.tanh(), z, f, 1 - f * f);
  }

  @Test
  void tanhKeepsItsDigitsNearZeroWhereTheStretchedSigmoidLosesThem() {
    float z = 1e-6f;
    assertThat(value(Activation.tanh(), z)).isEqualTo(z);
    float cancelled = 2 / (1 + (float) StrictMath.exp(-2 * z)) - 1;
    assertThat(Math.abs(cancelled - z) / z).isGreaterThan(0.01f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3.5, -1, 0.25, 1, 3.5})
  void aLeakyReluLetsItsPartThroughBelowZero(double z) {
    requireAt(Activation.leakyRelu(0.1), z, z < 0 ? 0.1 * z : z, z < 0 ? 0.1 : 1);
  }

  @Test
  void allRectifiersOfTheLecturesHaveTheirSlopeAtZero() {
    assertThat(slope(Activation.reluOneAtZero(), 0)).isEqualTo(1);
    assertThat(slope(Activation.leakyRelu(0.1), 0)).isEqualTo(1);
    assertThat(slope(Activation.elu(0.5), 0)).isEqualTo(0.5f);
  }

  @Test
  void aPreluLearnsItsSlope() {
    var prelu = new Activation.Prelu(Parameter.of(Tensor.of(0.25f)));
    var z = Tensor.of(-2, -1, 1, 2);
    var wanted = Tensor.of(-1.5f, -0.75f, 1, 2);
    var updater = Updater.of(Sgd.of(0.1), prelu.state());
    for (int step = 0; step < 100; step++) {
      updater.step(() -> Loss.mse().apply(prelu.predict(z), wanted), 0.1);
    }
    assertThat(prelu.slope().value().item()).isCloseTo(0.75f, within(1e-4f));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3.5, -1, -0.25, 0.25, 1, 3.5})
  void theSlopeOfEluBelowZeroIsItsValuePlusAlpha(double z) {
    double alpha = 1.5;
    double f = z > 0 ? z : alpha * (StrictMath.exp(z) - 1);
    requireAt(Activation.elu(alpha), z, f, z > 0 ? 1 : f + alpha);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-3.5, -1, 0, 1, 3.5})
  void theSlopeOfSoftplusIsTheSigmoid(double z) {
    double e = StrictMath.exp(z);
    requireAt(Activation.softplus(), z, StrictMath.log(1 + e), 1 / (1 + 1 / e));
  }

  @Test
  void softplusMakesAPositiveSpreadOfAnyNumber() {
    var z = Rng.of(1).normal(Shape.of(1000)).mul(20);
    assertThat(Activation.softplus().predict(z).min().item()).isPositive();
  }

  @Test
  void geluWeighsItsInputByTheNormalDistributionFunction() {
    // Φ(1) = 0.841344746, Φ(−2) = 0.022750132
    assertThat(value(Activation.gelu(), 1)).isCloseTo(0.8413447f, within(1e-6f));
    assertThat(value(Activation.gelu(), -2)).isCloseTo(-2 * 0.02275013f, within(1e-6f));
    assertThat(value(Activation.geluByTanh(), 1)).isCloseTo(0.84119f, within(1e-5f));
  }

  @Test
  void clipIsAStraightLineBetweenItsBounds() {
    var ramp = Activation.clip(-1, 2);
    requireAt(ramp, -5, -1, 0);
    requireAt(ramp, -0.5, -0.5, 1);
    requireAt(ramp, 1.5, 1.5, 1);
    requireAt(ramp, 5, 2, 0);
  }

  @Test
  void identityLeavesSumsAsTheyAre() {
    requireAt(Activation.identity(), -7, -7, 1);
  }

  @Test
  void aUnitThatDiedGetsNoGradientAndALeakyOneDoes() {
    var x = Tensor.of(new float[][] {{1}, {2}, {3}});
    for (var activation : new Activation[] {Activation.relu(), Activation.leakyRelu()}) {
      // a bias so low that the unit is never above zero
      var unit =
          new Dense(Parameter.of(Tensor.ones(1, 1)), Parameter.of(Tensor.of(-10)), activation);
      var gradient =
          Autograd.valueAndGrad(() -> unit.predict(x).sum(), unit.parameters())
              .gradients()
              .of(unit.weight())
              .item();
      assertThat(gradient == 0).isEqualTo(activation.traits().canDie());
    }
  }

  @Test
  void saturatedLayersOneAfterTheOtherLetTheGradientVanish() {
    var x = Tensor.of(1);
    float sigmoids =
        Autograd.grad(
                () -> {
                  var h = x;
                  for (int layer = 0; layer < 10; layer++) {
                    h = h.sigmoid();
                  }
                  return h;
                },
                x)
            .item();
    // The sigmoid's slope is at most a quarter.
    assertThat(sigmoids).isBetween(0f, (float) StrictMath.pow(0.25, 10));
    float rectifiers =
        Autograd.grad(
                () -> {
                  var h = x;
                  for (int layer = 0; layer < 10; layer++) {
                    h = h.relu();
                  }
                  return h;
                },
                x)
            .item();
    assertThat(rectifiers).isEqualTo(1);
  }
}
