package dev.cortado.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.model.SoftmaxRegression;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plain training must reach in seconds, with each of three seeds. */
class FloorsTest {

  static final Path DATA = Path.of(System.getProperty("cortado.data", "../../shared/data"));

  private static double accuracy(Layer model, Dataset data) {
    return Evaluation.of(model, data, Metric.accuracy()).value("accuracy");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void moonsAreToldApart(long seed) {
    var split = Toys.moons(1_000, 0.1, Rng.of(seed)).split(0.7, 0.15, Rng.of(seed));
    var model = Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(40).seed(seed);
    Trainer.fit(model, recipe, split.train(), split.valid());
    assertThat(accuracy(model, split.test())).isGreaterThanOrEqualTo(0.97);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theLecturesCirclesAreToldApartAtRateOneTenth(long seed) {
    var data = Toys.circles(100, 0.15, 0.3, Rng.of(seed)).asBinary();
    assertThat(accuracy(circles(data, 0.1, seed), data)).isGreaterThanOrEqualTo(0.97);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theLecturesCirclesAsWrittenStayNearChance(long seed) {
    var data = Toys.circles(100, 0.15, 0.3, Rng.of(seed)).asBinary();
    var model = circles(data, 0.001, seed);
    assertThat(accuracy(model, data)).isLessThan(0.75);
    assertThat(Loss.binaryCrossEntropy().apply(model.predict(data.x()), data.y()).item())
        .isGreaterThan(0.55f);
  }

  private static Layer circles(Dataset data, double rate, long seed) {
    var model = Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1));
    var recipe =
        Recipe.of(Loss.binaryCrossEntropy(), Sgd.of(rate)).epochs(100).batchSize(10).seed(seed);
    Trainer.fit(model, recipe, data);
    return model;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void twoLayersLearnXor(long seed) {
    var xor = Toys.xor().asBinary();
    var model = Sequential.of(Dense.of(2, 8, Activation.tanh()), Dense.of(8, 1));
    var recipe = Recipe.of(Loss.binaryCrossEntropy(), Adam.of(0.05)).epochs(200).seed(seed);
    Trainer.fit(model, recipe, xor);
    assertThat(accuracy(model, xor)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void spiralsAreToldApart(long seed) {
    var split = Toys.spirals(1_000, 0.01, Rng.of(seed)).split(0.8, 0, Rng.of(seed));
    var model =
        Sequential.of(
            Standardize.fit(split.train().x()),
            Dense.of(2, 32, Activation.relu()),
            Dense.of(32, 32, Activation.relu()),
            Dense.of(32, 2));
    var recipe =
        Recipe.of(Loss.crossEntropy(), Adam.of(1e-2))
            .epochs(100)
            .schedule(Schedule.cosine(1e-2, 100 * 25))
            .seed(seed);
    Trainer.fit(model, recipe, split.train());
    assertThat(accuracy(model, split.test())).isGreaterThanOrEqualTo(0.97);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSineIsFollowed(long seed) {
    var split = Toys.sine(1_000, 0.1, Rng.of(seed)).split(0.8, 0, Rng.of(seed));
    var model = Sequential.of(Dense.of(1, 32, Activation.tanh()), Dense.of(32, 1));
    var recipe =
        Recipe.of(Loss.mse(), Adam.of(1e-2))
            .epochs(60)
            .schedule(Schedule.cosine(1e-2, 60 * 25))
            .seed(seed);
    Trainer.fit(model, recipe, split.train());
    assertThat(Evaluation.of(model, split.test()).value("rmse")).isLessThan(0.12);
  }

  @Test
  void softmaxRegressionAndAHiddenLayerReadDigits() {
    assumeDigits();
    var split = Digits.read(DATA).split(0.8, 0, Rng.of(42));
    var linear = Sequential.of(Flatten.of(), Dense.of(784, 10));
    assertThat(accuracy(Digits.train(linear, split.train()), split.test()))
        .isGreaterThanOrEqualTo(0.90);
    var hidden =
        Sequential.of(Flatten.of(), Dense.of(784, 256, Activation.relu()), Dense.of(256, 10));
    assertThat(accuracy(Digits.train(hidden, split.train()), split.test()))
        .isGreaterThanOrEqualTo(0.945);
  }

  @Test
  void softmaxRegressionOnAllRowsAtOnceReadsDigits() {
    assumeDigits();
    var digits = Digits.read(DATA);
    var flat = Dataset.of(digits.x().reshape(-1, 784), digits.y(), digits.schema().target());
    var split = flat.split(0.8, 0, Rng.of(42));
    var model = SoftmaxRegression.fit(split.train(), 0.1);
    assertThat(accuracy(model, split.test())).isGreaterThanOrEqualTo(0.90);
  }

  static void assumeDigits() {
    assumeThat(DATA.resolve("mnist-t10k-images-idx3-ubyte.gz"))
        .as("MNIST's test digits, looked for in the folder -Dcortado.data")
        .isRegularFile();
  }
}
