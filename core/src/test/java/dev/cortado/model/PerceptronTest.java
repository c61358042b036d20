package dev.cortado.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Autograd;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Init;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerceptronTest {

  private static final Tensor X = Toys.xor().x();
  private static final Dataset AND = gate(0, 0, 0, 1);
  private static final Dataset OR = gate(0, 1, 1, 1);

  private static Dataset gate(float... y) {
    return Dataset.of(X, Tensor.of(y), Target.classes("no", "yes"));
  }

  private static float[] fired(Perceptron perceptron) {
    return perceptron.predict(X).toArray();
  }

  @Test
  void firesAboveTheThresholdThatWasSetByHand() {
    assertThat(fired(Perceptron.byHand(1.5, 1, 1))).containsExactly(0, 0, 0, 1);
    assertThat(fired(Perceptron.byHand(0.5, 1, 1))).containsExactly(0, 1, 1, 1);
    assertThat(fired(Perceptron.byHand(-0.5, -1, -1))).containsExactly(1, 0, 0, 0);
  }

  @Test
  void atTheThresholdItDoesNotFire() {
    assertThat(fired(Perceptron.byHand(1, 1, 1))).containsExactly(0, 0, 0, 1);
    assertThat(fired(Perceptron.of(2))).containsExactly(0, 0, 0, 0);
  }

  @Test
  void learnsAndAndOr() {
    var and = Perceptron.of(2);
    assertThat(and.learn(AND, 1, 100).converged()).isTrue();
    assertThat(fired(and)).containsExactly(0, 0, 0, 1);

    var or = Perceptron.of(2);
    assertThat(or.learn(OR, 1, 100).mistakes()).containsExactly(1, 2, 1, 0);
    assertThat(fired(or)).containsExactly(0, 1, 1, 1);
  }

  @Test
  void neverLearnsXor() {
    var learning = Perceptron.of(2).learn(Toys.xor(), 1, 1000);
    assertThat(learning.converged()).isFalse();
    assertThat(learning.mistakes()).hasSize(1000).allMatch(mistakes -> mistakes > 0);
  }

  @Test
  void theRuleIsTheOneOfTheBook() {
    // By hand: only the last row of AND is wrong at 0, so w and b become α·1·(1, 1) and α.
    var perceptron = Perceptron.of(2);
    assertThat(perceptron.learn(AND, 0.5, 1).mistakes()).containsExactly(1);
    assertThat(perceptron.sums().weight().value().toArray()).containsExactly(0.5f, 0.5f);
    assertThat(perceptron.sums().bias().value().toArray()).containsExactly(0.5f);
    // The first row fires now and should not, which takes b to 0; so does the second: w2, b.
    perceptron.learn(AND.rows(RowOrder.of(0, 1)), 0.5, 1);
    assertThat(perceptron.sums().weight().value().toArray()).containsExactly(0.5f, 0);
    assertThat(perceptron.sums().bias().value().toArray()).containsExactly(-0.5f);
  }

  @Test
  void withoutABiasItsLineGoesThroughTheOrigin() {
    var or = Perceptron.of(2).withoutBias();
    assertThat(or.parameters()).hasSize(1);
    assertThat(or.learn(OR, 1, 100).converged()).isTrue();
    // AND has no such line: (1, 1) fires only if (0, 1) or (1, 0) does.
    assertThat(Perceptron.of(2).withoutBias().learn(AND, 1, 1000).converged()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void partsCloudsFromAnyStart(long seed) {
    var data = Toys.gauss(200, 0.3, Rng.of(seed));
    var perceptron = Perceptron.of(2, Init.normal(0.01));
    perceptron.start(Rng.of(seed));
    assertThat(perceptron.learn(data, 0.1, 100).converged()).isTrue();
    assertThat(Evaluation.of(perceptron, data.asBinary()).value("accuracy")).isEqualTo(1);
  }

  @Test
  void startingAtZeroTheRateChangesNothingButTheLengthOfTheWeights() {
    var data = Toys.gauss(200, 0.8, Rng.of(4));
    var slow = Perceptron.of(2);
    var fast = Perceptron.of(2);
    assertThat(slow.learn(data, 0.25, 20)).isEqualTo(fast.learn(data, 1, 20));
    assertThat(fast.sums().weight().value())
        .matches(weight -> weight.sameBits(slow.sums().weight().value().mul(4)));
  }

  @Test
  void theRuleIsDescentOnThePerceptronLossInBatchesOfOne() {
    var data = Toys.gauss(100, 1, Rng.of(5)).asBinary();
    var byRule = Perceptron.of(2);
    byRule.learn(data, 0.1, 3);

    var byDescent = Perceptron.of(2);
    var updater = Updater.of(Sgd.of(0.1), byDescent.state());
    for (int epoch = 0; epoch < 3; epoch++) {
      for (var batch : data.batches(1)) {
        updater.step(
            () ->
                Loss.perceptron()
                    .apply(byDescent.sums().forward(batch.x(), Pass.inference()), batch.y()),
            0.1);
      }
    }
    byRule
        .state()
        .forEach((name, cell) ->
            assertThat(byDescent.state().get(name).value().sub(cell.value()).abs().max().item())
                .isLessThan(1e-5f));
  }

  @Test
  void itsStateHasNames() {
    assertThat(Perceptron.of(2).state().keySet()).containsExactly("sums.weight", "sums.bias");
  }

  @Test
  void theStepLetsGradientsThrough() {
    var perceptron = Perceptron.of(2);
    var gradients =
        Autograd.valueAndGrad(
                () -> Loss.mse().apply(perceptron.predict(X), AND.asBinary().y()),
                perceptron.parameters())
            .gradients();
    assertThat(gradients.of(perceptron.sums().weight()).toArray()).containsExactly(-0.5f, -0.5f);
  }

  @Test
  void whatCannotBeLearnedIsRefused() {
    var perceptron = Perceptron.of(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.learn(AND, 0, 10))
        .withMessage("perceptron: rate is 0.0, expected a finite number above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.learn(AND, 1, 0))
        .withMessage("perceptron: epochs is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.learn(Toys.blobs(9, 3, 1, Rng.of(1)), 1, 1))
        .withMessage("asBinary: 3 classes, expected 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Perceptron(Dense.of(2, 3)))
        .withMessage("perceptron: weights [2, 3], expected [in, 1]");
  }
}
