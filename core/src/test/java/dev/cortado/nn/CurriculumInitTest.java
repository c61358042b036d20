package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What becomes of the spread of numbers on their way through ten layers. */
class CurriculumInitTest {

  private static final int WIDTH = 200;

  /** The deviation of the outputs of the last layer, for inputs of deviation 1. */
  private static double spreadBehindTenLayers(Activation activation, Init init) {
    var rng = Rng.of(1);
    var x = rng.at("x").normal(Shape.of(200, WIDTH));
    for (int layer = 0; layer < 10; layer++) {
      x = activation.predict(x.matmul(init.draw(Shape.of(WIDTH, WIDTH), rng.at(layer))));
    }
    return Math.sqrt(x.square().mean().item());
  }

  @Test
  void byOneHundredthTheSignalDiesOut() {
    // Each layer multiplies by 0.01·√200 = 0.14.
    assertThat(spreadBehindTenLayers(Activation.identity(), Init.normal(0.01)))
        .isBetween(1e-9, 1e-8);
  }

  @Test
  void byOneItExplodes() {
    assertThat(spreadBehindTenLayers(Activation.identity(), Init.normal(1))).isGreaterThan(1e11);
  }

  @Test
  void byTheRootOfTheInputsItStaysInLinearLayers() {
    assertThat(spreadBehindTenLayers(Activation.identity(), Init.lecun())).isBetween(0.7, 1.4);
    assertThat(spreadBehindTenLayers(Activation.identity(), Init.glorotUniform()))
        .isBetween(0.7, 1.4);
  }

  @Test
  void behindRectifiersItNeedsHesFactorTwo() {
    assertThat(spreadBehindTenLayers(Activation.relu(), Init.he())).isBetween(0.7, 1.4);
    // Without it each layer keeps half of the square: 2⁻⁵ in ten.
    assertThat(spreadBehindTenLayers(Activation.relu(), Init.lecun())).isBetween(0.02, 0.045);
  }

  @Test
  void theLecturesXavierIsNarrowerThanGlorotsByTheRootOfThree() {
    // 1/√n against √(6/2n): narrower by √3, and so a third of the variance.
    var shape = Shape.of(WIDTH, WIDTH);
    double lecture = Init.xavierLecture().draw(shape, Rng.of(1)).variance().item();
    double glorot = Init.glorotUniform().draw(shape, Rng.of(1)).variance().item();
    assertThat(glorot / lecture).isCloseTo(3, within(0.01));
    assertThat(Init.xavierLecture().draw(shape, Rng.of(1)).abs().max().item())
        .isLessThanOrEqualTo((float) (1 / Math.sqrt(WIDTH)));
  }

  @Test
  void zerosGiveHiddenWeightsNoGradientAtAll() {
    var model =
        Sequential.of(
            Dense.of(2, 4, Activation.tanh(), Init.zeros()),
            Dense.of(4, 1, Activation.identity(), Init.zeros()));
    model.start(Rng.of(1));
    var x = Tensor.of(new float[][] {{1, 2}, {3, -1}});
    var y = Tensor.of(new float[][] {{1}, {0}});
    var gradients =
        Autograd.valueAndGrad(() -> Loss.mse().apply(model.predict(x), y), model.parameters())
            .gradients();
    assertThat(gradients.of(model.parameters().getFirst()).toArray()).containsOnly(0);
    assertThat(gradients.of(model.parameters().getLast()).item()).isEqualTo(-1);
  }
}
