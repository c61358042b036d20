package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cortado.autograd.Autograd;
import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CompileMode;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.ParameterGroup;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.WeightAveraging;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups, schedules over a run, and averages of weights, in whole trainings. */
class TrainingOptionsTest {

  private static final Split MOONS = Toys.moons(300, 0.1, Rng.of(3)).split(0.8, 0.1, Rng.of(3));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), AdamW.of(1e-2, 0.1)).epochs(4).batchSize(70);

  private static Stream<Recipe> recipes() {
    return Stream.of(
        RECIPE
            .group(ParameterGroup.of("**.bias").rate(0.1).decay(0))
            .group(ParameterGroup.of("layers.1").rate(6))
            .group(ParameterGroup.of("layers.4.weight").rate(Schedule.linear(1, 0, 12))),
        RECIPE.group(ParameterGroup.frozen("layers.0")),
        Recipe.of(Loss.crossEntropy(), Nesterov.of(0.05))
            .epochs(4)
            .batchSize(70)
            .group(ParameterGroup.frozen("layers.4.bias"))
            .averaging(WeightAveraging.exponential(0.9)),
        RECIPE
            .schedule(Schedule.cosine(1e-2, 100).warmup(10).overRun(100))
            .decaySchedule(Schedule.linear(1, 0, 1).overRun(1)),
        RECIPE.dropoutSchedule(Schedule.linear(1, 0, 1).overRun(1)),
        RECIPE.dropoutSchedule(Schedule.flatCosine(1, 1).overRun(1)).accumulate(2),
        RECIPE.accumulate(2).clip(Clip.norm(0.1)),
        RECIPE.accumulate(3),
        RECIPE.averaging(WeightAveraging.exponential(0.9)),
        RECIPE.averaging(WeightAveraging.uniform(2)),
        RECIPE
            .averaging(WeightAveraging.exponential(0.8))
            .earlyStopping(EarlyStopping.never("valid.loss")));
  }

  private static Sequential model() {
    return Sequential.of(
        Dense.of(2, 8), BatchNorm.of(8), Activation.relu(), Dropout.of(0.2), Dense.of(8, 2));
  }

  private static Tensor weight(Layer model, String name) {
    return model.state().get(name).value();
  }

  private static void requireSameBits(Layer a, Layer b) {
    a.state()
        .forEach(
            (name, cell) -> assertThat(cell.value().sameBits(weight(b, name))).as(name).isTrue());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRunGoesOnFromAnyStepToTheSameBits(Recipe recipe) {
    var saved = new ArrayList<Checkpoint>();
    Callback save =
        event -> {
          if (!(event instanceof Event.Ended)) {
            saved.add(event.run().checkpoint());
          }
          return Signal.CONTINUE;
        };
    var whole = model();
    var history = Trainer.fit(whole, recipe, MOONS.train(), MOONS.valid(), save);
    for (var checkpoint : saved) {
      var resumed = model();
      var rest = Trainer.resume(checkpoint, resumed, recipe, MOONS.train(), MOONS.valid());
      assertThat(rest).isEqualTo(history);
      requireSameBits(resumed, whole);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void anyNumberOfThreadsTrainsToTheSameBits(Recipe recipe) {
    var models = new ArrayList<Sequential>();
    for (int threads : List.of(1, 3)) {
      var model = model();
      try (var workers = Workers.of(threads)) {
        Compute.of(new ScalarKernels(), workers)
            .call(() -> Trainer.fit(model, recipe, MOONS.train(), MOONS.valid()));
      }
      models.add(model);
    }
    requireSameBits(models.getFirst(), models.getLast());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theCompiledAndThePlainPathTrainToTheSameBits(Recipe recipe) {
    var compiled = model();
    var plain = model();
    var history =
        CompileMode.REQUIRE.call(
            () -> Trainer.fit(compiled, recipe.epochs(6), MOONS.train(), MOONS.valid()));
    assertThat(
            CompileMode.OFF.call(
                () -> Trainer.fit(plain, recipe.epochs(6), MOONS.train(), MOONS.valid())))
        .isEqualTo(history);
    requireSameBits(compiled, plain);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void eachOptionChangesTheWeights(Recipe recipe) {
    var plain = model();
    Trainer.fit(plain, RECIPE, MOONS.train(), MOONS.valid());
    var model = model();
    Trainer.fit(model, recipe, MOONS.train(), MOONS.valid());
    assertThat(weight(model, "layers.4.weight").sameBits(weight(plain, "layers.4.weight")))
        .isFalse();
  }

  @Test
  void aFrozenLayerStaysAndIsStartedAllTheSame() {
    var started = model();
    started.start(Rng.of(42).at("model"));
    var model = model();
    Trainer.fit(model, RECIPE.group(ParameterGroup.frozen("layers.0")), MOONS.train());
    assertThat(weight(model, "layers.0.weight").sameBits(weight(started, "layers.0.weight")))
        .isTrue();
    assertThat(weight(model, "layers.4.weight").sameBits(weight(started, "layers.4.weight")))
        .isFalse();
  }

  @Test
  void theLayersOfATypeAreFrozenTogether() {
    var started = model();
    started.start(Rng.of(42).at("model"));
    var model = model();
    Trainer.fit(model, RECIPE.group(ParameterGroup.frozen(Dense.class)), MOONS.train());
    for (var name : List.of("layers.0.weight", "layers.0.bias", "layers.4.weight")) {
      assertThat(weight(model, name).sameBits(weight(started, name))).isTrue();
    }
    assertThat(weight(model, "layers.1.scale").sameBits(weight(started, "layers.1.scale")))
        .isFalse();
  }

  @Test
  void aGroupOfATypeIsThatOfItsNames() {
    var byType = model();
    var byName = model();
    Trainer.fit(byType, RECIPE.group(ParameterGroup.of(BatchNorm.class).rate(6)), MOONS.train());
    Trainer.fit(byName, RECIPE.group(ParameterGroup.of("layers.1").rate(6)), MOONS.train());
    requireSameBits(byType, byName);
  }

  @Test
  void aTypeThatNoTrainedLayerHasIsRefused() {
    var recipe = RECIPE.group(ParameterGroup.frozen(Dropout.class));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), recipe, MOONS.train()))
        .withMessage("group: the model has no parameters in layers of type Dropout");
  }

  @Test
  void aFrozenWeightThatACallbackSetsIsSeenByTheNextStep() {
    // Two models that differ in the frozen weight alone from the third step on.
    var recipe = RECIPE.group(ParameterGroup.frozen("layers.0.weight"));
    var losses = new ArrayList<Double>();
    for (boolean sets : List.of(true, false)) {
      try (var training = Training.begin(model(), recipe, MOONS.train())) {
        for (int step = 0; step < 3; step++) {
          training.takeStep();
        }
        var weight = training.run().model().state().get("layers.0.weight");
        weight.set(sets ? weight.value().neg() : weight.value());
        losses.add(training.takeStep());
      }
    }
    assertThat(losses.getFirst()).isNotEqualTo(losses.getLast());
  }

  @Test
  void aScheduleOverTheRunIsThatOfItsSteps() {
    var overRun = model();
    var relative = RECIPE.schedule(Schedule.cosine(1e-2, 1).overRun(1));
    var history = Trainer.fit(overRun, relative, MOONS.train());
    assertThat(relative.steps(MOONS.train().size())).isEqualTo(16);
    var inSteps = model();
    var absolute = RECIPE.schedule(Schedule.cosine(1e-2, 16));
    assertThat(Trainer.fit(inSteps, absolute, MOONS.train())).isEqualTo(history);
    requireSameBits(overRun, inSteps);
  }

  @Test
  void aRunWhoseScheduleIsOverItGoesOnForItsEpochsOnly() {
    var recipe = RECIPE.schedule(Schedule.cosine(1e-2, 1).overRun(1));
    Checkpoint checkpoint;
    try (var training = Training.begin(model(), recipe, MOONS.train())) {
      training.takeStep();
      checkpoint = training.checkpoint();
    }
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(checkpoint, model(), recipe.epochs(5), MOONS.train()))
        .withMessageContaining("here steps=20 of Cosine, there steps=16 of Cosine");
  }

  @Test
  void theAverageIsEvaluatedAndGivenBack() {
    var model = model();
    var recipe = RECIPE.averaging(WeightAveraging.exponential(0.9));
    var slots = new ArrayList<Tensor>();
    Callback last =
        event -> {
          if (event instanceof Event.EpochEnded(var run, var epoch) && epoch.number() == 4) {
            slots.add(run.checkpoint().slots().get("layers.4.weight/average"));
            slots.add(run.checkpoint().state().get("layers.4.weight"));
          }
          return Signal.CONTINUE;
        };
    var history = Trainer.fit(model, recipe, MOONS.train(), MOONS.valid(), last);
    assertThat(weight(model, "layers.4.weight").sameBits(slots.getFirst())).isTrue();
    assertThat(slots.getFirst().sameBits(slots.getLast())).isFalse();
    var loss = Loss.crossEntropy().apply(model.predict(MOONS.valid().x()), MOONS.valid().y());
    assertThat((double) loss.item()).isEqualTo(history.last().value("valid.loss"));
  }

  @Test
  void theStepsOfATrainingWithAnAverageAreThoseWithoutIt() {
    var plain = new ArrayList<Double>();
    var averaged = new ArrayList<Double>();
    var recipe = RECIPE.averaging(WeightAveraging.uniform(1));
    Trainer.fit(model(), RECIPE, MOONS.train(), MOONS.valid(), losses(plain));
    Trainer.fit(model(), recipe, MOONS.train(), MOONS.valid(), losses(averaged));
    assertThat(averaged).isEqualTo(plain);
  }

  private static Callback losses(List<Double> losses) {
    return event -> {
      if (event instanceof Event.BatchEnded(_, _, double loss)) {
        losses.add(loss);
      }
      return Signal.CONTINUE;
    };
  }

  @Test
  void theAverageOfTheLastTwoEpochsIsTheirMean() {
    var weights = new ArrayList<Tensor>();
    Callback watch =
        event -> {
          if (event instanceof Event.EpochEnded(var run, var epoch) && epoch.number() > 2) {
            weights.add(run.checkpoint().state().get("layers.4.bias"));
          }
          return Signal.CONTINUE;
        };
    var model = model();
    Trainer.fit(model, RECIPE.averaging(WeightAveraging.uniform(3)), MOONS.train(), watch);
    float[] first = weights.getFirst().toArray();
    float[] second = weights.getLast().toArray();
    float[] mean = weight(model, "layers.4.bias").toArray();
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i]).isEqualTo(first[i] + 0.5f * (second[i] - first[i]));
    }
  }

  @Test
  void gradientsOfSeveralBatchesAreAddedInOrderAndDividedOnce() {
    var model = Sequential.of(Dense.of(2, 4, Activation.tanh()), Dense.of(4, 2));
    var byHand = Sequential.of(Dense.of(2, 4, Activation.tanh()), Dense.of(4, 2));
    model.start(Rng.of(1));
    byHand.start(Rng.of(1));
    // 240 rows are batches of 70, 70, 70 and 30: steps of three and of one.
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.5)).epochs(1).batchSize(70).accumulate(4);
    double loss = Trainer.fit(model, recipe, MOONS.train()).firstLoss();

    var batches = MOONS.train().batches(70, Rng.of(42), 0);
    var parameters = List.copyOf(byHand.parameters());
    var sums = parameters.stream().map(it -> new float[it.shape().size()]).toList();
    double losses = 0;
    for (int i = 0; i < 4; i++) {
      var batch = batches.at(i);
      var found =
          Autograd.valueAndGrad(
              () -> Loss.crossEntropy().apply(byHand.predict(batch.x()), batch.y()), parameters);
      losses += (double) found.value().item() * batch.size();
      float share = batch.size() / 70f;
      for (int p = 0; p < sums.size(); p++) {
        float[] gradient = found.gradients().of(parameters.get(p)).toArray();
        for (int j = 0; j < gradient.length; j++) {
          sums.get(p)[j] += share * gradient[j];
        }
      }
    }
    assertThat(loss).isEqualTo(losses / 240);
    for (int p = 0; p < sums.size(); p++) {
      float[] before = parameters.get(p).value().toArray();
      float[] after = List.copyOf(model.parameters()).get(p).value().toArray();
      for (int j = 0; j < before.length; j++) {
        assertThat(after[j]).isEqualTo(before[j] - 0.5f * (sums.get(p)[j] / (3 + 30 / 70f)));
      }
    }
  }

  @Test
  void aStepOfSeveralBatchesThatDivergesLeavesTheBuffersAsTheyWere() {
    // The second batch of the step has a row that is not a number.
    float[] x = new float[40];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7;
    }
    x[25] = Float.NaN;
    var rows =
        Dataset.of(Tensor.of(Shape.of(20, 2), x), Tensor.zeros(20), Target.classes("one", "other"));
    var model = Sequential.of(BatchNorm.of(2), Dense.of(2, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.1)).batchSize(10).accumulate(2).inOrder();
    try (var training = Training.begin(model, recipe, rows)) {
      var before = training.checkpoint().state();
      assertThatExceptionOfType(DivergedException.class)
          .isThrownBy(training::takeStep)
          .withMessageContaining("epoch 1, batch 2");
      before.forEach(
          (name, value) -> assertThat(weight(model, name).sameBits(value)).as(name).isTrue());
    }
  }

  @Test
  void aFactorOnDropoutThatIsNoShareIsRefused() {
    var recipe = RECIPE.dropoutSchedule(Schedule.constant(1.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), recipe, MOONS.train()))
        .withMessage("dropoutSchedule: the factor of step 0 is 1.5, expected 0 to 1");
  }
}
