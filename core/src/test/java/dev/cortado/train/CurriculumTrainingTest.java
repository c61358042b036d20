package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.data.image.Idx;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The training exercises of the lectures. */
class CurriculumTrainingTest {

  private static Sequential network(int hidden) {
    return Sequential.of(Dense.of(2, hidden, Activation.relu()), Dense.of(hidden, 2));
  }

  @ParameterizedTest
  @CsvSource({"100, 1", "32, 4", "10, 10", "1, 100"})
  void theWholeSetABatchOrOneRowMakeAStep(int batchSize, int stepsPerEpoch) {
    var data = Toys.moons(100, 0.1, Rng.of(1));
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.01)).batchSize(batchSize).epochs(3);
    var history = Trainer.fit(network(4), recipe, data);
    assertThat(history.last().steps()).isEqualTo(3L * stepsPerEpoch);
  }

  @Test
  void aSingleBatchIsLearnedByHeart() {
    // Labels at random: there is nothing to learn but the rows themselves.
    var x = Rng.of(1).normal(Shape.of(20, 10));
    var y = Rng.of(2).bernoulli(Shape.of(20), 0.5);
    var batch = Dataset.of(x, y, Target.classes("no", "yes"));
    var model = Sequential.of(Dense.of(10, 50, Activation.relu()), Dense.of(50, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(300).batchSize(20);
    var last = Trainer.fit(model, recipe, batch).last();
    assertThat(last.value("train.accuracy")).isEqualTo(1);
    assertThat(last.value("train.loss")).isLessThan(0.01);
  }

  @Test
  void accuracyIsThatOfTheModelInUseAndNotInTraining() {
    var data = Toys.moons(200, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(2, 32, Activation.relu()), Dropout.of(0.8), Dense.of(32, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(5);
    double told = Trainer.fit(model, recipe, data).last().value("train.accuracy");
    assertThat(told).isEqualTo(Metric.accuracy().of(model.predict(data.x()), data.y()));
    assertThat(Evaluation.of(model, data).value("accuracy")).isEqualTo(told);
    var halfAsleep = model.forward(data.x(), Pass.training(Rng.of(2)));
    assertThat(Metric.accuracy().of(halfAsleep, data.y())).isNotEqualTo(told);
  }

  private static double accuracyOfTheExample(double rate, int epochs, long seed) {
    var data = Toys.circles(100, 0.15, 0.3, Rng.of(seed)).asBinary();
    var model =
        Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
    var recipe =
        Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Sgd.of(rate))
            .batchSize(10)
            .epochs(epochs)
            .seed(seed);
    return Trainer.fit(model, recipe, data).last().value("train.accuracy");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theExampleWithTwentyUnitsStaysNearChanceAtOneThousandthAndLearnsAtATenth(long seed) {
    assertThat(accuracyOfTheExample(0.001, 100, seed)).isLessThan(0.85);
    assertThat(accuracyOfTheExample(0.1, 100, seed)).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void moreUnitsFitTheTrainingRowsBetterAndNewOnesWorse() {
    var few = Toys.moons(40, 0.35, Rng.of(3));
    var many = Toys.moons(2_000, 0.35, Rng.of(4));
    var narrow = losses(3, few, many);
    var wide = losses(300, few, many);
    assertThat(wide.last().value("train.loss")).isLessThan(narrow.last().value("train.loss") / 2);
    assertThat(wide.last().value("valid.loss")).isGreaterThan(narrow.last().value("valid.loss"));
  }

  private static History losses(int hidden, Dataset train, Dataset valid) {
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(400).batchSize(40);
    return Trainer.fit(network(hidden), recipe, train, valid);
  }

  @Test
  void aTwoLayerPerceptronOfAnyActivationLearnsASmallSet() {
    var data = Toys.circles(100, 0.1, 0.3, Rng.of(5)).asBinary();
    for (var activation : new Activation[] {Activation.sigmoid(), Activation.relu()}) {
      var model = Sequential.of(Dense.of(2, 20, activation), Dense.of(20, 1));
      var recipe = Recipe.of(Loss.binaryCrossEntropy(), Sgd.of(1)).batchSize(10).epochs(300);
      assertThat(Trainer.fit(model, recipe, data).last().value("train.accuracy"))
          .isGreaterThanOrEqualTo(0.97);
    }
  }

  @Test
  void theLossOfASetIsTheMeanOverItsRowsHoweverTheyAreCut() {
    var data = Toys.moons(103, 0.1, Rng.of(6));
    var model = network(8);
    model.start(Rng.of(7));
    double whole = Loss.crossEntropy().apply(model.predict(data.x()), data.y()).item();
    double cut = 0;
    for (var batch : data.batches(10)) {
      double mean = Loss.crossEntropy().apply(model.predict(batch.x()), batch.y()).item();
      cut += mean * batch.size() / data.size();
    }
    assertThat(cut).isCloseTo(whole, within(1e-6));
  }

  @Test
  void rowByRowAndAllAtOnceGiveTheSameProbabilities() {
    var data = Toys.moons(64, 0.1, Rng.of(8));
    var model = network(8);
    model.start(Rng.of(9));
    var all = model.predict(data.x()).softmax(1);
    for (int row = 0; row < 64; row++) {
      var alone = model.predict(data.rows(RowOrder.of(row)).x()).softmax(1);
      assertThat(alone.sameBits(all.slice(0, row, row + 1))).isTrue();
    }
  }

  @Test
  void softmaxRegressionReadsMoreThanFourOfFiveDigits() {
    var place = Path.of(System.getProperty("cortado.data", "../../shared/data"));
    var images = place.resolve("mnist-t10k-images-idx3-ubyte.gz");
    assumeThat(images)
        .as("MNIST's test digits, looked for in the folder -Dcortado.data")
        .isRegularFile();
    var digits = Idx.images(images, place.resolve("mnist-t10k-labels-idx1-ubyte.gz"), 10);
    var split = digits.split(0.8, 0, Rng.of(42));
    var regression = Dense.of(28 * 28, 10);
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.1)).batchSize(64).epochs(2);
    Trainer.fit(Sequential.of(Flatten.of(), regression), recipe, split.train());
    assertThat(regression.weight().shape()).isEqualTo(Shape.of(784, 10));
    assertThat(
            Metric.accuracy()
                .of(regression.predict(split.test().x().reshape(-1, 784)), split.test().y()))
        .isGreaterThan(0.8);
  }
}
