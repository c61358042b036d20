package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.data.image.Augment;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Init;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Clip;
import dev.cortado.optim.Nesterov;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {

  private static final Split MOONS = Toys.moons(300, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(3).batchSize(50);

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 2));
  }

  private static Tensor weight(Layer model) {
    return model.state().get("layers.0.weight").value();
  }

  @Test
  void aNetworkLearnsMoons() {
    var model = Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
    var history = Trainer.fit(model, RECIPE.epochs(40).batchSize(16), MOONS.train(), MOONS.valid());
    assertThat(Evaluation.of(model, MOONS.test()).value("accuracy")).isGreaterThanOrEqualTo(0.97);
    assertThat(history.last().value("train.loss")).isLessThan(0.1);
    assertThat(history.ending()).isEqualTo(History.Ending.EPOCHS_DONE);
  }

  @Test
  void itDoesWhatTheLoopByHandDoes() {
    var byHand = model();
    var rng = Rng.of(42);
    byHand.start(rng.at("model"));
    var updater = Updater.of(Adam.of(1e-2), byHand.state());
    for (int epoch = 0; epoch < 3; epoch++) {
      for (var batch : MOONS.train().batches(50, rng, epoch)) {
        var pass = Pass.training(rng.at("step").at(updater.steps()));
        updater.step(
            () -> Loss.crossEntropy().apply(byHand.forward(batch.x(), pass), batch.y()), 1e-2);
      }
    }
    var model = model();
    Trainer.fit(model, RECIPE, MOONS.train());
    assertThat(weight(model).sameBits(weight(byHand))).isTrue();
  }

  @Test
  void rowsMayBeTakenInTheirOrder() {
    var byHand = model();
    var rng = Rng.of(42);
    byHand.start(rng.at("model"));
    var updater = Updater.of(Adam.of(1e-2), byHand.state());
    for (int epoch = 0; epoch < 2; epoch++) {
      for (var batch : MOONS.train().batches(50)) {
        var pass = Pass.training(rng.at("step").at(updater.steps()));
        updater.step(
            () -> Loss.crossEntropy().apply(byHand.forward(batch.x(), pass), batch.y()), 1e-2);
      }
    }
    var model = model();
    Trainer.fit(model, RECIPE.epochs(2).batchSize(50).inOrder(), MOONS.train());
    assertThat(weight(model).sameBits(weight(byHand))).isTrue();
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    var one = model();
    var two = model();
    var other = model();
    var history = Trainer.fit(one, RECIPE, MOONS.train(), MOONS.valid());
    assertThat(Trainer.fit(two, RECIPE, MOONS.train(), MOONS.valid())).isEqualTo(history);
    Trainer.fit(other, RECIPE.seed(7), MOONS.train());
    assertThat(weight(two).sameBits(weight(one))).isTrue();
    assertThat(weight(other).sameBits(weight(one))).isFalse();
  }

  @Test
  void whatHasValuesIsTrainedFurtherAndWhatIsBlankIsStarted() {
    var body = Dense.of(2, 8, Activation.relu());
    body.start(Rng.of(3));
    var before = body.weight().value();
    var model = Sequential.of(body, Dense.of(8, 2));
    Trainer.fit(model, Recipe.of(Loss.crossEntropy(), Sgd.of(1e-9)).epochs(1), MOONS.train());
    float moved = before.sub(body.weight().value()).abs().max().item();
    assertThat(moved).isLessThan(1e-6f);
    assertThat(model.parameters()).noneMatch(Parameter::isBlank);
  }

  @Test
  void theStreamTellsEverythingInOrder() {
    var seen = new ArrayList<String>();
    Trainer.fit(
        model(),
        RECIPE.epochs(2).batchSize(100),
        MOONS.train(),
        MOONS.valid(),
        event -> {
          seen.add(
              switch (event) {
                case Event.Began(var run) -> "began " + run.step() + "/" + run.batches();
                case Event.BatchEnded(var run, long step, _) ->
                    "step " + step + " is " + run.batch() + " of epoch " + run.epoch();
                case Event.EpochEnded(var run, var epoch) ->
                    "epoch " + epoch.number() + ", next " + run.epoch();
                case Event.Ended(_, var history) -> "ended " + history.ending();
              });
          return Signal.CONTINUE;
        });
    assertThat(seen)
        .containsExactly(
            "began 0/3",
            "step 1 is 1 of epoch 1",
            "step 2 is 2 of epoch 1",
            "step 3 is 3 of epoch 1",
            "epoch 1, next 2",
            "step 4 is 1 of epoch 2",
            "step 5 is 2 of epoch 2",
            "step 6 is 3 of epoch 2",
            "epoch 2, next 3",
            "ended EPOCHS_DONE");
  }

  @Test
  void aCallbackStopsInTheMiddleOfAnEpoch() {
    var history =
        Trainer.fit(
            model(),
            RECIPE,
            MOONS.train(),
            event ->
                event instanceof Event.BatchEnded(_, long step, _) && step == 7
                    ? Signal.STOP
                    : Signal.CONTINUE);
    assertThat(history.ending()).isEqualTo(History.Ending.STOPPED);
    assertThat(history.epochs()).hasSize(1);
  }

  @Test
  void theTrainingLossCountsEachRowOnceThoughTheLastBatchIsShort() {
    var losses = new ArrayList<Double>();
    var history =
        Trainer.fit(
            model(),
            RECIPE.epochs(1).batchSize(100),
            MOONS.train(),
            event -> {
              if (event instanceof Event.BatchEnded(_, _, double loss)) {
                losses.add(loss);
              }
              return Signal.CONTINUE;
            });
    double mean = (100 * losses.get(0) + 100 * losses.get(1) + 40 * losses.get(2)) / 240;
    assertThat(history.last().value("train.loss")).isEqualTo(mean);
    assertThat(history.firstLoss()).isEqualTo(losses.getFirst());
  }

  @Test
  void metricsAreOfTheRowsForValidationIfThereAreAny() {
    var with = Trainer.fit(model(), RECIPE, MOONS.train(), MOONS.valid());
    var without = Trainer.fit(model(), RECIPE, MOONS.train());
    assertThat(with.last().values().keySet())
        .containsExactly("train.loss", "valid.loss", "valid.accuracy");
    assertThat(without.last().values().keySet()).containsExactly("train.loss", "train.accuracy");
  }

  @Test
  void theMetricFitsTheHead() {
    // A single sigmoid output: the largest of one is always right (curriculum E14).
    var data = MOONS.train().asBinary();
    var model =
        Sequential.of(Dense.of(2, 4, Activation.relu()), Dense.of(4, 1, Activation.sigmoid()));
    var recipe = Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Sgd.of(1e-6)).epochs(1);
    double accuracy = Trainer.fit(model, recipe, data).last().value("train.accuracy");
    assertThat(accuracy).isBetween(0.05, 0.95);
    var byHand = Evaluation.of(model, data, Metric.binaryAccuracy().ofProbabilities());
    assertThat(accuracy).isEqualTo(byHand.value("accuracy"));
  }

  @Test
  void earlyStoppingGivesBackTheWeightsOfTheBestEpoch() {
    var model = model();
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(3))
            .epochs(60)
            .earlyStopping(EarlyStopping.on("valid.loss").patience(4));
    var history = Trainer.fit(model, recipe, MOONS.train(), MOONS.valid());
    assertThat(history.ending()).isEqualTo(History.Ending.NO_BETTER);
    double[] losses = history.values("valid.loss");
    assertThat(history.epochs()).hasSize(history.kept() + 5);
    assertThat(history.best().value("valid.loss"))
        .isEqualTo(Arrays.stream(losses).min().orElseThrow());
    var now = Loss.crossEntropy().apply(model.predict(MOONS.valid().x()), MOONS.valid().y());
    assertThat((double) now.item()).isEqualTo(history.best().value("valid.loss"));
  }

  @Test
  void neverStoppingStillKeepsTheBest() {
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(3))
            .epochs(30)
            .earlyStopping(EarlyStopping.never("valid.accuracy"));
    var history = Trainer.fit(model(), recipe, MOONS.train(), MOONS.valid());
    assertThat(history.epochs()).hasSize(30);
    double best = history.best().value("valid.accuracy");
    assertThat(Arrays.stream(history.values("valid.accuracy")).max()).hasValue(best);
  }

  @Test
  void aRuleThatWatchesWhatIsNotToldIsRefused() {
    var recipe = RECIPE.earlyStopping(EarlyStopping.on("valid.loss"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), recipe, MOONS.train()))
        .withMessage(
            "earlyStopping: no value 'valid.loss'; this run has [train.loss, train.accuracy]");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Trainer.fit(
                model(), RECIPE.plateau(Plateau.on("valid.acc")), MOONS.train(), MOONS.valid()))
        .withMessageContaining("plateau: no value 'valid.acc'");
  }

  @Test
  void theRateFollowsTheScheduleAndThePlateauLowersIt() {
    var rates = new ArrayList<Double>();
    Callback watch =
        event -> {
          if (event instanceof Event.EpochEnded(_, var epoch)) {
            rates.add(epoch.rate());
          }
          return Signal.CONTINUE;
        };
    var data = MOONS.train();
    Trainer.fit(model(), RECIPE.batchSize(240).schedule(Schedule.linear(1, 0, 4)), data, watch);
    assertThat(rates).containsExactly(1.0, 0.75, 0.5);
    rates.clear();
    var never = new Plateau("train.loss", 0.1, 0, 0.99, 0, 0);
    Trainer.fit(model(), RECIPE.rate(1e-6).plateau(never), data, watch);
    assertThat(rates.get(0)).isEqualTo(1e-6);
    assertThat(rates.get(1)).isEqualTo(1e-6);
    assertThat(rates.get(2)).isCloseTo(1e-7, within(1e-20));
  }

  @Test
  void penaltiesAreMadeSmallButNotReported() {
    var plain = model();
    var small = model();
    var first = Trainer.fit(plain, RECIPE, MOONS.train());
    var second = Trainer.fit(small, RECIPE.penalty(Penalty.l2(0.1)), MOONS.train());
    assertThat(second.firstLoss()).isEqualTo(first.firstLoss());
    assertThat(weight(small).square().sum().item()).isLessThan(weight(plain).square().sum().item());
  }

  @Test
  void trueNesterovTakesItsGradientsAhead() {
    var model = model();
    model.start(Rng.of(5));
    var byHand = model();
    byHand.start(Rng.of(5));
    var recipe = Recipe.of(Loss.crossEntropy(), Nesterov.of(0.1)).epochs(1).batchSize(240);
    Trainer.fit(model, recipe.epochs(2), MOONS.train());
    var updater = Updater.of(Nesterov.of(0.1), byHand.state());
    for (int epoch = 0; epoch < 2; epoch++) {
      var batch = MOONS.train().batches(240, Rng.of(42), epoch).at(0);
      updater.step(() -> Loss.crossEntropy().apply(byHand.predict(batch.x()), batch.y()), 0.1);
    }
    assertThat(weight(model).sameBits(weight(byHand))).isTrue();
  }

  @Test
  void gradientsAreClipped() {
    var model = model();
    model.start(Rng.of(5));
    var before = weight(model);
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(1)).epochs(1).batchSize(240).clip(Clip.norm(1e-3));
    Trainer.fit(model, recipe, MOONS.train());
    assertThat(weight(model).sub(before).square().sum().item()).isLessThanOrEqualTo(1.01e-6f);
  }

  @Test
  void rowsAreVaried() {
    var images =
        Dataset.of(Tensor.ones(4, 1, 2, 2), Tensor.of(0, 1, 0, 1), Target.classes("even", "odd"));
    var seen = new ArrayList<Tensor>();
    record Watch(List<Tensor> seen, Flatten flatten, Dense dense) implements Layer {
      @Override
      public Tensor forward(Tensor x, Pass pass) {
        if (pass instanceof Pass.Training) {
          seen.add(x.detach());
        }
        return dense.forward(flatten.forward(x, pass), pass);
      }
    }
    var model = new Watch(seen, new Flatten(), Dense.of(4, 2));
    Trainer.fit(model, RECIPE.epochs(2).augment(Augment.noise(0.1)), images);
    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst().sameBits(seen.getLast())).isFalse();
    assertThat(seen.getFirst().sameBits(Tensor.ones(4, 1, 2, 2))).isFalse();
  }

  @Test
  void rowsForValidationMustMeanTheSame() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), RECIPE, MOONS.train(), MOONS.valid().asBinary()))
        .withMessageStartingWith("fit: the rows for validation are Schema[");
  }

  @Test
  void sampleWeightsAreNumbersFromNoneOn() {
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RECIPE.sampleWeights(Tensor.of(1, bad)))
          .withMessage(
              "recipe: the sample weight of row 1 is " + bad + ", expected a number from 0 on");
    }
  }

  @Test
  void aPlateauKnowsTheDirectionOfItsMetric() {
    // The accuracy of a model that hardly moves stays, and is never taken for better when it falls.
    var plateau = Plateau.on("valid.accuracy").patience(0).threshold(0);
    var history =
        Trainer.fit(
            model(), RECIPE.rate(1e-9).epochs(2).plateau(plateau), MOONS.train(), MOONS.valid());
    assertThat(history.values("valid.accuracy")[1]).isEqualTo(history.values("valid.accuracy")[0]);
    assertThat(history.epochs().getFirst().rate()).isEqualTo(1e-9);
    var checkpoint = new ArrayList<Checkpoint>();
    Trainer.fit(
        model(),
        RECIPE.rate(1e-9).epochs(2).plateau(plateau),
        MOONS.train(),
        MOONS.valid(),
        event -> {
          if (event instanceof Event.EpochEnded(var run, _)) {
            checkpoint.add(run.checkpoint());
          }
          return Signal.CONTINUE;
        });
    double accuracy = history.values("valid.accuracy")[0];
    assertThat(checkpoint.getFirst().plateau()).isEqualTo(new Plateau.RateScale(1, accuracy, 0, 0));
    assertThat(checkpoint.getLast().plateau())
        .isEqualTo(new Plateau.RateScale(0.1, accuracy, 0, 0));
  }

  @Test
  void aRunThatIsRefusedLeavesItsModelBlank() {
    var model = model();
    var recipe = RECIPE.earlyStopping(EarlyStopping.on("valid.los"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model, recipe, MOONS.train(), MOONS.valid()));
    assertThat(model.parameters()).allMatch(Parameter::isBlank);
  }

  @Test
  void ofAStopInTheMiddleOfAnEpochNoEpochHasTheWeights() {
    var history =
        Trainer.fit(
            model(),
            RECIPE,
            MOONS.train(),
            event -> event.run().step() == 7 ? Signal.STOP : Signal.CONTINUE);
    assertThat(history.kept()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(history::best)
        .withMessage("history: the model has the weights of no epoch; see last()");
  }

  @Test
  void everyCallbackIsClosedAndWhatWentWrongFirstIsTold() {
    var closed = new ArrayList<String>();
    record Closing(String name, List<String> closed) implements Callback {
      @Override
      public Signal on(Event event) {
        if (event instanceof Event.EpochEnded) {
          throw new ArithmeticException(name);
        }
        return Signal.CONTINUE;
      }

      @Override
      public void close() {
        closed.add(name);
        throw new IllegalStateException(name);
      }
    }
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() ->
            Trainer.fit(
                model(), RECIPE, MOONS.train(), new Closing("a", closed), new Closing("b", closed)))
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(closed).containsExactly("a", "b");
  }

  @Test
  void metricsThatAreAskedForFitTheHeadToo() {
    var data = MOONS.train().asBinary();
    var model =
        Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 1, Activation.sigmoid()));
    var recipe =
        Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Adam.of(0.05))
            .metrics(Metric.accuracy());
    double told = Trainer.fit(model, recipe, data).last().value("train.accuracy");
    assertThat(told).isGreaterThan(0.8);
    assertThat(Evaluation.of(model, data).value("accuracy")).isEqualTo(told);
  }

  @Test
  void aRowOfWeightNoneIsAsIfItWereNotThere() {
    var weights = new float[240];
    Arrays.fill(weights, 0, 120, 2);
    var half = model();
    var recipe = Recipe.of(Loss.crossEntropy(), Sgd.of(0.5)).epochs(3).batchSize(240);
    Trainer.fit(half, recipe.sampleWeights(Tensor.of(weights)), MOONS.train());
    var only = model();
    var first = MOONS.train().rows(RowOrder.range(0, 120));
    Trainer.fit(only, recipe.batchSize(120), first);
    assertThat(weight(half).sub(weight(only)).abs().max().item()).isLessThan(1e-6f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.fit(model(), recipe.sampleWeights(Tensor.ones(9)), MOONS.train()))
        .withMessage("fit: 9 sample weights for 240 training rows");
  }

  @Test
  void aConstantStartIsKept() {
    var model = Sequential.of(Dense.of(2, 2, Activation.identity(), Init.constant(0.5)));
    Trainer.fit(model, Recipe.of(Loss.crossEntropy(), Sgd.of(1e-9)).epochs(1), MOONS.train());
    assertThat(weight(model).sub(0.5).abs().max().item()).isLessThan(1e-6f);
  }

  @Test
  void trainingInsideATapeRecordsNothing() {
    var w = Parameter.of(Tensor.scalar(2));
    var found =
        Autograd.valueAndGrad(
            () -> {
              Trainer.fit(model(), RECIPE.epochs(1), MOONS.train());
              return w.value().square();
            },
            w);
    assertThat(found.gradients().of(w).item()).isEqualTo(4);
  }
}
