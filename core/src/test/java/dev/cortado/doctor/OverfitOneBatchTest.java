package dev.cortado.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import org.junit.jupiter.api.Test;

class OverfitOneBatchTest {

  private static final Dataset MOONS = Toys.moons(200, 0.1, Rng.of(1));

  private static final Recipe RECIPE = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2));

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
  }

  @Test
  void aSoundModelLearnsABatchByHeart() {
    var result = Overfit.oneBatch(model(), RECIPE, MOONS);
    assertThat(result.learned()).isTrue();
    assertThat(result.rows()).isEqualTo(32);
    assertThat(result.losses().getLast()).isLessThan(result.floor());
    assertThat(result.floor()).isBetween(0.006, 0.007);
    assertThat(result.losses()).hasSizeLessThan(1_000);
    assertThat(result.toString()).matches("learned: 32 rows, loss .* → .* in [0-9]+ steps");
  }

  @Test
  void penaltiesAndSchedulesDoNotKeepItFromThat() {
    var recipe = RECIPE.penalty(Penalty.l2(10)).epochs(1);
    assertThat(Overfit.oneBatch(model(), recipe, MOONS).learned()).isTrue();
  }

  @Test
  void numbersAreLearnedToAHundredthOfTheirVariance() {
    var sine = Toys.sine(100, 0, Rng.of(1));
    var model = Sequential.of(Dense.of(1, 32, Activation.tanh()), Dense.of(32, 1));
    assertThat(Overfit.oneBatch(model, Recipe.of(Loss.mse(), Adam.of(1e-2)), sine).learned())
        .isTrue();
  }

  @Test
  void aRateThatIsTooSmallIsNamed() {
    var data = Toys.circles(100, 0.15, 0.3, Rng.of(1)).asBinary();
    var model =
        Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
    var recipe = Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Sgd.of(0.001)).batchSize(10);
    var result = Overfit.oneBatch(model, recipe, data);
    assertThat(result.learned()).isFalse();
    assertThat(result.losses()).hasSize(1_000);
    assertThat(result.toString())
        .startsWith("not learned: 10 rows, loss ")
        .contains("in 1,000 steps, expected below 0.00", "try a rate of 0.1");
  }

  @Test
  void longRowsThatDifferInTheMiddleDoNotContradictEachOther() {
    float[] x = new float[3 * 2_000];
    x[1_000] = 0.25f;
    x[2_000 + 1_000] = 0.5f;
    x[4_000 + 1_000] = 0.75f;
    var data =
        Dataset.of(Tensor.of(Shape.of(3, 2_000), x), Tensor.of(0, 1, 0), Target.classes("a", "b"));
    var linear = Sequential.of(Dense.of(2_000, 2));
    var result = Overfit.oneBatch(linear, RECIPE, data, 5);
    assertThat(result.toString()).startsWith("not learned").doesNotContain("equal to an earlier");
  }

  @Test
  void rowsThatContradictEachOtherAreCounted() {
    var x = Tensor.of(new float[][] {{1, 2}, {3, 4}, {1, 2}, {1, 2}});
    var data = Dataset.of(x, Tensor.of(0, 1, 1, 0), Target.classes("a", "b"));
    var result = Overfit.oneBatch(model(), RECIPE, data, 200);
    assertThat(result.learned()).isFalse();
    assertThat(result.toString())
        .endsWith("; 1 row equal to an earlier one with another target: no model can learn it");
  }

  @Test
  void aModelThatIsTooSmallIsNotLearned() {
    var line = Sequential.of(Dense.of(2, 2));
    var result = Overfit.oneBatch(line, RECIPE.rate(0.3), Toys.xor());
    assertThat(result.learned()).isFalse();
    assertThat(result.losses().getLast()).isGreaterThan(0.6);
  }

  @Test
  void dropoutIsNamedIfNothingElseIsWrong() {
    var model = Sequential.of(Dense.of(2, 4, Activation.tanh()), Dropout.of(0.8), Dense.of(4, 2));
    assertThat(Overfit.oneBatch(model, RECIPE, MOONS, 300).toString())
        .endsWith("; try it without dropout");
  }

  @Test
  void aTrainingThatDivergesIsToldWithItsPlace() {
    var sine = Toys.sine(64, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(1, 8, Activation.relu()), Dense.of(8, 1));
    var result = Overfit.oneBatch(model, Recipe.of(Loss.mse(), Sgd.of(1e6)), sine);
    assertThat(result.learned()).isFalse();
    assertThat(result.toString()).contains("; diverged at step ");
  }

  @Test
  void theModelIsPutBackToTheBit() {
    var model = model();
    model.start(Rng.of(9));
    var before = model.state().get("layers.0.weight").value();
    Overfit.oneBatch(model, RECIPE, MOONS, 20);
    assertThat(model.state().get("layers.0.weight").value().sameBits(before)).isTrue();
  }

  @Test
  void theSameGivesTheSame() {
    assertThat(Overfit.oneBatch(model(), RECIPE, MOONS))
        .isEqualTo(Overfit.oneBatch(model(), RECIPE, MOONS));
  }

  @Test
  void noStepsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Overfit.oneBatch(model(), RECIPE, MOONS, 0))
        .withMessage("overfit: steps is 0, expected at least 1");
  }
}
