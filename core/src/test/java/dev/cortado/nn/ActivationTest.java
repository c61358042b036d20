package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.nn.ActivationProperties.Slope;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {

  static Stream<Activation> smoothAlmostEverywhere() {
    return Stream.of(
        Activation.identity(),
        Activation.sigmoid(),
        Activation.tanh(),
        Activation.relu(),
        Activation.reluOneAtZero(),
        Activation.leakyRelu(),
        started(Activation.prelu()),
        Activation.elu(),
        Activation.softplus(),
        Activation.gelu(),
        Activation.geluByTanh(),
        Activation.silu(),
        Activation.selu(),
        Activation.mish(),
        Activation.clip(-0.5, 1),
        Activation.softmax());
  }

  private static Activation started(Activation activation) {
    activation.start(Rng.of(1));
    return activation;
  }

  private static float gradientAt(Activation activation, double z) {
    var x = Tensor.scalar(z);
    return Autograd.grad(() -> activation.predict(x).mul(1), x).item();
  }

  @ParameterizedTest
  @MethodSource("smoothAlmostEverywhere")
  void gradientsAgreeWithMovingTheInput(Activation activation) {
    var z = Rng.of(3).at("z").normal(Shape.of(4, 5));
    var weights = Rng.of(3).at("weights").normal(Shape.of(4, 5));
    GradCheck.of(x -> activation.predict(x).mul(weights), z).requireAgreement();
  }

  @ParameterizedTest
  @MethodSource("smoothAlmostEverywhere")
  void whatIsNotANumberStaysSo(Activation activation) {
    assertThat(activation.predict(Tensor.of(Float.NaN, 1)).at(0)).isNaN();
  }

  @Test
  void stepsKeepWhatIsNotANumber() {
    assertThat(Activation.heaviside().predict(Tensor.of(Float.NaN)).item()).isNaN();
    assertThat(Activation.sign().predict(Tensor.of(Float.NaN)).item()).isNaN();
  }

  @Test
  void heavisideIsOneFromZeroOn() {
    var z = Tensor.of(-1, -0.5f, 0, 0.5f, 1);
    assertThat(Activation.heaviside().predict(z).toArray()).containsExactly(0, 0, 1, 1, 1);
  }

  @Test
  void rosenblattsThresholdIsOneAboveZero() {
    var z = Tensor.of(-1, 0, 1);
    assertThat(Activation.heavisideAboveZero().predict(z).toArray()).containsExactly(0, 0, 1);
  }

  @Test
  void signIsMinusOneOrOne() {
    assertThat(Activation.sign().predict(Tensor.of(-2, 0, 2)).toArray()).containsExactly(-1, 1, 1);
  }

  @Test
  void gradientsPassStraightThroughSteps() {
    for (var step :
        new Activation[] {
          Activation.heaviside(), Activation.heavisideAboveZero(), Activation.sign()
        }) {
      for (double z : new double[] {-2, 0, 3}) {
        assertThat(gradientAt(step, z)).isEqualTo(1);
      }
    }
  }

  @Test
  void reluHasTheDerivativeZeroAtZeroUnlessAskedOtherwise() {
    assertThat(gradientAt(Activation.relu(), 0)).isZero();
    assertThat(gradientAt(Activation.reluOneAtZero(), 0)).isEqualTo(1);
    assertThat(gradientAt(Activation.reluOneAtZero(), -1)).isZero();
    assertThat(gradientAt(Activation.reluOneAtZero(), 1)).isEqualTo(1);
  }

  @Test
  void bothRectifiersComputeTheSame() {
    var z = Tensor.of(-1, 0, 1);
    assertThat(Activation.reluOneAtZero().predict(z).toArray())
        .containsExactly(Activation.relu().predict(z).toArray());
  }

  @Test
  void leakyReluGoesByCasesSoThatASlopeAboveOneWorks() {
    assertThat(Activation.leakyRelu(2).predict(Tensor.of(-1, 1)).toArray()).containsExactly(-2, 1);
  }

  @Test
  void eluHasItsAlphaAsDerivativeAtZero() {
    assertThat(gradientAt(Activation.elu(1.5), 0)).isEqualTo(1.5f);
  }

  @Test
  void seluAndMishFollowTheirFormulas() {
    var z = Tensor.linspace(-6, 6, 49);
    Doubles.assertEach(
        Activation.selu().predict(z),
        at -> {
          double x = z.at(at);
          return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
        });
    Doubles.assertEach(
        Activation.mish().predict(z), at -> z.at(at) * Math.tanh(Math.log1p(Math.exp(z.at(at)))));
  }

  /** Klambauer et al., 2017: mean 0 and variance 1 stay so through many layers. */
  @Test
  void seluKeepsMeanAndVarianceThroughDeepNetworks() {
    var x = Rng.of(1).normal(Shape.of(200, 100));
    for (int i = 0; i < 20; i++) {
      var layer = Dense.of(100, 100, Activation.selu());
      layer.start(Rng.of(i));
      x = layer.predict(x);
    }
    assertThat(x.mean().item()).isCloseTo(0, within(0.2f));
    assertThat(x.variance().item()).isCloseTo(1, within(0.3f));
  }

  @Test
  void preluStartsAtAQuarterEachTime() {
    var prelu = (Activation.Prelu) started(Activation.prelu());
    assertThat(prelu.slope().value().toArray()).containsExactly(0.25f);
    prelu.slope().set(Tensor.of(9));
    prelu.start(Rng.of(2));
    assertThat(prelu.slope().value().toArray()).containsExactly(0.25f);
  }

  @Test
  void softplusNeitherOverflowsNorVanishes() {
    var y = Activation.softplus().predict(Tensor.of(-80, 0, 1000));
    assertThat(y.at(0)).isPositive();
    assertThat(y.at(1)).isCloseTo(0.6931472f, within(1e-6f));
    assertThat(y.at(2)).isEqualTo(1000);
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void itsPropertySheetIsTrue(Activation activation) {
    var traits = activation.traits();
    var y = activation.predict(Tensor.linspace(-1000, 1000, 200_001));
    double lowest = y.min().item();
    double highest = y.max().item();
    assertThat(lowest).isGreaterThanOrEqualTo(traits.low() - 1e-4);
    assertThat(highest).isLessThanOrEqualTo(traits.high() + 1e-4);
    assertThat(lowest).isLessThanOrEqualTo(Math.max(traits.low() + 1e-4, -9));
    assertThat(highest).isGreaterThanOrEqualTo(Math.min(traits.high() - 1e-4, 9));
    assertThat(slope(activation, -4, -1000)).isEqualTo(traits.below());
    assertThat(slope(activation, 4, 1000)).isEqualTo(traits.above());
  }

  private static Slope slope(Activation activation, double near, double far) {
    if (Math.abs(gradientAt(activation, far)) > 1e-6) {
      return Slope.ALIVE;
    }
    return gradientAt(activation, near) == 0 ? Slope.DEAD : Slope.FLAT;
  }

  static Stream<Activation> elementwise() {
    return Stream.concat(
        smoothAlmostEverywhere().filter(it -> !(it instanceof Activation.Softmax)),
        Stream.of(Activation.heaviside(), Activation.sign(), Activation.elu(0.5)));
  }

  @Test
  void propertySheetsReadWell() {
    assertThat(Activation.sigmoid().traits()).hasToString("0 to 1, flat below, flat above, costly");
    assertThat(Activation.relu().traits()).hasToString("0 to Infinity, dead below");
    assertThat(Activation.tanh().traits().zeroCentered()).isTrue();
    assertThat(Activation.sigmoid().traits().zeroCentered()).isFalse();
    assertThat(Activation.relu().traits().canDie()).isTrue();
    assertThat(Activation.elu().traits().canDie()).isFalse();
    assertThat(Activation.elu().traits().saturates()).isTrue();
    assertThat(Activation.leakyRelu().traits().saturates()).isFalse();
  }

  @Test
  void softmaxDoesNotChangeUnderAShift() {
    var z = Tensor.of(new float[][] {{1, 2, 3}, {0, -1, 5}});
    var softmax = Activation.softmax();
    // shifts that add exactly, so that even the bits are the same
    for (double shift : new double[] {-64, 0, 1, 1024}) {
      assertThat(softmax.predict(z.add(shift)).sameBits(softmax.predict(z))).isTrue();
    }
  }

  @Test
  void softmaxGivesProbabilities() {
    var p = Activation.softmax().predict(Tensor.of(1000, -1000, 999));
    assertThat(p.min().item()).isGreaterThanOrEqualTo(0);
    assertThat(p.sum().item()).isCloseTo(1, within(1e-6f));
  }

  @Test
  void theTwoFormsOfGeluAreClose() {
    var z = Tensor.linspace(-8, 8, 1001);
    var apart = Activation.gelu().predict(z).sub(Activation.geluByTanh().predict(z)).abs().max();
    assertThat(apart.item()).isBetween(1e-4f, 5e-4f);
  }

  @Test
  void clipWantsItsBoundsInOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.clip(1, 1))
        .withMessage("clip: from 1.0 to 1.0, expected low < high");
  }

  @Test
  void rectifiersAskForHesStart() {
    var shape = Shape.of(50, 20);
    assertThat(
            Activation.relu()
                .init()
                .draw(shape, Rng.of(1))
                .sameBits(Init.he().draw(shape, Rng.of(1))))
        .isTrue();
    assertThat(
            Activation.tanh()
                .init()
                .draw(shape, Rng.of(1))
                .sameBits(Init.glorotUniform().draw(shape, Rng.of(1))))
        .isTrue();
  }
}
