package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What introductory lectures claim about layers, shown. */
class LessonsTest {

  private static final Tensor X = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  private static final Tensor XOR = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});

  @Test
  void linearLayersCollapseIntoOne() {
    var first = Dense.of(3, 5);
    var second = Dense.of(5, 2);
    Sequential.of(first, second).start(Rng.of(1));
    first.bias().set(Rng.of(2).normal(Shape.of(5)));
    second.bias().set(Rng.of(3).normal(Shape.of(2)));
    var weight = first.weight().value().matmul(second.weight().value());
    var bias = first.bias().value().matmul(second.weight().value()).add(second.bias().value());
    var one = new Dense(Parameter.of(weight), Parameter.of(bias), Activation.identity());
    var x = Rng.of(4).normal(Shape.of(50, 3));
    var apart = one.predict(x).sub(Sequential.of(first, second).predict(x)).abs().max();
    assertThat(apart.item()).isLessThan(1e-5f);
    var bent = Sequential.of(first, Activation.relu(), second).predict(x);
    assertThat(one.predict(x).sub(bent).abs().max().item()).isGreaterThan(0.1f);
  }

  @Test
  void twoPerceptronsOfTwoInputsHaveSixParameters() {
    assertThat(Dense.of(2, 2).summary().total()).isEqualTo(6);
  }

  @Test
  void fourInputsFiveHiddenThreeOutputs() {
    var model = Sequential.of(Dense.of(4, 5, Activation.relu()), Dense.of(5, 3));
    assertThat(model.state().values().stream().map(cell -> cell.shape().toString()))
        .containsExactly("[4, 5]", "[5]", "[5, 3]", "[3]");
    assertThat(model.summary().total()).isEqualTo(4 * 5 + 5 + 5 * 3 + 3);
  }

  private static Sequential trained(Init init) {
    var model =
        Sequential.of(
            Dense.of(2, 8, Activation.tanh(), init), Dense.of(8, 1, Activation.identity(), init));
    model.start(Rng.of(5));
    for (int step = 0; step < 600; step++) {
      var gradients =
          Autograd.valueAndGrad(
                  () -> Loss.binaryCrossEntropy().apply(model.predict(X), XOR), model.parameters())
              .gradients();
      for (var cell : model.parameters()) {
        cell.set(cell.value().sub(gradients.of(cell).mul(0.5)));
      }
    }
    return model;
  }

  @Test
  void unitsThatStartEqualStayEqual() {
    for (var init : new Init[] {Init.zeros(), Init.constant(0.5)}) {
      var weight = trained(init).state().get("layers.0.weight").value();
      for (int unit = 1; unit < 8; unit++) {
        assertThat(weight.slice(1, unit, unit + 1).sameBits(weight.slice(1, 0, 1))).isTrue();
      }
    }
  }

  @Test
  void zerosDoNotLearnXorAndRandomWeightsDo() {
    var loss = Loss.binaryCrossEntropy();
    assertThat(loss.apply(trained(Init.zeros()).predict(X), XOR).item()).isGreaterThan(0.69f);
    var model = trained(Init.glorotUniform());
    assertThat(loss.apply(model.predict(X), XOR).item()).isLessThan(0.1f);
    assertThat(model.predict(X).gt(0).sameBits(XOR)).isTrue();
  }

  @Test
  void inANetworkEveryPartLearns() {
    var model =
        Sequential.of(
            Standardize.fit(X),
            Dense.of(2, 16).withoutBias(),
            BatchNorm.of(16),
            Activation.gelu(),
            Residual.of(Dense.of(16, 16, Activation.prelu()), LayerNorm.of(16)),
            Dropout.of(0.1),
            Dense.of(16, 2));
    model.start(Rng.of(5));
    var classes = XOR.squeeze(1);
    for (int step = 0; step < 200; step++) {
      var pass = Pass.training(Rng.of(6).at(step));
      var gradients =
          Autograd.valueAndGrad(
                  () -> Loss.crossEntropy().apply(model.forward(X, pass), classes),
                  model.parameters())
              .gradients();
      for (var cell : model.parameters()) {
        cell.set(cell.value().sub(gradients.of(cell).mul(0.1)));
      }
    }
    assertThat(model.predict(X).argMax(1).sameBits(classes)).isTrue();
    assertThat(Loss.crossEntropy().apply(model.predict(X), classes).item()).isLessThan(0.1f);
  }
}
