package dev.cortado.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Schema;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Init;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Residual;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.Adam;
import dev.cortado.optim.AdamW;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.ParameterGroup;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Divergence;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

  private static final Split MOONS = Toys.moons(1_000, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(1));

  private static final Recipe RECIPE = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2));

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
  }

  /** The lectures' Keras example as it is written. */
  private static Recipe lecture() {
    return Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Sgd.of(0.001))
        .batchSize(10)
        .epochs(100);
  }

  private static Sequential lectureModel() {
    return Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
  }

  private static Dataset circles(int seed) {
    return Toys.circles(100, 0.15, 0.3, Rng.of(seed)).asBinary();
  }

  private static Diagnosis before(Layer model) {
    return Diagnosis.before(model, RECIPE, MOONS.train(), MOONS.valid());
  }

  private static Diagnosis before(Dataset train) {
    return Diagnosis.before(model(), RECIPE, train);
  }

  private static Diagnosis after(Layer model, Recipe recipe, Dataset train) {
    return Diagnosis.of(Trainer.fit(model, recipe, train), model, recipe, train);
  }

  private static Sequential deep(int layers, int width, Activation activation, Init init) {
    var all = new ArrayList<Layer>();
    for (int i = 0; i < layers; i++) {
      all.add(Dense.of(i == 0 ? 2 : width, width, activation, init));
    }
    all.add(Dense.of(width, 2));
    return new Sequential(all);
  }

  private static Dataset with(Tensor x) {
    return new Dataset(x, MOONS.train().y(), MOONS.train().schema());
  }

  private static Dataset first(Dataset data, int rows) {
    return data.rows(RowOrder.range(0, rows));
  }

  /** 200 rows of which {@code rare} are of class 1. */
  private static Dataset unbalanced(int rare) {
    var x = Rng.of(3).normal(Shape.of(200, 2));
    float[] y = new float[200];
    for (int i = 0; i < rare; i++) {
      y[i * 200 / rare] = 1;
    }
    return Dataset.of(x, Tensor.of(y), Target.classes("usual", "rare"));
  }

  private static Sequential started(String cell, Tensor value) {
    var model = model();
    model.start(Rng.of(1));
    model.state().get(cell).set(value);
    return model;
  }

  private static Diagnosis overfitted() {
    var noisy = Toys.moons(130, 0.4, Rng.of(3)).split(0.25, 0.75, Rng.of(1));
    var wide = Sequential.of(Dense.of(2, 64, Activation.relu()), Dense.of(64, 2));
    var recipe = RECIPE.epochs(200);
    var history = Trainer.fit(wide, recipe, noisy.train(), noisy.valid());
    return Diagnosis.of(history, wide, recipe, noisy.train(), noisy.valid());
  }

  /** A training with the fault. */
  private static Diagnosis planted(Kind kind) {
    return switch (kind) {
      case REFUSED -> before(Sequential.of(Dense.of(2, 8), Dense.of(8, 1)));
      case MISSING_VALUES -> before(with(spoiled()));
      case LOSS_AND_HEAD ->
          before(Sequential.of(Dense.of(2, 8), Dense.of(8, 2, Activation.softmax())));
      case METRIC_AND_HEAD ->
          Diagnosis.before(
              lectureModel(), lecture().metrics(Metric.categoricalAccuracy()), circles(1));
      case EQUAL_UNITS ->
          before(
              Sequential.of(Dense.of(2, 8, Activation.tanh(), Init.constant(0.3)), Dense.of(8, 2)));
      case SHORT_BATCH ->
          Diagnosis.before(
              Sequential.of(Dense.of(2, 8), BatchNorm.of(8), Dense.of(8, 2)),
              RECIPE.batchSize(9),
              first(MOONS.train(), 100));
      case RATE_TOO_LARGE ->
          Diagnosis.before(model(), RECIPE.rate(50), MOONS.train(), MOONS.valid());
      case RATE_TOO_SMALL -> after(lectureModel(), lecture(), circles(1));
      case UPDATE_SIZE ->
          Diagnosis.before(model(), Recipe.of(Loss.crossEntropy(), Sgd.of(1e-6)), MOONS.train());
      case VANISHING_GRADIENTS -> before(deep(8, 16, Activation.sigmoid(), Init.glorotUniform()));
      case EXPLODING_GRADIENTS -> before(deep(8, 64, Activation.relu(), Init.normal(1)));
      case DEAD_UNITS -> before(started("layers.0.bias", Tensor.full(Shape.of(16), -100)));
      case SATURATION ->
          before(
              Sequential.of(Dense.of(2, 16, Activation.tanh(), Init.normal(50)), Dense.of(16, 2)));
      case LOSS_AT_START ->
          before(
              Sequential.of(
                  Dense.of(2, 16, Activation.relu()),
                  Dense.of(16, 2, Activation.identity(), Init.normal(20))));
      case NO_LEARNING ->
          after(
              Sequential.of(Dense.of(2, 2)),
              Recipe.of(Loss.crossEntropy(), Sgd.of(0.1)),
              Toys.xor(200, 0.1, Rng.of(1)));
      case OVERFITTING -> overfitted();
      case LEAKAGE -> Diagnosis.before(model(), RECIPE, MOONS.train(), MOONS.train());
      case UNSCALED_INPUTS -> before(with(MOONS.train().x().mul(200)));
      case CONSTANT_FEATURES -> before(with(MOONS.train().x().mul(Tensor.of(1, 0))));
      case UNBALANCED_CLASSES -> before(unbalanced(6));
      case FEW_ROWS -> before(first(MOONS.train(), 20));
      case NOT_COMPILED ->
          Diagnosis.before(
              model(),
              Recipe.of((p, t) -> Loss.crossEntropy().perSample(p, t), Adam.of(1e-2)),
              MOONS.train());
    };
  }

  private static Tensor spoiled() {
    float[] values = MOONS.train().x().toArray();
    values[35] = Float.NaN;
    return Tensor.of(MOONS.train().x().shape(), values);
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedFaultIsFound(Kind kind) {
    var found = planted(kind).of(kind);
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().text()).isNotBlank().doesNotEndWith(".");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aHealthyTrainingOfClassesHasNoWarning(int seed) {
    var split = Toys.moons(1_000, 0.1, Rng.of(seed)).split(0.8, 0.1, Rng.of(seed));
    assertHealthy(model(), RECIPE.seed(seed), split);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aHealthyDeepTrainingWithAllTrimmingsHasNoWarning(int seed) {
    var split = Toys.moons(1_000, 0.2, Rng.of(seed)).split(0.8, 0.1, Rng.of(seed));
    var model =
        Sequential.of(
            Standardize.fit(split.train().x()),
            Dense.of(2, 32),
            BatchNorm.of(32),
            Activation.gelu(),
            Dropout.of(0.2),
            Residual.of(Dense.of(32, 32, Activation.relu())),
            Dense.of(32, 2));
    var recipe =
        Recipe.of(Loss.crossEntropy(), AdamW.of(1e-3, 1e-2))
            .epochs(30)
            .seed(seed)
            .schedule(Schedule.cosine(1e-3, 2_000).warmup(100))
            .earlyStopping(EarlyStopping.on("valid.loss"));
    assertHealthy(model, recipe, split);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void healthyTrainingsOfNumbersAndOfThreeClassesHaveNoWarning(int seed) {
    assertHealthy(
        Sequential.of(Dense.of(1, 16, Activation.tanh()), Dense.of(16, 1)),
        Recipe.of(Loss.mse(), Adam.of(1e-2)).epochs(60).seed(seed),
        Toys.sine(400, 0.1, Rng.of(seed)).split(0.7, 0.15, Rng.of(seed)));
    var blobs = Toys.blobs(150, 3, 1, Rng.of(seed)).split(0.7, 0.15, Rng.of(seed));
    assertHealthy(
        Sequential.of(
            Standardize.fit(blobs.train().x()), Dense.of(2, 8, Activation.tanh()), Dense.of(8, 3)),
        Recipe.of(Loss.crossEntropy(), Momentum.of(1e-2)).epochs(40).batchSize(16).seed(seed),
        blobs);
  }

  private static void assertHealthy(Layer model, Recipe recipe, Split split) {
    var before = Diagnosis.before(model, recipe, split.train(), split.valid());
    assertThat(before.healthy()).as(before.toString()).isTrue();
    var watch = Diagnosis.watch();
    var history = Trainer.fit(model, recipe, split.train(), split.valid(), watch);
    var after = Diagnosis.of(history, model, recipe, split.train(), split.valid());
    assertThat(after.healthy()).as(after.toString()).isTrue();
    assertThat(watch.diagnosis().healthy()).as(watch.diagnosis().toString()).isTrue();
    assertThat(after.verdict()).startsWith("healthy");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLecturesExampleDoesNotLearnAndItIsSaidWhy(int seed) {
    var model = lectureModel();
    var recipe = lecture().seed(seed);
    assertThat(Diagnosis.before(model, recipe, circles(seed)).of(Kind.RATE_TOO_SMALL)).hasSize(1);
    var watch = Diagnosis.watch();
    var history = Trainer.fit(model, recipe, circles(seed), watch);
    assertThat(history.last().value("train.accuracy")).isLessThan(0.75);
    for (var diagnosis :
        new Diagnosis[] {Diagnosis.of(history, model, recipe, circles(seed)), watch.diagnosis()}) {
      assertThat(diagnosis.verdict()).endsWith(": rate too small");
      assertThat(diagnosis.healthy()).isFalse();
      assertThat(diagnosis.findings().getFirst().text())
          .matches(
              "the loss fell by only .* %, from .* to .*, in 1,000 steps at rate 0.001, each"
                  + " changing the weights by .*e?.* of their length; try a rate of 0.1, 100 times"
                  + " as much");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theLecturesExampleAtAHundredTimesTheRateIsHealthy(int seed) {
    var model = lectureModel();
    var recipe = lecture().rate(0.1).seed(seed);
    assertThat(Diagnosis.before(model, recipe, circles(seed)).toString()).isEqualTo("healthy");
    var watch = Diagnosis.watch();
    Trainer.fit(model, recipe, circles(seed), watch);
    assertThat(watch.diagnosis().toString()).isEqualTo("healthy");
  }

  @Test
  void theModelIsPutBackToTheBit() {
    var model = Sequential.of(Dense.of(2, 8), BatchNorm.of(8), Activation.relu(), Dense.of(8, 2));
    model.start(Rng.of(5));
    var before = model.state().values().stream().map(cell -> cell.value()).toList();
    before(model);
    var after = model.state().values().stream().map(cell -> cell.value()).toList();
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i).sameBits(before.get(i))).isTrue();
    }
  }

  @Test
  void neitherADiagnosisBeforeNorAWatchChangesTheTraining() {
    var plain = model();
    var watched = model();
    var recipe = Recipe.of(Loss.crossEntropy(), Nesterov.of(1e-2)).epochs(3);
    Trainer.fit(plain, recipe, MOONS.train());
    Diagnosis.before(watched, recipe, MOONS.train());
    Trainer.fit(watched, recipe, MOONS.train(), Diagnosis.watch(3));
    plain
        .state()
        .forEach((name, cell) ->
            assertThat(watched.state().get(name).value().sameBits(cell.value())).isTrue());
  }

  @Test
  void theSameGivesTheSame() {
    assertThat(planted(Kind.EXPLODING_GRADIENTS)).isEqualTo(planted(Kind.EXPLODING_GRADIENTS));
    assertThat(planted(Kind.LEAKAGE)).hasToString(planted(Kind.LEAKAGE).toString());
  }

  @Test
  void theWorstComesFirst() {
    var data = unbalanced(6);
    var model =
        Sequential.of(Dense.of(2, 64, Activation.relu()), Dense.of(64, 2, Activation.softmax()));
    var diagnosis = Diagnosis.before(model, RECIPE, data);
    assertThat(diagnosis.findings().stream().map(Finding::severity))
        .isSortedAccordingTo((a, b) -> b.compareTo(a))
        .contains(Severity.PROBLEM, Severity.WARNING, Severity.NOTE);
    assertThat(diagnosis.verdict()).contains("1 warning, 1 note: ", Kind.LOSS_AND_HEAD.words());
    assertThat(diagnosis.toString().lines()).hasSize(1 + diagnosis.findings().size());
    assertThat(diagnosis.healthy()).isFalse();
  }

  @Test
  void whatTheLossRefusesIsToldInItsWords() {
    assertThat(planted(Kind.REFUSED).findings().getFirst().toString())
        .startsWith("problem: a step cannot be taken: crossEntropy: prediction [512, 1]");
  }

  @Test
  void aMetricIsToldApartFromWhatTheLastLayerGives() {
    var text = planted(Kind.METRIC_AND_HEAD).of(Kind.METRIC_AND_HEAD).getFirst().toString();
    assertThat(text)
        .startsWith("problem: accuracy: it cannot be computed: categoricalAccuracy: prediction")
        .contains("has a single output");
    var logits = lecture().metrics(Metric.binaryAccuracy());
    assertThat(Diagnosis.before(lectureModel(), logits, circles(1)).of(Kind.METRIC_AND_HEAD))
        .as("the recipe reads it as the loss does")
        .isEmpty();
    var ranks = lecture().metrics(Metric.rocAuc());
    assertThat(Diagnosis.before(lectureModel(), ranks, circles(1)).of(Kind.METRIC_AND_HEAD))
        .isEmpty();
    var fitting = lecture().metrics(Metric.binaryAccuracy().ofProbabilities());
    assertThat(Diagnosis.before(lectureModel(), fitting, circles(1)).of(Kind.METRIC_AND_HEAD))
        .isEmpty();
  }

  @Test
  void aLossThatDoesNotFitTheLastLayerIsTold() {
    assertHead(Loss.binaryCrossEntropy(), Activation.sigmoid(), Severity.PROBLEM, "once more");
    assertHead(Loss.binaryCrossEntropy(), Activation.relu(), Severity.WARNING, "both signs");
    assertHead(
        Loss.binaryCrossEntropyOfProbabilities().times(2),
        Activation.clip(-1, 1),
        Severity.PROBLEM,
        "takes probabilities");
    assertHead(Loss.mse().summed(), Activation.sigmoid(), Severity.WARNING, "binaryCrossEntropy()");
    var sine = Toys.sine(100, 0.1, Rng.of(1));
    var positive = Sequential.of(Dense.of(1, 4), Dense.of(4, 1, Activation.softplus()));
    assertThat(
            Diagnosis.before(positive, Recipe.of(Loss.mse(), Adam.of(1e-2)), sine)
                .of(Kind.LOSS_AND_HEAD))
        .singleElement()
        .satisfies(it -> assertThat(it.text()).contains("Softplus, which gives 0 to Infinity"));
  }

  private static void assertHead(Loss loss, Activation head, Severity severity, String text) {
    // The clip would be refused at values below 0; shifted it gives some from 0 to 1.
    var model = Sequential.of(Dense.of(2, 4, Activation.relu()), Dense.of(4, 1, head));
    model.start(Rng.of(1));
    model.state().get("layers.1.weight").set(Tensor.full(Shape.of(4, 1), 0.1));
    var found =
        Diagnosis.before(model, Recipe.of(loss, Sgd.of(0.1)), circles(1)).of(Kind.LOSS_AND_HEAD);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().severity()).isEqualTo(severity);
    assertThat(found.getFirst().text()).contains(text);
  }

  @Test
  void leakageTellsHowManyRowsAndTheFirstPair() {
    var train = MOONS.train();
    var valid = first(MOONS.valid(), 50);
    var x = valid.x().toArray();
    x[2 * 7] = train.x().at(3, 0);
    x[2 * 7 + 1] = train.x().at(3, 1);
    x[2 * 20] = train.x().at(11, 0);
    x[2 * 20 + 1] = train.x().at(11, 1);
    // One bit off is another row.
    x[2 * 30] = train.x().at(12, 0);
    x[2 * 30 + 1] = Math.nextUp(train.x().at(12, 1));
    var leaky = new Dataset(Tensor.of(Shape.of(50, 2), x), valid.y(), valid.schema());
    var found = Diagnosis.before(model(), RECIPE, train, leaky).of(Kind.LEAKAGE);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().figure()).isEqualTo(2);
    assertThat(found.getFirst().text()).contains("2 of 50 rows", "the first row 7 there as row 3");
  }

  @Test
  void deadUnitsAreCounted() {
    float[] biases = new float[16];
    for (int unit = 0; unit < 9; unit++) {
      biases[unit] = -100;
    }
    var found = before(started("layers.0.bias", Tensor.of(biases))).of(Kind.DEAD_UNITS);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().where()).isEqualTo("layers.0");
    assertThat(found.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(found.getFirst().figure()).isEqualTo(9 / 16.0);
    assertThat(found.getFirst().text()).startsWith("9 of 16 units give the same for all 512 rows");
  }

  @Test
  void unitsThatDiedInTrainingAreFound() {
    var model = started("layers.0.bias", Tensor.zeros(16));
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(30)).epochs(5);
    var watch = Diagnosis.watch();
    var history = Trainer.fit(model, recipe, MOONS.train(), watch);
    var diagnosis = Diagnosis.of(history, model, recipe, MOONS.train());
    assertThat(diagnosis.of(Kind.DEAD_UNITS)).isNotEmpty();
    assertThat(watch.diagnosis().of(Kind.RATE_TOO_LARGE)).isNotEmpty();
  }

  @Test
  void aTrainingThatSwingsIsToldToBeTooFast() {
    var model = model();
    var diagnosis =
        after(model, Recipe.of(Loss.crossEntropy(), Sgd.of(10)).epochs(20), MOONS.train());
    assertThat(diagnosis.of(Kind.RATE_TOO_LARGE)).hasSize(1);
    assertThat(diagnosis.findings().getFirst().text()).contains("try a rate of 1, or less");
  }

  @Test
  void aWatchSpeaksAlsoOfATrainingThatDiverged() {
    var sine = Toys.sine(64, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(1, 8, Activation.relu()), Dense.of(8, 1));
    var recipe = Recipe.of(Loss.mse(), Sgd.of(5)).epochs(50).batchSize(2);
    var watch = Diagnosis.watch(2);
    assertThatThrownBy(() -> Trainer.fit(model, recipe, sine, watch))
        .isInstanceOf(DivergedException.class);
    assertThat(watch.diagnosis().of(Kind.RATE_TOO_LARGE)).isNotEmpty();
    assertThat(watch.diagnosis().of(Kind.EXPLODING_GRADIENTS)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e3, 1e6, 1e20})
  void aRateThatIsFarTooLargeIsNamedAfterTheTrainingDiverged(double rate) {
    var moons = Toys.moons(1_000, 0.1, Rng.of(1));
    var watch = diverged(model(), Recipe.of(Loss.crossEntropy(), Sgd.of(rate)), moons);
    var found = watch.diagnosis().of(Kind.RATE_TOO_LARGE);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().severity()).isEqualTo(Severity.PROBLEM);
    assertThat(found.getFirst().text())
        .startsWith("the loss began at 0.")
        .contains(" times their length: try a rate of 0.")
        .endsWith(", or less");
    assertThat(watch.diagnosis().verdict()).contains("rate too large");
  }

  private static Diagnosis.Watch diverged(Layer model, Recipe recipe, Dataset train) {
    var watch = Diagnosis.watch();
    assertThatThrownBy(() -> Trainer.fit(model, recipe, train, watch))
        .isInstanceOf(DivergedException.class);
    return watch;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, 1e20})
  void ofAnswersThatAreNoNumbersNothingIsSaidAboutMetrics(double rate) {
    var regression = Sequential.of(Dense.of(1, 16, Activation.relu()), Dense.of(16, 1));
    var recipe = Recipe.of(Loss.mse(), Sgd.of(rate));
    var watch = diverged(regression, recipe, Toys.sine(100, 0.1, Rng.of(1)));
    assertThat(watch.diagnosis().of(Kind.METRIC_AND_HEAD)).isEmpty();
    assertThat(watch.diagnosis().of(Kind.RATE_TOO_LARGE)).hasSize(1);
  }

  @Test
  void aLossThatRefusesWhatIsNoNumberDoesNotHideTheRate() {
    Loss refusing =
        (prediction, target) -> {
          if (Divergence.Index.firstBad(prediction) >= 0) {
            throw new IllegalArgumentException("no numbers");
          }
          return Loss.crossEntropy().perSample(prediction, target);
        };
    var watch = Diagnosis.watch();
    assertThatThrownBy(
            () -> Trainer.fit(model(), Recipe.of(refusing, Sgd.of(1e20)), MOONS.train(), watch))
        .isInstanceOf(RuntimeException.class);
    assertThat(watch.looks()).hasSize(1);
    assertThat(watch.diagnosis().of(Kind.REFUSED)).isEmpty();
    assertThat(watch.diagnosis().of(Kind.RATE_TOO_LARGE)).hasSize(1);
  }

  @Test
  void aStepThatThrowsWeightsFarAwayIsAProblemUnlessTheTrainingLearns() {
    var thrown = Diagnosis.watch();
    Trainer.fit(
        model(),
        Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).schedule(step -> step == 0 ? 100 : 1e-9),
        MOONS.train(),
        thrown,
        event ->
            event instanceof Event.BatchEnded(_, long step, _) && step == 5
                ? Signal.STOP
                : Signal.CONTINUE);
    assertThat(thrown.looks().getFirst().updates().values()).anyMatch(update -> update > 10);
    assertThat(thrown.diagnosis().of(Kind.RATE_TOO_LARGE))
        .extracting(Finding::severity)
        .containsExactly(Severity.PROBLEM);
    var smallHead =
        Sequential.of(
            Dense.of(2, 16, Activation.relu()),
            Dense.of(16, 2, Activation.identity(), Init.normal(1e-3)));
    var learns = Diagnosis.watch();
    Trainer.fit(smallHead, RECIPE, MOONS.train(), learns);
    assertThat(learns.diagnosis().healthy()).as(learns.diagnosis().toString()).isTrue();
  }

  @Test
  void aLastLayerThatStartsNextToZeroIsNoFault() {
    var small =
        Sequential.of(
            Dense.of(2, 16, Activation.relu()),
            Dense.of(16, 2, Activation.identity(), Init.normal(1e-5)));
    assertThat(before(small).healthy()).as(before(small).toString()).isTrue();
  }

  @Test
  void aModelThatDivergesBeforeItsFirstStepIsToldWhy() {
    var huge =
        Sequential.of(
            Dense.of(2, 16, Activation.relu(), Init.normal(1e30)),
            Dense.of(16, 2, Activation.identity(), Init.normal(1e30)));
    var watch = diverged(huge, RECIPE, MOONS.train());
    assertThat(watch.looks()).isEmpty();
    assertThat(watch.diagnosis().of(Kind.LOSS_AT_START))
        .extracting(Finding::severity)
        .containsExactly(Severity.PROBLEM);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.5f, -3, 0.1f})
  void aPerfectFitToAConstantTargetIsHealthy(float constant) {
    assertFitIsHealthy(constant, Loss.mse());
    assertFitIsHealthy(constant, Loss.mae());
    assertFitIsHealthy(constant, Loss.huber(1));
  }

  private static void assertFitIsHealthy(float constant, Loss loss) {
    var x = Rng.of(1).normal(Shape.of(100, 2));
    var y = Tensor.full(Shape.of(100, 1), constant);
    var rows = Dataset.of(x, y, new Target.Numbers(List.of("y")));
    var regression = Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 1));
    var recipe = Recipe.of(loss, Adam.of(1e-2)).epochs(200);
    assertThat(Diagnosis.before(regression, recipe, rows).healthy()).isTrue();
    // The second time it begins with a fit, and the first steps of Adam make it a little worse.
    for (int i = 0; i < 2; i++) {
      var watch = Diagnosis.watch();
      var history = Trainer.fit(regression, recipe, rows, watch);
      assertThat(history.last().value("train.loss")).isLessThan(0.05);
      var diagnosis = Diagnosis.of(history, regression, recipe, rows);
      assertThat(diagnosis.healthy()).as(diagnosis.toString()).isTrue();
      assertThat(watch.diagnosis().healthy()).as(watch.diagnosis().toString()).isTrue();
    }
  }

  @Test
  void aSingleClassThatIsFittedIsNotSaidToBeUnlearned() {
    var x = Rng.of(1).normal(Shape.of(100, 2));
    var rows = Dataset.of(x, Tensor.zeros(Shape.of(100)), Target.classes("a", "b"));
    var diagnosis = after(model(), RECIPE, rows);
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.severity() != Severity.NOTE)
        .extracting(Finding::kind)
        .containsExactly(Kind.UNBALANCED_CLASSES);
  }

  @Test
  void withoutRowsThereIsNothingToLookAt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> before(first(MOONS.train(), 0)))
        .withMessage("diagnosis: no training rows, expected at least one");
  }

  @Test
  void aFittedModelThatIsTrainedOnIsHealthyWhateverMeasuresTheDistance() {
    var sine = Toys.sine(400, 0.1, Rng.of(1));
    for (var loss : List.of(Loss.mae(), Loss.huber(1))) {
      var regression = Sequential.of(Dense.of(1, 16, Activation.tanh()), Dense.of(16, 1));
      var recipe = Recipe.of(loss, Adam.of(1e-2)).epochs(60);
      Trainer.fit(regression, recipe, sine);
      var diagnosis = after(regression, recipe.epochs(5), sine);
      assertThat(diagnosis.healthy()).as(diagnosis.toString()).isTrue();
    }
  }

  @Test
  void missingValuesOfRowsForValidationAreTold() {
    var spoiled = with(spoiled());
    var found = Diagnosis.before(model(), RECIPE, MOONS.train(), spoiled).of(Kind.MISSING_VALUES);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().text())
        .isEqualTo(
            "one feature is not finite, the first in row 17 for validation; fill in or leave"
                + " out what is missing");
  }

  @Test
  void aTargetThatIsNoNumberIsNotBlamedOnTheWeights() {
    var sine = Toys.sine(64, 0.1, Rng.of(1));
    float[] y = sine.y().toArray();
    y[5] = Float.NaN;
    var rows = new Dataset(sine.x(), Tensor.of(sine.y().shape(), y), sine.schema());
    var regression = Sequential.of(Dense.of(1, 8, Activation.tanh()), Dense.of(8, 1));
    var diagnosis = Diagnosis.before(regression, Recipe.of(Loss.mse(), Adam.of(1e-2)), rows);
    assertThat(diagnosis.of(Kind.MISSING_VALUES)).hasSize(1);
    assertThat(diagnosis.of(Kind.LOSS_AT_START)).isEmpty();
    assertThat(diagnosis.of(Kind.METRIC_AND_HEAD)).isEmpty();
  }

  @Test
  void equalUnitsOfTheLastLayerAreNoFault() {
    var logistic = Sequential.of(Dense.of(2, 2, Activation.identity(), Init.zeros()));
    assertThat(before(logistic).of(Kind.EQUAL_UNITS)).isEmpty();
    assertThat(before(logistic).of(Kind.VANISHING_GRADIENTS)).isEmpty();
  }

  @Test
  void reluOfHeAndResidualLayersStandDepth() {
    var he = deep(12, 32, Activation.relu(), Init.he());
    assertThat(before(he).of(Kind.VANISHING_GRADIENTS)).isEmpty();
    assertThat(before(he).of(Kind.EXPLODING_GRADIENTS)).isEmpty();
    var small = deep(6, 64, Activation.relu(), Init.normal(0.01));
    assertThat(before(small).of(Kind.VANISHING_GRADIENTS))
        .singleElement()
        .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.PROBLEM));
  }

  @Test
  void theFirstLossIsHeldAgainstThatOfAnAnswerThatKnowsNothing() {
    var found = planted(Kind.LOSS_AT_START).of(Kind.LOSS_AT_START).getFirst();
    assertThat(found.expected()).isCloseTo(0.6931472, within(1e-6));
    assertThat(found.figure()).isGreaterThan(4 * found.expected());
    var far = Toys.sine(200, 0.1, Rng.of(1));
    var shifted = new Dataset(far.x(), far.y().add(500), far.schema());
    var model = Sequential.of(Dense.of(1, 8, Activation.tanh()), Dense.of(8, 1));
    var numbers =
        Diagnosis.before(model, Recipe.of(Loss.mse(), Adam.of(1e-2)), shifted)
            .of(Kind.LOSS_AT_START);
    assertThat(numbers).hasSize(1);
    assertThat(numbers.getFirst().expected()).isBetween(0.3, 0.7);
    assertThat(numbers.getFirst().text()).contains("subtract the target's mean");
  }

  @Test
  void frozenWeightsAreNoFinding() {
    var recipe = RECIPE.group(ParameterGroup.frozen("layers.0"));
    var found = Diagnosis.before(model(), recipe, MOONS.train());
    assertThat(found.of(Kind.REFUSED)).isEmpty();
    assertThat(found.of(Kind.UPDATE_SIZE)).noneMatch(it -> it.where().startsWith("layers.0"));
    var watch = Diagnosis.watch();
    Trainer.fit(model(), recipe.epochs(1), MOONS.train(), watch);
    assertThat(watch.looks().getFirst().updates().keySet()).containsExactly("layers.1.weight");
  }

  @Test
  void theRateOfAGroupIsTried() {
    var group = ParameterGroup.of("layers.0.weight").rate(1e4);
    assertThat(Diagnosis.before(model(), RECIPE, MOONS.train()).of(Kind.RATE_TOO_LARGE)).isEmpty();
    assertThat(
            Diagnosis.before(model(), RECIPE.group(group), MOONS.train()).of(Kind.RATE_TOO_LARGE))
        .hasSize(1);
  }

  @Test
  void schedulesOverTheRunAreTriedAtItsBegin() {
    var group = ParameterGroup.of("layers.0").rate(Schedule.linear(1, 0, 1).overRun(1));
    var recipe = RECIPE.group(group).dropoutSchedule(Schedule.linear(1, 0, 1).overRun(1));
    assertThat(Diagnosis.before(model(), recipe, MOONS.train()).toString()).isEqualTo("healthy");
  }

  @Test
  void frozenParametersDoNotCountAgainstTheRows() {
    var wide = Sequential.of(Dense.of(2, 400, Activation.relu()), Dense.of(400, 2));
    var frozen = RECIPE.group(ParameterGroup.frozen("layers.0"));
    assertThat(Diagnosis.before(wide, frozen, MOONS.train()).of(Kind.FEW_ROWS))
        .allMatch(it -> it.text().startsWith("802 parameters"));
  }

  @Test
  void aRobustScaleIsAScaling() {
    var data = with(MOONS.train().x().mul(200).add(1000));
    var scaled =
        Sequential.of(
            RobustScale.fit(data.x()), Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
    assertThat(Diagnosis.before(scaled, RECIPE, data).of(Kind.UNSCALED_INPUTS)).isEmpty();
  }

  @Test
  void aScaledModelMayHaveUnscaledInputs() {
    var x = MOONS.train().x().mul(200).add(1000);
    var scaled =
        Sequential.of(Standardize.fit(x), Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
    var data = with(x);
    assertThat(Diagnosis.before(scaled, RECIPE, data).toString()).isEqualTo("healthy");
    var found = Diagnosis.before(model(), RECIPE, data).of(Kind.UNSCALED_INPUTS);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().text())
        .startsWith("has mean 1")
        .contains("(and 1 more column of such a size)");
  }

  @Test
  void aColumnThatIsConstantOnlyInTrainingIsAWarning() {
    var train = with(MOONS.train().x().mul(Tensor.of(1, 0)).add(7));
    var found = Diagnosis.before(model(), RECIPE, train, MOONS.valid()).of(Kind.CONSTANT_FEATURES);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().where()).isEqualTo("x2");
    assertThat(found.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(Diagnosis.before(model(), RECIPE, train).of(Kind.CONSTANT_FEATURES))
        .singleElement()
        .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.NOTE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | keeps the value 7 in every training row
          2 | keeps the value 7 in every training row, as 1 more column keeps its own
          3 | keeps the value 7 in every training row, as 2 more columns keep theirs
          """)
  void constantColumnsAreToldInASentence(int count, String beginning) {
    var x = Tensor.zeros(12, count).add(7);
    var y = Tensor.linspace(0, 1, 12).reshape(12, 1);
    var train = new Dataset(x, y, Schema.of(count, Target.numbers("y")));
    var valid = new Dataset(x.add(1), y, train.schema());
    var recipe = Recipe.of(Loss.mse(), Sgd.of(0.1));
    var model = Sequential.of(Dense.of(count, 1));
    var out = count == 1 ? "; leave it out" : "; leave them out";
    assertThat(Diagnosis.before(model, recipe, train).of(Kind.CONSTANT_FEATURES))
        .extracting(Finding::text)
        .containsExactly(beginning + out);
    assertThat(Diagnosis.before(model, recipe, train, valid).of(Kind.CONSTANT_FEATURES))
        .extracting(Finding::text)
        .containsExactly(
            beginning
                + (count == 1 ? "" : ",")
                + " and has other values in rows for validation, which the model has never seen"
                + out);
  }

  @Test
  void missingValuesAreToldByColumnAndRow() {
    var found = planted(Kind.MISSING_VALUES).of(Kind.MISSING_VALUES);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().where()).isEqualTo("x2");
    assertThat(found.getFirst().text())
        .startsWith("one feature is not finite, the first in row 17");
  }

  @Test
  void aShortBatchIsToldWithASizeThatFits() {
    assertThat(planted(Kind.SHORT_BATCH).of(Kind.SHORT_BATCH).getFirst().text())
        .isEqualTo(
            "100 rows in batches of 9 leave a batch of one, from which batch norm cannot take a"
                + " variance; use batches of 10");
  }

  @Test
  void aMissingClassIsAProblem() {
    var x = Rng.of(3).normal(Shape.of(50, 2));
    var data = Dataset.of(x, Tensor.zeros(50), Target.classes("a", "b"));
    var found = before(data).of(Kind.UNBALANCED_CLASSES);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().severity()).isEqualTo(Severity.PROBLEM);
    assertThat(found.getFirst().where()).isEqualTo("class b");
  }

  @Test
  void overfittingIsOnlyANoteIfTheBestWeightsWereKept() {
    var found = planted(Kind.OVERFITTING).of(Kind.OVERFITTING);
    assertThat(found.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(found.getFirst().figure()).isGreaterThan(found.getFirst().expected());
    var noisy = Toys.moons(130, 0.4, Rng.of(3)).split(0.25, 0.75, Rng.of(1));
    var wide = Sequential.of(Dense.of(2, 64, Activation.relu()), Dense.of(64, 2));
    var recipe = RECIPE.epochs(200).earlyStopping(EarlyStopping.never("valid.loss"));
    var history = Trainer.fit(wide, recipe, noisy.train(), noisy.valid());
    assertThat(
            Diagnosis.of(history, wide, recipe, noisy.train(), noisy.valid()).of(Kind.OVERFITTING))
        .singleElement()
        .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.NOTE));
  }

  @Test
  void aWatchLooksAfterTheFirstStepAndThenEverySoMany() {
    var watch = Diagnosis.watch(10);
    Trainer.fit(model(), RECIPE.epochs(2), MOONS.train(), watch);
    assertThat(watch.looks().stream().map(Diagnosis.Look::step))
        .containsExactly(1L, 10L, 20L, 30L, 40L, 50L);
    assertThat(watch.looks().getFirst().updates())
        .containsOnlyKeys("layers.0.weight", "layers.1.weight");
    assertThat(watch.looks()).allMatch(look -> look.gradient() > 0 && look.loss() > 0);
  }

  @Test
  void aLayerOfOnesOwnIsSeenFromOutside() {
    record Mine(Dense inner) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        return inner.forward(x, pass.at("inner"));
      }
    }
    var model = Sequential.of(new Mine(Dense.of(2, 8, Activation.relu())), Dense.of(8, 2));
    assertThat(before(model).toString()).isEqualTo("healthy");
  }

  @Test
  void deadUnitsInABranchAreFound() {
    var model =
        Sequential.of(
            Parallel.of(Dense.of(2, 8, Activation.relu()), Dense.of(2, 8, Activation.tanh())),
            Dense.of(16, 2));
    model.start(Rng.of(1));
    model.state().get("layers.0.branches.0.bias").set(Tensor.full(Shape.of(8), -100));
    assertThat(before(model).of(Kind.DEAD_UNITS))
        .extracting(Finding::where)
        .containsExactly("layers.0.branches.0");
  }

  @Test
  void aFewRowsAreEnough() {
    var xor = Toys.xor();
    var model = Sequential.of(Dense.of(2, 2, Activation.tanh()), Dense.of(2, 2));
    assertThat(Diagnosis.before(model, RECIPE.epochs(300), xor, xor).of(Kind.LEAKAGE)).hasSize(1);
    assertThat(Diagnosis.before(model, RECIPE.epochs(300), first(xor, 1)).of(Kind.REFUSED))
        .isEmpty();
  }

  @Test
  void aWatchThatSawNothingSaysSo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Diagnosis.watch().diagnosis())
        .withMessage("diagnosis: nothing was watched; give the watch to Trainer.fit");
    assertThatIllegalArgumentException().isThrownBy(() -> Diagnosis.watch(1));
  }

  @Test
  void imagesAreLookedAtAsAWhole() {
    int rows = 40;
    var x = Rng.of(1).uniform(Shape.of(rows, 1, 4, 4), 0, 255);
    float[] y = new float[rows];
    IntStream.range(0, rows).forEach(row -> y[row] = row % 2);
    var data = Dataset.of(x, Tensor.of(y), Target.classes("a", "b"));
    var model = Sequential.of(Flatten.of(), Dense.of(16, 2));
    assertThat(Diagnosis.before(model, RECIPE, data).of(Kind.UNSCALED_INPUTS))
        .singleElement()
        .satisfies(it -> assertThat(it.where()).isEqualTo("x"));
  }
}
