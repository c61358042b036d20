package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sequential, Residual, Flatten and Embedding. */
class ArrangingLayersTest {

  @Test
  void sequentialRunsOneAfterTheOther() {
    var model = Sequential.of(Activation.relu(), Activation.heaviside(), Activation.sign());
    assertThat(model.predict(Tensor.of(-3, 3)).toArray()).containsExactly(1, 1);
    assertThat(Sequential.of().predict(Tensor.of(1, 2)).toArray()).containsExactly(1, 2);
  }

  @Test
  void sequentialIsDeep() {
    var layers = new Layer[10_000];
    Arrays.fill(layers, Activation.tanh());
    var model = Sequential.of(layers);
    var x = Tensor.scalar(0.5);
    assertThat(Autograd.grad(() -> model.predict(x), x).item()).isBetween(0f, 1f);
  }

  @Test
  void residualAddsWhatItsBodyMakes() {
    var residual = Residual.of(Dense.of(3, 5, Activation.relu()), Dense.of(5, 3));
    residual.start(Rng.of(1));
    var x = Rng.of(2).normal(Shape.of(4, 3));
    assertThat(residual.predict(x).sameBits(x.add(residual.body().predict(x)))).isTrue();
    assertThat(residual.state().keySet())
        .containsExactly(
            "body.layers.0.weight",
            "body.layers.0.bias",
            "body.layers.1.weight",
            "body.layers.1.bias");
    GradCheck.of(residual::predict, x).requireAgreement();
  }

  @Test
  void residualWantsTheShapeKept() {
    var residual = Residual.of(Dense.of(3, 1));
    residual.start(Rng.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> residual.predict(Tensor.ones(4, 3)))
        .withMessage("residual: its body makes [4, 1] of [4, 3], expected the same shape");
  }

  @Test
  void flattenMakesALineOfEachRow() {
    assertThat(Flatten.of().predict(Tensor.range(24).reshape(2, 3, 4)).row(1).toArray())
        .startsWith(12, 13)
        .hasSize(12);
    assertThat(Flatten.of().predict(Tensor.ones(0, 3, 4)).shape()).isEqualTo(Shape.of(0, 12));
    assertThat(Flatten.of().predict(Tensor.ones(5)).shape()).isEqualTo(Shape.of(5, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flatten.of().predict(Tensor.scalar(1)))
        .withMessage("flatten: a single number, expected rows");
  }

  @Test
  void embeddingLooksUpAVectorForEachCategory() {
    var embedding = Embedding.of(4, 2);
    embedding.weight().set(Tensor.range(8).reshape(4, 2));
    assertThat(embedding.predict(Tensor.of(3, 0, 3)).toArray()).containsExactly(6, 7, 0, 1, 6, 7);
    var columns = Tensor.of(new float[][] {{3, 0}, {1, 2}});
    assertThat(embedding.predict(columns).shape()).isEqualTo(Shape.of(2, 2, 2));
  }

  @Test
  void embeddingLearnsWhatWasLookedUp() {
    var embedding = Embedding.of(4, 2);
    embedding.start(Rng.of(1));
    var index = Tensor.of(3, 0, 3);
    var gradient =
        Autograd.valueAndGrad(() -> embedding.predict(index).sum(), embedding.weight())
            .gradients()
            .of(embedding.weight());
    assertThat(gradient.toArray()).containsExactly(1, 1, 0, 0, 0, 0, 2, 2);
    GradCheck.of(() -> embedding.predict(index).square().sum(), embedding.weight())
        .requireAgreement();
  }

  @Test
  void embeddingRefusesWhatIsNoCategory() {
    var embedding = Embedding.of(4, 2);
    embedding.start(Rng.of(1));
    for (float index : new float[] {4, -1, 0.5f, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> embedding.predict(Tensor.of(0, index)))
          .withMessage("gather: index 1 is " + index + ", expected a whole number from 0 to 3");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedding.of(0, 2))
        .withMessage("embedding: categories is 0, expected at least 1");
  }
}
