package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DenseTest {

  private static Dense threeToTwo(Activation activation) {
    return new Dense(
        Parameter.of(Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}})),
        Parameter.of(Tensor.of(10, -100)),
        activation);
  }

  @Test
  void sumsItsInputsByTheirWeights() {
    var x = Tensor.of(new float[][] {{1, 1, 1}, {1, 0, 2}});
    assertThat(threeToTwo(Activation.identity()).predict(x).toArray())
        .containsExactly(19, -88, 21, -86);
  }

  @Test
  void bendsTheSums() {
    assertThat(
            threeToTwo(Activation.relu()).predict(Tensor.of(new float[][] {{1, 1, 1}})).toArray())
        .containsExactly(19, 0);
  }

  @Test
  void takesAnyAxesInFront() {
    var layer = threeToTwo(Activation.identity());
    assertThat(layer.predict(Tensor.ones(3)).shape()).isEqualTo(Shape.of(2));
    assertThat(layer.predict(Tensor.ones(4, 5, 3)).shape()).isEqualTo(Shape.of(4, 5, 2));
    assertThat(layer.predict(Tensor.ones(0, 3)).shape()).isEqualTo(Shape.of(0, 2));
  }

  @Test
  void hasNoBiasIfAskedSo() {
    var layer = threeToTwo(Activation.identity()).withoutBias();
    assertThat(layer.predict(Tensor.ones(1, 3)).toArray()).containsExactly(9, 12);
    assertThat(layer.state()).containsOnlyKeys("weight");
  }

  @Test
  void gradientsAgreeWithMovingEachNumber() {
    var layer = Dense.of(4, 3, Activation.tanh());
    layer.start(Rng.of(5));
    var x = Rng.of(5).at("x").normal(Shape.of(6, 4));
    GradCheck.of(() -> layer.predict(x), layer.parameters()).requireAgreement();
  }

  @Test
  void aRowsResultDoesNotDependOnTheRowsAroundIt() {
    var layer = Dense.of(7, 5, Activation.gelu());
    layer.start(Rng.of(5));
    var x = Rng.of(5).at("x").normal(Shape.of(33, 7));
    var all = layer.predict(x);
    for (int i = 0; i < 33; i++) {
      assertThat(layer.predict(x.slice(0, i, i + 1)).reshape(5).sameBits(all.row(i))).isTrue();
    }
  }

  @Test
  void wantsInputsAndOutputs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dense.of(0, 3))
        .withMessage("dense: inputs is 0, expected at least 1");
  }

  @Test
  void saysWhichSizesDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> threeToTwo(Activation.identity()).predict(Tensor.ones(8, 4)))
        .withMessageContaining("matmul")
        .withMessageContaining("[8, 4]")
        .withMessageContaining("[3, 2]");
  }
}
