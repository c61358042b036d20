package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.check.GradCheck;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ParallelTest {

  private static final Tensor X =
      Tensor.of(new float[][] {{1, 2, 3, 0}, {4, 5, 6, 2}, {-1, 0.5f, 2, 1}});

  private static Sequential twoInputs() {
    return Sequential.of(
        Parallel.of(
            Columns.range(0, 3, Dense.of(3, 4, Activation.tanh())),
            Columns.range(3, 4, Sequential.of(Embedding.of(3, 2), Flatten.of()))),
        Dense.of(6, 1));
  }

  @Test
  void eachBranchTakesItsColumns() {
    var numbers = Dense.of(3, 4, Activation.tanh());
    var days = Embedding.of(3, 2);
    var both =
        Parallel.of(
            Columns.range(0, 3, numbers), Columns.range(3, 4, Sequential.of(days, Flatten.of())));
    both.start(Rng.of(1));
    var expected =
        Tensor.concat(1, numbers.predict(X.slice(1, 0, 3)), days.predict(Tensor.of(0, 2, 1)));
    assertThat(both.predict(X).sameBits(expected)).isTrue();
  }

  @Test
  void gradientsReachEveryBranch() {
    var model = twoInputs();
    model.start(Rng.of(2));
    GradCheck.of(() -> model.predict(X).square().sum(), model.parameters()).requireAgreement();
  }

  @Test
  void partsAreNamedListedAndStarted() {
    assertThat(twoInputs().state().keySet())
        .containsExactly(
            "layers.0.branches.0.body.weight",
            "layers.0.branches.0.body.bias",
            "layers.0.branches.1.body.layers.0.weight",
            "layers.1.weight",
            "layers.1.bias");
    assertThat(twoInputs().summary(Shape.of(4)).lines())
        .extracting(line -> line.name() + " " + line.output())
        .containsExactly(
            "layers.0.branches.0.body [4]",
            "layers.0.branches.1.body.layers.0 [1, 2]",
            "layers.0.branches.1.body.layers.1 [2]",
            "layers.1 [1]");
  }

  @Test
  void branchesDropDifferently() {
    var y =
        Parallel.of(Dropout.of(0.5), Dropout.of(0.5))
            .forward(Tensor.ones(8, 64), Pass.training(Rng.of(1)));
    assertThat(y.slice(1, 0, 64).sameBits(y.slice(1, 64, 128))).isFalse();
  }

  @Test
  void preparedSaysTheSame() {
    var model = twoInputs();
    model.start(Rng.of(3));
    var compiled = CompiledModel.of(model, Shape.of(4));
    float[] expected = model.predict(X).toArray();
    for (int i = 0; i < 4; i++) {
      float[] out = new float[3];
      compiled.predict(X.toArray(), 0, 3, out, 0);
      assertThat(out).containsExactly(expected);
    }
  }

  @Test
  void refusesColumnsThatAreNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Columns.range(2, 6, Activation.relu()).predict(X))
        .withMessage("columns: [3, 4], expected rows with a column 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Columns.range(2, 2, Activation.relu()))
        .withMessage("columns: 2 to 2, expected 0 ≤ from < to");
    assertThatIllegalArgumentException()
        .isThrownBy(Parallel::of)
        .withMessage("parallel: no branches, expected at least one");
  }
}
