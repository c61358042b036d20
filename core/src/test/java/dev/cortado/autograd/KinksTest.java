package dev.cortado.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds where a function has an edge, a pole or a tie, as documented. */
class KinksTest {

  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  // edges

  @Test
  void theSlopeOfReluAtZeroIsZero() {
    assertThat(gradient(Tensor::relu, 0f, -0f, 1, -1)).containsExactly(0, 0, 1, 0);
  }

  @Test
  void theSlopeOfAbsAtZeroIsZero() {
    assertThat(gradient(Tensor::abs, 0f, -0f, 2, -2)).containsExactly(0, 0, 1, -1);
  }

  @Test
  void signHasNoSlopeOfItsOwn() {
    assertThat(Tensor.of(-3, -0f, 0, 5).sign().toArray()).containsExactly(-1, 0, 0, 1);
    assertThat(gradient(x -> x.mul(x.sign()), -3, 0, 5)).containsExactly(-1, 0, 1);
  }

  @Test
  void clipPassesTheGradientOnTheEdges() {
    assertThat(gradient(x -> x.clip(-1, 2), -1, 2, -1.5f, 2.5f, 0)).containsExactly(1, 1, 0, 0, 1);
    assertThat(gradient(x -> x.clip(1, 1), 0.5f, 1, 1.5f)).containsExactly(0, 1, 0);
  }

  // ties

  @Test
  void equalOperandsOfMaximumShareTheGradientEvenly() {
    var a = Tensor.of(1, 2, 3);
    var b = Tensor.of(1, 3, 2);
    var larger = Autograd.valueAndGrad(() -> a.maximum(b).sum(), a, b).gradients();
    assertThat(larger.of(a).toArray()).containsExactly(0.5f, 0, 1);
    assertThat(larger.of(b).toArray()).containsExactly(0.5f, 1, 0);
    var smaller = Autograd.valueAndGrad(() -> a.minimum(b).sum(), a, b).gradients();
    assertThat(smaller.of(a).toArray()).containsExactly(0.5f, 1, 0);
    assertThat(smaller.of(b).toArray()).containsExactly(0.5f, 0, 1);
  }

  @Test
  void theMaximumOfOneTensorWithItselfHasSlopeOne() {
    assertThat(gradient(x -> x.maximum(x), 4, 0, -INFINITY)).containsExactly(1, 1, 1);
  }

  @Test
  void equalLargestShareTheGradientEvenly() {
    assertThat(gradient(Tensor::max, 3, 1, 3)).containsExactly(0.5f, 0, 0.5f);
    assertThat(gradient(x -> x.max().mul(3), 2, 2, 2)).containsExactly(1, 1, 1);
    assertThat(gradient(Tensor::min, 3, 1, 1, 1, 1)).containsExactly(0, .25f, .25f, .25f, .25f);
    assertThat(gradient(Tensor::max, -INFINITY, -INFINITY)).containsExactly(0.5f, 0.5f);
    assertThat(gradient(Tensor::max, 0f, -0f)).containsExactly(0.5f, 0.5f);
  }

  @Test
  void argMaxTakesTheFirstOfEqualsAndTheFirstNan() {
    assertThat(Tensor.of(1, 7, 7).argMax(0).item()).isEqualTo(1);
    assertThat(Tensor.of(-0f, 0).argMax(0).item()).isEqualTo(0);
    assertThat(Tensor.of(1, NAN, 7, NAN).argMax(0).item()).isEqualTo(1);
    assertThat(Tensor.of(2, 1, 1).argMin(0).item()).isEqualTo(1);
  }

  // poles

  @Test
  void theRootOfZeroIsInfinitelySteep() {
    assertThat(Tensor.of(0f, -0f, -1).sqrt().toArray()).containsExactly(0f, -0f, NAN);
    assertThat(gradient(Tensor::sqrt, 0)).containsExactly(INFINITY);
  }

  @Test
  void theLogarithmOfZeroIsInfinitelySteep() {
    assertThat(Tensor.of(0, -1).log().toArray()).containsExactly(-INFINITY, NAN);
    assertThat(gradient(Tensor::log, 0)).containsExactly(INFINITY);
    assertThat(Tensor.of(-1).log1p().item()).isEqualTo(-INFINITY);
    assertThat(gradient(Tensor::log1p, -1)).containsExactly(INFINITY);
  }

  @Test
  void aPoleThatTwoConditionsAvoidDoesNoHarm() {
    assertThat(
            gradient(
                x -> {
                  var positive = x.gt(0);
                  var safe = positive.where(x, Tensor.scalar(1));
                  return positive.where(safe.log(), Tensor.scalar(0));
                },
                0,
                2))
        .containsExactly(0, 0.5f);
  }

  /**
   * The gradient 0 that does not come through the condition meets the infinite slope of the pole.
   */
  @Test
  void aPoleBehindOneConditionSpoilsTheGradientAndNotTheValue() {
    var x = Tensor.of(0, 2);
    var value = x.gt(0).where(x.log(), Tensor.scalar(7));
    assertThat(value.at(0)).isEqualTo(7);
    assertThat(gradient(y -> y.gt(0).where(y.log(), Tensor.scalar(7)), 0, 2))
        .containsExactly(NAN, 0.5f);
  }

  @Test
  void theLengthOfZeroHasNoSlope() {
    assertThat(Tensor.zeros(2).square().sum().sqrt().item()).isEqualTo(0);
    assertThat(gradient(x -> x.square().sum().sqrt(), 0, 0)).containsExactly(NAN, NAN);
    assertThat(gradient(x -> x.square().sum().sqrt(), 3, 4)).containsExactly(0.6f, 0.8f);
  }

  @Test
  void divisionByZeroIsInfiniteOrNotANumber() {
    assertThat(Tensor.of(1, -1, 0).div(0).toArray()).containsExactly(INFINITY, -INFINITY, NAN);
  }

  // far out

  @ParameterizedTest
  @ValueSource(floats = {200, 1e4f, 3e38f, Float.POSITIVE_INFINITY})
  void flatFunctionsAreFlatFarOut(float far) {
    assertThat(gradient(Tensor::tanh, far, -far)).containsExactly(0, 0);
    assertThat(gradient(Tensor::sigmoid, -far)).containsExactly(0);
    assertThat(gradient(Tensor::sigmoid, far)).containsExactly(0);
    assertThat(gradient(Tensor::softplus, far, -far)).containsExactly(1, 0);
    assertThat(gradient(Tensor::erf, far, -far)).containsExactly(0, 0);
    assertThat(gradient(Tensor::exp, -far)).containsExactly(0);
    assertThat(gradient(Tensor::expm1, -far)).containsExactly(0);
  }

  @Test
  void functionsHaveTheirLimitsAtInfinity() {
    var ends = Tensor.of(-INFINITY, INFINITY, NAN);
    assertThat(ends.exp().toArray()).containsExactly(0, INFINITY, NAN);
    assertThat(ends.expm1().toArray()).containsExactly(-1, INFINITY, NAN);
    assertThat(ends.log().toArray()).containsExactly(NAN, INFINITY, NAN);
    assertThat(ends.tanh().toArray()).containsExactly(-1, 1, NAN);
    assertThat(ends.sigmoid().toArray()).containsExactly(0, 1, NAN);
    assertThat(ends.softplus().toArray()).containsExactly(0, INFINITY, NAN);
    assertThat(ends.erf().toArray()).containsExactly(-1, 1, NAN);
    assertThat(ends.relu().toArray()).containsExactly(0, INFINITY, NAN);
    assertThat(ends.maximum(Tensor.scalar(0)).toArray()).containsExactly(0, INFINITY, NAN);
    assertThat(ends.max().item()).isNaN();
    assertThat(ends.min().item()).isNaN();
  }

  // softmax

  @Test
  void aRowWithNothingButMinusInfinityHasNoSoftmax() {
    var nothing = Tensor.of(-INFINITY, -INFINITY);
    assertThat(nothing.softmax(0).toArray()).containsExactly(NAN, NAN);
    assertThat(nothing.logSoftmax(0).toArray()).containsExactly(NAN, NAN);
    assertThat(nothing.logSumExp(0).item()).isEqualTo(-INFINITY);
  }

  @Test
  void aRowOfItsOwnDoesNotSpoilItsNeighbors() {
    var rows = Tensor.of(new float[][] {{-INFINITY, -INFINITY}, {0, 0}});
    assertThat(rows.softmax(1).toArray()).containsExactly(NAN, NAN, 0.5f, 0.5f);
  }

  @Test
  void aClassThatIsRuledOutHasProbabilityZeroAndHarmsNoGradient() {
    assertThat(Tensor.of(0, -INFINITY, 0).softmax(0).toArray()).containsExactly(0.5f, 0, 0.5f);
    assertThat(gradient(x -> x.softmax(0).slice(0, 0, 1), 0, -INFINITY, 0))
        .containsExactly(0.25f, 0, -0.25f);
    assertThat(gradient(x -> x.logSoftmax(0).slice(0, 0, 1), 0, -INFINITY, 0))
        .containsExactly(0.5f, 0, -0.5f);
    assertThat(gradient(x -> x.logSumExp(0), 0, -INFINITY, 0)).containsExactly(0.5f, 0, 0.5f);
  }

  @Test
  void largeLogitsStayFinite() {
    assertThat(Tensor.of(1e4f, -1e4f, 1e4f).softmax(0).toArray()).containsExactly(0.5f, 0, 0.5f);
    assertThat(Tensor.of(1e4f, -1e4f).logSoftmax(0).toArray()).containsExactly(0, -2e4f);
    assertThat(Tensor.of(3e38f, -3e38f).logSumExp(0).item()).isEqualTo(3e38f);
    assertThat(gradient(x -> x.logSumExp(0), 1e4f, -1e4f)).containsExactly(1, 0);
    assertThat(Tensor.of(INFINITY, 0).logSumExp(0).item()).isEqualTo(INFINITY);
  }

  @Test
  void oneClassIsCertain() {
    assertThat(Tensor.of(-7).softmax(0).item()).isEqualTo(1);
    assertThat(Tensor.of(-7).logSoftmax(0).item()).isEqualTo(0);
    assertThat(gradient(x -> x.logSoftmax(0), 5)).containsExactly(0);
  }

  // nothing, and always the same

  @Test
  void nothingHasTheSumZeroAndNoMean() {
    assertThat(Tensor.zeros(0).sum().item()).isEqualTo(0);
    assertThat(Tensor.zeros(0).mean().item()).isNaN();
    assertThat(gradient(Tensor::sum)).isEmpty();
    assertThat(gradient(Tensor::mean)).isEmpty();
    assertThat(gradient(x -> Tensor.concat(0, x, x).exp())).isEmpty();
  }

  @Test
  void aConstantColumnHasNoVarianceAndNoSlope() {
    assertThat(Tensor.of(3, 3, 3).variance().item()).isEqualTo(0);
    assertThat(gradient(Tensor::variance, 3, 3, 3)).containsExactly(0, 0, 0);
    assertThat(Tensor.of(3).sampleVariance().item()).isNaN();
  }

  private static float[] gradient(UnaryOperator<Tensor> function, float... at) {
    var x = Tensor.of(at);
    // Adding 0 makes −0 a plain 0: the sign of nothing is not promised.
    return Autograd.grad(() -> function.apply(x).sum(), x).add(0).toArray();
  }
}
