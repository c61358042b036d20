package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenaltyTest {

  private static final Parameter THETA = Parameter.of(Tensor.of(3, -4, 0));

  private static float of(Penalty penalty) {
    return penalty.of(List.of(THETA)).item();
  }

  private static float[] gradient(Penalty penalty) {
    return Autograd.valueAndGrad(() -> penalty.of(List.of(THETA)), THETA)
        .gradients()
        .of(THETA)
        .toArray();
  }

  @Test
  void sumsPowers() {
    assertThat(of(Penalty.l1(0.5))).isEqualTo(3.5f);
    assertThat(of(Penalty.l2(0.5))).isEqualTo(12.5f);
    assertThat(of(Penalty.lp(3, 1))).isEqualTo(27 + 64);
    assertThat(of(Penalty.lp(0.5, 1))).isCloseTo(1.7320508f + 2, within(1e-5f));
    assertThat(of(Penalty.l2(0))).isZero();
  }

  @Test
  void theGradientOfTheSquareHasNoHalf() {
    assertThat(gradient(Penalty.l2(0.25))).containsExactly(1.5f, -2, 0);
    assertThat(gradient(Penalty.l1(0.25))).containsExactly(0.25f, -0.25f, 0);
  }

  @Test
  void atZeroTheGradientIsZeroForEveryPower() {
    for (double power : new double[] {0.5, 1, 1.5, 2, 3, 2.7}) {
      assertThat(gradient(Penalty.lp(power, 1))[2]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 1.5, 2, 3})
  void gradientsAgreeWithMovingEachWeight(double power) {
    var layer = Dense.of(4, 3);
    layer.start(Rng.of(1));
    GradCheck.of(() -> Penalty.lp(power, 0.1).of(layer), layer.weight()).requireAgreement();
  }

  @Test
  void biasesScalesAndShiftsAreFree() {
    var model = Sequential.of(Dense.of(2, 2), BatchNorm.of(2), Activation.prelu(), Dense.of(2, 1));
    model.start(Rng.of(1));
    model.parameters().forEach(cell -> cell.set(Tensor.full(cell.shape(), 2)));
    assertThat(Penalty.l2(1).of(model).item()).isEqualTo(4 * (4 + 2));
    assertThat(Penalty.l2(1).of(model.parameters()).item()).isEqualTo(4 * (6 + 2 + 1 + 4 + 1));
    assertThat(Penalty.l2(1).of(Activation.relu()).item()).isZero();
  }

  @Test
  void underPlainDescentItIsADecayOfTwiceItsWeight() {
    var theta = Rng.of(1).normal(Shape.of(3, 3));
    var parameter = Parameter.of(theta);
    double lambda = 0.125;
    var gradient =
        Autograd.valueAndGrad(() -> Penalty.l2(lambda).of(List.of(parameter)), parameter)
            .gradients()
            .of(parameter);
    assertThat(gradient.sameBits(theta.mul(2 * lambda))).isTrue();
  }

  @Test
  void settingsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Penalty.lp(0, 1))
        .withMessage("penalty: power is 0.0, expected a finite number above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Penalty.l2(-1))
        .withMessage("penalty: weight is -1.0, expected a finite number from 0");
  }
}
