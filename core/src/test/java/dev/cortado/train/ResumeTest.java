package dev.cortado.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.data.Dataset;
import dev.cortado.data.FormatException;
import dev.cortado.data.Split;
import dev.cortado.data.Target;
import dev.cortado.data.Toys;
import dev.cortado.data.image.Augment;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ResumeTest {

  private static final Split MOONS = Toys.moons(300, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));

  private static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(3).batchSize(50);

  private static Sequential model() {
    return Sequential.of(Dense.of(2, 8, Activation.relu()), Dense.of(8, 2));
  }

  private static Tensor weight(Layer model) {
    return model.state().get("layers.0.weight").value();
  }

  private static Sequential deep() {
    return Sequential.of(
        Dense.of(2, 8).withoutBias(),
        BatchNorm.of(8),
        Activation.relu(),
        Dropout.of(0.2),
        Dense.of(8, 2));
  }

  private static Sequential flat() {
    return Sequential.of(Flatten.of(), Dense.of(4, 2));
  }

  /** Collects a checkpoint at each event that is chosen. */
  private static Callback saving(List<Checkpoint> to, Predicate<Event> when) {
    return event -> {
      if (when.test(event)) {
        to.add(event.run().checkpoint());
      }
      return Signal.CONTINUE;
    };
  }

  private static void requireSameEnd(
      Split rows, Recipe recipe, Supplier<Layer> blank, Checkpoint from, Layer whole, History all) {
    var resumed = blank.get();
    var rest = Trainer.resume(from, resumed, recipe, rows.train(), rows.valid());

    assertThat(rest).isEqualTo(all);
    whole
        .state()
        .forEach((name, cell) ->
            assertThat(resumed.state().get(name).value().sameBits(cell.value()))
                .as("%s from step %d", name, from.step())
                .isTrue());
  }

  @Test
  void aRunThatGoesOnFromAnyStepEndsAtTheSameBits() {
    var recipe =
        RECIPE
            .epochs(4)
            .batchSize(70)
            .schedule(Schedule.cosine(1e-2, 40))
            .plateau(Plateau.on("valid.loss").patience(0))
            .earlyStopping(EarlyStopping.on("valid.loss").patience(2));
    var saved = new ArrayList<Checkpoint>();
    var whole = deep();
    var history =
        Trainer.fit(
            whole,
            recipe,
            MOONS.train(),
            MOONS.valid(),
            saving(saved, event -> !(event instanceof Event.Ended)));

    for (var checkpoint : saved) {
      requireSameEnd(MOONS, recipe, ResumeTest::deep, checkpoint, whole, history);
    }
    assertThat(saved).hasSizeGreaterThan(15);
  }

  @Test
  void aRunResumedAfterItsBestEpochGivesBackTheWeightsOfThatEpoch() {
    var rows = Toys.moons(500, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));
    var recipe =
        Recipe.of(Loss.crossEntropy(), Sgd.of(3))
            .epochs(60)
            .earlyStopping(EarlyStopping.on("valid.loss").patience(4));
    var saved = new ArrayList<Checkpoint>();
    var whole = model();
    var history =
        Trainer.fit(
            whole,
            recipe,
            rows.train(),
            rows.valid(),
            saving(saved, event -> event instanceof Event.EpochEnded));
    assertThat(history.epochs()).hasSize(history.kept() + 5);

    for (var checkpoint : saved.subList(history.kept(), saved.size())) {
      requireSameEnd(rows, recipe, ResumeTest::model, checkpoint, whole, history);
    }
  }

  @Test
  void aRunGoesOnForMoreEpochsThanPlanned() {
    var two = new ArrayList<Checkpoint>();
    Trainer.fit(
        model(),
        RECIPE.epochs(2),
        MOONS.train(),
        saving(two, event -> event instanceof Event.EpochEnded));
    var resumed = model();
    Trainer.resume(two.getLast(), resumed, RECIPE.epochs(5), MOONS.train());
    var whole = model();
    Trainer.fit(whole, RECIPE.epochs(5), MOONS.train());
    assertThat(weight(resumed).sameBits(weight(whole))).isTrue();
  }

  @Test
  void aCheckpointIsRefusedByARecipeWithFewerEpochsThanItHasBegun() {
    var taken = new ArrayList<Checkpoint>();
    Trainer.fit(
        model(),
        RECIPE.epochs(3),
        MOONS.train(),
        saving(
            taken,
            event ->
                event instanceof Event.EpochEnded
                    || (event instanceof Event.BatchEnded(_, long step, _) && step == 1)));
    var begun = taken.getFirst();
    assertThat(begun.batch()).isEqualTo(1);
    begun.requireEpochs(1);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> begun.requireEpochs(0))
        .withMessageContaining("it is at epoch 1, the recipe has 0");
    var finished = taken.getLast();
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(finished, model(), RECIPE.epochs(2), MOONS.train()))
        .withMessage(
            "CKPT-MISMATCH: checkpoint: it is at epoch 3, the recipe has 2; give it 3 or more, or "
                + "start anew");
    Trainer.resume(finished, model(), RECIPE.epochs(3), MOONS.train());
  }

  @Test
  void aCheckpointOfAnotherRunIsRefusedAndSaysWhatDiffers() {
    var saved = new ArrayList<Checkpoint>();
    Trainer.fit(
        model(), RECIPE, MOONS.train(), saving(saved, event -> event instanceof Event.EpochEnded));
    var checkpoint = saved.getLast();
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(checkpoint, model(), RECIPE.batchSize(51), MOONS.train()))
        .withMessage(
            "CKPT-MISMATCH: checkpoint: it is of another run, whose recipe differs: here"
                + " batchSize=51, there batchSize=50; start anew, or give what it was made with");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(checkpoint, model(), RECIPE, MOONS.valid()))
        .withMessageStartingWith(
            "CKPT-MISMATCH: checkpoint: it is of another run, whose set of training rows differs:"
                + " here ");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(checkpoint, model(), RECIPE, MOONS.train(), MOONS.valid()))
        .withMessageContaining("there none");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(checkpoint, deep(), RECIPE, MOONS.train()))
        .withMessageContaining("whose model differs: here ");
  }

  @Test
  void anAugmentationOfAnotherStrengthIsAnotherRun() {
    var images =
        Dataset.of(Tensor.ones(4, 1, 2, 2), Tensor.of(0, 1, 0, 1), Target.classes("even", "odd"));
    var recipe = RECIPE.augment(Augment.flip().then(Augment.noise(0.1)));
    var saved = new ArrayList<Checkpoint>();
    Trainer.fit(
        flat(),
        recipe,
        images,
        saving(saved, event -> event instanceof Event.BatchEnded(_, long step, _) && step == 1));
    var checkpoint = saved.getFirst();
    Trainer.resume(checkpoint, flat(), recipe, images);
    var stronger = RECIPE.augment(Augment.flip().then(Augment.noise(0.2)));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Trainer.resume(checkpoint, flat(), stronger, images))
        .withMessage(
            "CKPT-MISMATCH: checkpoint: it is of another run, whose recipe differs: here"
                + " deviation=0.2 of Noise, there deviation=0.1 of Noise; start anew, or give what"
                + " it was made with");
  }

  @Test
  void aRunThatHasEndedHasNoCheckpoint() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Trainer.fit(
                model(),
                RECIPE,
                MOONS.train(),
                saving(new ArrayList<>(), event -> event instanceof Event.Ended)))
        .withMessage("run: it is finished; take a checkpoint before that");
  }
}
