package dev.cortado.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.data.RowSource;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.data.image.Augment;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Callback;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import dev.cortado.train.checkpoint.Checkpoints;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on rows in a file is training on the same rows in memory, to the bit. */
class RowFileTrainingTest {

  private static final Split MOONS = Toys.moons(3_000, 0.2, Rng.of(1)).split(0.6, 0.4, Rng.of(2));

  /** 1,800 rows leave a short last batch. */
  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(3).batchSize(64);

  @TempDir Path folder;

  /** What a training ends with. */
  private record Trained(History history, Layer model) {

    void requireSame(Trained other) {
      assertThat(history).isEqualTo(other.history);
      model
          .state()
          .forEach((name, cell) ->
              assertThat(cell.value().sameBits(other.model.state().get(name).value()))
                  .as(name)
                  .isTrue());
    }
  }

  private static Sequential model() {
    return Sequential.of(
        Dense.of(2, 8), BatchNorm.of(8), Activation.relu(), Dropout.of(0.2), Dense.of(8, 2));
  }

  private RowFile file(String name, Dataset data) {
    var path = folder.resolve(name);
    RowFile.write(path, data.schema(), rows -> rows.add(data));
    return RowFile.open(path);
  }

  private static Trained fit(
      Layer model,
      Recipe recipe,
      RowSource train,
      @Nullable RowSource valid,
      Callback... callbacks) {
    return new Trained(
        valid == null
            ? Trainer.fit(model, recipe, train, callbacks)
            : Trainer.fit(model, recipe, train, valid, callbacks),
        model);
  }

  private void requireSame(Recipe recipe) {
    var memory = fit(model(), recipe, MOONS.train(), MOONS.valid());
    try (var train = file("train.rows", MOONS.train());
        var valid = file("valid.rows", MOONS.valid())) {
      fit(model(), recipe, train, valid).requireSame(memory);
      fit(model(), recipe, train, MOONS.valid()).requireSame(memory);
    }
  }

  @Test
  void shuffledRowsWithValidationGiveTheSameBits() {
    requireSame(RECIPE);
    requireSame(RECIPE.metrics(Metric.accuracy(), Metric.rocAuc()));
  }

  @Test
  void rowsInOrderGiveTheSameBits() {
    requireSame(RECIPE.inOrder());
  }

  @Test
  void earlyStoppingGivesBackTheSameWeights() {
    requireSame(RECIPE.epochs(30).earlyStopping(EarlyStopping.on("valid.accuracy").patience(2)));
  }

  @Test
  void weightedRowsGiveTheSameBits() {
    requireSame(RECIPE.sampleWeights(Rng.of(5).uniform(Shape.of(MOONS.train().size()), 0, 2)));
  }

  @Test
  void withoutRowsForValidationMetricsAreThoseOfTheTrainingRows() {
    var memory = fit(model(), RECIPE, MOONS.train(), null);
    assertThat(memory.history.last().values()).containsKey("train.accuracy");
    try (var train = file("train.rows", MOONS.train())) {
      fit(model(), RECIPE, train, null).requireSame(memory);
    }
  }

  @Test
  void augmentedImagesGiveTheSameBits() {
    var images =
        Dataset.of(
            Rng.of(1).normal(Shape.of(50, 4, 4)), Tensor.zeros(50), Target.classes("a", "b"));
    var recipe = RECIPE.batchSize(8).augment(Augment.shift(0.3).then(Augment.noise(0.1)));
    var memory = fit(Sequential.of(Flatten.of(), Dense.of(16, 2)), recipe, images, null);
    try (var train = file("images.rows", images)) {
      fit(Sequential.of(Flatten.of(), Dense.of(16, 2)), recipe, train, null).requireSame(memory);
    }
  }

  @Test
  void aLossOfOnesOwnThatIsNotRepeatedGivesTheSameBits() {
    requireSame(
        Recipe.of(
                (prediction, target) -> Loss.crossEntropy().perSample(prediction, target),
                Sgd.of(0.1))
            .epochs(2)
            .batchSize(64));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCheckpointOfOneIsGoodForTheOther(boolean fromFile) {
    var memory = fit(model(), RECIPE, MOONS.train(), MOONS.valid());
    try (var train = file("train.rows", MOONS.train());
        var valid = file("valid.rows", MOONS.valid())) {
      var checkpoint = fromFile ? stopped(train, valid) : stopped(MOONS.train(), MOONS.valid());
      for (boolean intoFile : new boolean[] {true, false}) {
        var model = model();
        var history =
            intoFile
                ? Trainer.resume(checkpoint, model, RECIPE, train, valid)
                : Trainer.resume(checkpoint, model, RECIPE, MOONS.train(), MOONS.valid());
        new Trained(history, model).requireSame(memory);
      }
    }
  }

  /** In the middle of the second epoch. */
  private Checkpoint stopped(RowSource train, RowSource valid) {
    var checkpoints = Checkpoints.in(folder.resolve("run")).everySteps(7);
    Callback power = event -> event.run().step() == 42 ? Signal.STOP : Signal.CONTINUE;
    Trainer.fit(model(), RECIPE, train, valid, checkpoints, power);
    var checkpoint = Checkpoints.in(folder.resolve("run")).latest();
    assertThat(checkpoint.step()).isEqualTo(42);
    return checkpoint;
  }

  @Test
  void aCheckpointOfOtherRowsIsRefused() {
    try (var train = file("train.rows", MOONS.train());
        var other = file("other.rows", Toys.moons(1_800, 0.2, Rng.of(9)));
        var valid = file("valid.rows", MOONS.valid())) {
      var checkpoint = stopped(train, valid);
      assertThatThrownBy(() -> Trainer.resume(checkpoint, model(), RECIPE, other, valid))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("whose set of training rows differs");
    }
  }

  @Test
  void anEvaluationIsThatOfTheRowsInMemory() {
    var model = model();
    model.start(Rng.of(1));
    var memory = Evaluation.of(model, MOONS.train(), Metric.accuracy(), Metric.macroF1());
    try (var rows = file("train.rows", MOONS.train())) {
      var found = Evaluation.of(model, rows, Metric.accuracy(), Metric.macroF1());
      assertThat(found.values()).isEqualTo(memory.values());
      assertThat(found.prediction().sameBits(memory.prediction())).isTrue();
    }
  }
}
