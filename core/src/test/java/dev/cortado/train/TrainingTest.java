package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.data.Dataset;
import dev.cortado.data.Split;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TrainingTest {

  private static final Split MOONS = Toys.moons(300, 0.1, Rng.of(3)).split(0.8, 0.1, Rng.of(3));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(3).batchSize(50);

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 8, Activation.relu()), Dropout.of(0.2), Dense.of(8, 2));
  }

  private static void requireSameBits(Layer a, Layer b) {
    a.state()
        .forEach((name, cell) ->
            assertThat(cell.value().sameBits(b.state().get(name).value())).as(name).isTrue());
  }

  @Test
  void stepsThatTheCallerTakesGiveTheBitsOfFit() {
    var fitted = model();
    var expected = Trainer.fit(fitted, RECIPE, MOONS.train(), MOONS.valid());
    var model = model();
    try (var training = Training.begin(model, RECIPE, MOONS.train(), MOONS.valid())) {
      while (!training.isOver()) {
        training.takeStep();
        model.predict(MOONS.test().x());
      }
      assertThat(training.finish()).isEqualTo(expected);
    }
    requireSameBits(model, fitted);
  }

  @Test
  void anEpochIsTheRestOfTheOneUnderWay() {
    try (var training = Training.begin(model(), RECIPE, MOONS.train())) {
      training.takeStep();
      training.takeStep();
      var history = training.takeEpoch();
      assertThat(training.run().step()).isEqualTo(5);
      assertThat(history.epochs()).hasSize(1);
      assertThat(training.takeEpoch().epochs()).hasSize(2);
      assertThat(training.run().step()).isEqualTo(10);
    }
  }

  @Test
  void aStepReturnsTheLossThatTheEventHas() {
    var told = new ArrayList<Double>();
    Callback watch =
        event -> {
          if (event instanceof Event.BatchEnded(_, _, double loss)) {
            told.add(loss);
          }
          return Signal.CONTINUE;
        };
    try (var training = Training.begin(model(), RECIPE, MOONS.train(), watch)) {
      var taken = List.of(training.takeStep(), training.takeStep());
      assertThat(told).isEqualTo(taken);
    }
  }

  @Test
  void aRateThatTheCallerSetsReplacesScheduleAndPlateau() {
    var recipe =
        RECIPE
            .schedule(Schedule.cosine(1e-2, 15))
            .plateau(Plateau.on("train.loss").patience(0).threshold(0.99));
    try (var training = Training.begin(model(), recipe, MOONS.train())) {
      training.takeStep();
      assertThat(training.rate()).isNotEqualTo(1e-2);
      training.rate(3e-3);
      training.takeEpoch();
      training.takeEpoch();
      assertThat(training.rate()).isEqualTo(3e-3);
      assertThat(training.history().values("train.loss")).hasSize(2);
      assertThat(training.history().last().rate()).isEqualTo(3e-3);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> training.rate(Double.NaN))
          .withMessage("training: rate is NaN, expected a finite number from 0");
    }
  }

  @Test
  void aTrainingWithARateOfTheCallerGoesOnToTheSameBits() {
    var whole = model();
    var saved = new ArrayList<Checkpoint>();
    History history;
    try (var training = Training.begin(whole, RECIPE, MOONS.train())) {
      for (int step = 0; step < 15; step++) {
        if (step == 4) {
          training.rate(1e-3);
        }
        training.takeStep();
        if (step >= 4) {
          saved.add(training.checkpoint());
        }
      }
      history = training.finish();
    }
    for (var checkpoint : saved) {
      var resumed = model();
      assertThat(Trainer.resume(checkpoint, resumed, RECIPE, MOONS.train())).isEqualTo(history);
      requireSameBits(resumed, whole);
    }
  }

  @Test
  void aCheckpointBetweenTheLastStepOfAnEpochAndItsEndIsGoneOnFrom() {
    var saved = new AtomicReference<Checkpoint>();
    var whole = model();
    var history =
        Trainer.fit(
            whole,
            RECIPE,
            MOONS.train(),
            event -> {
              if (event instanceof Event.BatchEnded(var run, long step, _) && step == 5) {
                saved.set(run.checkpoint());
              }
              return Signal.CONTINUE;
            });
    var resumed = model();
    try (var training = Training.resume(saved.get(), resumed, RECIPE, MOONS.train())) {
      assertThat(training.history().epochs()).hasSize(1);
      training.takeEpoch();
      training.takeEpoch();
      assertThat(training.finish()).isEqualTo(history);
    }
    requireSameBits(resumed, whole);
  }

  @Test
  void finishedEarlyItEndsWhereItIs() {
    var events = new ArrayList<Event>();
    Callback watch =
        event -> {
          events.add(event);
          return Signal.CONTINUE;
        };
    var training = Training.begin(model(), RECIPE, MOONS.train(), watch);
    training.takeStep();
    var history = training.finish();
    assertThat(history.ending()).isEqualTo(History.Ending.STOPPED);
    assertThat(events.getLast()).isEqualTo(new Event.Ended(training.run(), history));
  }

  @Test
  void stoppedItTakesNoMoreSteps() {
    try (var training = Training.begin(model(), RECIPE, MOONS.train())) {
      training.takeStep();
      training.stop();
      assertThat(training.isOver()).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(training::takeStep)
          .withMessage("training: it is over (STOPPED); finish it");
    }
  }

  @Test
  void theWeightsOfTheBestEpochAreGivenBackAtTheFinish() {
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(3))
            .epochs(8)
            .earlyStopping(EarlyStopping.never("valid.loss"));
    var model = model();
    var training = Training.begin(model, recipe, MOONS.train(), MOONS.valid());
    while (!training.isOver()) {
      training.takeEpoch();
    }
    var best = training.finish().best();
    var loss = Loss.crossEntropy().apply(model.predict(MOONS.valid().x()), MOONS.valid().y());
    assertThat((double) loss.item()).isEqualTo(best.value("valid.loss"));
  }

  @Test
  void whatIsFinishedOrClosedTakesNoSteps() {
    var finished = Training.begin(model(), RECIPE, MOONS.train());
    finished.finish();
    var closed = Training.begin(model(), RECIPE, MOONS.train());
    closed.close();
    for (var training : List.of(finished, closed)) {
      assertThatIllegalStateException()
          .isThrownBy(training::takeStep)
          .withMessage("training: it is finished or closed; begin another one");
      assertThatIllegalStateException().isThrownBy(training::finish);
      assertThatIllegalStateException().isThrownBy(() -> training.rate(1));
    }
  }

  @Test
  void aCallbackMayNotDriveIt() {
    var training = new AtomicReference<Training>();
    Callback driver =
        event -> {
          if (event instanceof Event.BatchEnded) {
            training.get().takeStep();
          }
          return Signal.CONTINUE;
        };
    training.set(Training.begin(model(), RECIPE, MOONS.train(), driver));
    assertThatIllegalStateException()
        .isThrownBy(() -> training.get().takeStep())
        .withMessageStartingWith("training: it is in the middle of a step");
  }

  @Test
  void whatFailedInACallbackTakesNoMoreSteps() {
    Callback failing =
        event -> {
          if (event instanceof Event.BatchEnded) {
            throw new UnsupportedOperationException("full");
          }
          return Signal.CONTINUE;
        };
    var training = Training.begin(model(), RECIPE, MOONS.train(), failing);
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(training::takeStep);
    assertThatIllegalStateException()
        .isThrownBy(training::takeStep)
        .withMessage("training: it has failed; begin another one, or resume one from a checkpoint");
  }

  @Test
  void aStepThatDivergesIsTakenAgainAtALowerRate() {
    Dataset sine = Toys.sine(100, 0.1, Rng.of(1));
    var model = Sequential.of(Dense.of(1, 16, Activation.relu()), Dense.of(16, 1));
    var recipe = Recipe.of(Loss.mse(), Sgd.of(1_000)).epochs(2);
    try (var training = Training.begin(model, recipe, sine)) {
      assertThatExceptionOfType(DivergedException.class).isThrownBy(training::takeEpoch);
      long step = training.run().step();
      training.rate(1e-20);
      model.state().values().forEach(cell -> cell.set(cell.value().mul(1e-10)));
      training.takeStep();
      assertThat(training.run().step()).isEqualTo(step + 1);
    }
  }

  @Test
  void callbacksAreClosedOnce() {
    var closed = new ArrayList<String>();
    record Closing(List<String> closed) implements Callback {
      @Override
      public Signal on(Event event) {
        return Signal.CONTINUE;
      }

      @Override
      public void close() {
        closed.add("closed");
      }
    }
    try (var training = Training.begin(model(), RECIPE, MOONS.train(), new Closing(closed))) {
      training.takeStep();
      training.finish();
    }
    assertThat(closed).hasSize(1);
  }
}
