package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cortado.data.FormatException;
import dev.cortado.data.Split;
import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Callback;
import dev.cortado.train.DivergedException;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Event;
import dev.cortado.train.History;
import dev.cortado.train.Plateau;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  static final Split MOONS = Toys.moons(100, 0.1, Rng.of(1)).split(0.8, 0.1, Rng.of(2));

  static final Recipe RECIPE =
      Recipe.of(Loss.crossEntropy(), Adam.of(1e-2))
          .epochs(6)
          .batchSize(30)
          .schedule(Schedule.cosine(1e-2, 30))
          .plateau(Plateau.on("valid.loss").patience(0))
          .earlyStopping(EarlyStopping.never("valid.loss"));

  @TempDir private Path folder;

  static Sequential model() {
    return Sequential.of(
        Dense.of(2, 4), BatchNorm.of(4), Activation.relu(), Dropout.of(0.2), Dense.of(4, 2));
  }

  static History fit(Layer model, Callback... callbacks) {
    return Trainer.fit(model, RECIPE, MOONS.train(), MOONS.valid(), callbacks);
  }

  static void assertSameBits(Layer one, Layer other) {
    one.state()
        .forEach((name, cell) ->
            assertThat(other.state().get(name).value().sameBits(cell.value())).as(name).isTrue());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Callback stopAt(long step) {
    return event -> event.run().step() >= step ? Signal.STOP : Signal.CONTINUE;
  }

  @Test
  void aRunThatWasStoppedAnywhereGoesOnToTheSameBits() {
    var whole = model();
    var history = fit(whole);
    for (int step = 1; step < 18; step++) {
      var at = folder.resolve("step" + step);
      fit(model(), Checkpoints.in(at).everySteps(1), stopAt(step));
      var resumed = model();
      var checkpoints = Checkpoints.in(at).everySteps(2);
      var rest =
          Trainer.resume(
              checkpoints.latest(), resumed, RECIPE, MOONS.train(), MOONS.valid(), checkpoints);
      assertThat(rest).isEqualTo(history);
      assertSameBits(whole, resumed);
    }
  }

  @Test
  void theLastThreeAndTheBestAreKept() throws IOException {
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1)).epochs(9).batchSize(80);
    var history =
        Trainer.fit(model(), recipe, MOONS.train(), MOONS.valid(), Checkpoints.in(folder));
    double least = Arrays.stream(history.values("valid.loss")).min().orElseThrow();
    var best =
        history.epochs().stream()
            .filter(epoch -> epoch.value("valid.loss") == least)
            .findFirst()
            .orElseThrow();
    var expected = new TreeSet<String>();
    for (long step : new long[] {best.steps(), 7, 8, 9}) {
      expected.add("checkpoint-00000" + step);
    }
    expected.add("lock");
    assertThat(names()).containsExactlyElementsOf(expected);
    assertThat(best.steps()).isLessThan(7);
  }

  @Test
  void theLastEpochIsSavedHoweverShortTheTime() throws IOException {
    var rare = Checkpoints.in(folder).everySteps(1).atMostEvery(Duration.ofDays(1));
    fit(model(), rare);
    assertThat(names()).containsExactly("checkpoint-000001", "checkpoint-000018", "lock");
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    fit(model(), Checkpoints.in(folder));
    var newest = folder.resolve("checkpoint-000018");
    var bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(newest, bytes);
    var found = Checkpoints.in(folder).find();
    assertThat(found.checkpoint().step()).isEqualTo(15);
    assertThat(found.passedOver())
        .singleElement()
        .asString()
        .startsWith("CKPT-CORRUPT: " + newest + ": section '");
    // It goes on, and takes another name for what is there already.
    var resumed = model();
    Trainer.resume(
        Checkpoints.in(folder).latest(),
        resumed,
        RECIPE,
        MOONS.train(),
        MOONS.valid(),
        Checkpoints.in(folder));
    var whole = model();
    fit(whole);
    assertSameBits(whole, resumed);
    assertThat(names()).contains("checkpoint-000018", "checkpoint-000018-2");
    assertThat(Checkpoints.in(folder).find().file())
        .isEqualTo(folder.resolve("checkpoint-000018-2"));
  }

  @Test
  void whereThereIsNoneThatIsSaid() throws IOException {
    assertThat(Checkpoints.in(folder.resolve("nowhere")).isEmpty()).isTrue();
    Files.writeString(folder.resolve("checkpoint-000003.part"), "half");
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Checkpoints.in(folder).latest())
        .withMessage("CKPT-NONE: " + folder + ": no complete checkpoint (1 unfinished, 0 damaged)")
        .returns("CKPT-NONE", FormatException::code);
  }

  @Test
  void whatWasNeverFinishedIsTakenAwayAtTheNextStart() throws IOException {
    Files.writeString(folder.resolve("checkpoint-000003.part"), "half");
    Files.writeString(folder.resolve("notes.part"), "mine");
    fit(model(), Checkpoints.in(folder));
    assertThat(names()).contains("notes.part").doesNotContain("checkpoint-000003.part");
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve("checkpoint-000001"), "not ours");
    fit(model(), Checkpoints.in(folder));
    assertThat(Files.readString(folder.resolve("checkpoint-000001"))).isEqualTo("not ours");
  }

  @Test
  void checkpointsOfAnotherTrainingAreNotMixedIn() {
    fit(model(), Checkpoints.in(folder));
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() ->
            Trainer.fit(
                model(), RECIPE.seed(7), MOONS.train(), MOONS.valid(), Checkpoints.in(folder)))
        .withMessageStartingWith(
            "CKPT-MISMATCH: "
                + folder
                + ": has checkpoints of another training, such as checkpoint-");
  }

  @Test
  void aFolderInUseIsRefusedAndFreeAgainAfterwards() {
    fit(
        model(),
        Checkpoints.in(folder),
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, _) && step == 1) {
            assertThatExceptionOfType(FolderInUseException.class)
                .isThrownBy(() -> fit(model(), Checkpoints.in(folder)))
                .withMessage(
                    folder
                        + " is in use by another training of this process; wait for it, or choose "
                        + "another folder");
          }
          return Signal.CONTINUE;
        });
    var again = Checkpoints.in(folder);
    Trainer.resume(again.latest(), model(), RECIPE, MOONS.train(), MOONS.valid(), again);
  }

  @Test
  void theSameOnesGivenTwiceAreRefused() {
    var twice = Checkpoints.in(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(model(), twice, twice))
        .withMessage(
            "checkpoints: those in "
                + folder
                + " are given to this training twice; give them once");
    fit(model(), twice);
  }

  @Test
  void aTrainingThatIsRefusedTheCheckpointsOfAnotherLeavesThemToIt() throws IOException {
    var shared = Checkpoints.in(folder);
    fit(
        model(),
        shared,
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, _) && step == 16) {
            assertThatExceptionOfType(FolderInUseException.class)
                .isThrownBy(() -> fit(model(), shared));
          }
          return Signal.CONTINUE;
        });
    assertThat(names()).contains("checkpoint-000018");
    Trainer.resume(shared.latest(), model(), RECIPE, MOONS.train(), MOONS.valid(), shared);
  }

  @Test
  void aCheckpointThatSomeoneTookAwayIsNotMissed() throws IOException {
    Trainer.fit(
        model(),
        RECIPE,
        MOONS.train(),
        MOONS.valid(),
        Checkpoints.in(folder).everySteps(1),
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, _) && step == 2) {
            delete(folder.resolve("checkpoint-000001"));
          }
          return Signal.CONTINUE;
        });
    assertThat(names()).contains("checkpoint-000018").doesNotContain("checkpoint-000001");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTrainingThatBeginsAnewIsNotMixedWithAnEarlierOne() {
    fit(model(), Checkpoints.in(folder));
    assertThatIllegalStateException()
        .isThrownBy(() -> fit(model(), Checkpoints.in(folder)))
        .withMessage(
            "checkpoints: "
                + folder
                + " has checkpoints up to step 18; go on from them with Trainer.resume, or choose "
                + "another folder");
  }

  @Test
  void aRunThatGoesWrongGivesTheFolderBack() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() ->
            fit(
                model(),
                Checkpoints.in(folder),
                event -> {
                  if (event instanceof Event.EpochEnded) {
                    throw new ArithmeticException();
                  }
                  return Signal.CONTINUE;
                }));
    var again = Checkpoints.in(folder);
    Trainer.resume(again.latest(), model(), RECIPE, MOONS.train(), MOONS.valid(), again);
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> fit(model(), Checkpoints.in(file)))
        .withMessageStartingWith("checkpoints: " + file + ": cannot be created: ");
  }

  @Test
  void noWeightThatIsNotFiniteIsEverSaved() throws IOException {
    assertThatExceptionOfType(DivergedException.class)
        .isThrownBy(() ->
            fit(
                model(),
                Checkpoints.in(folder).everySteps(1),
                event -> {
                  if (event instanceof Event.BatchEnded(var run, long step, _) && step == 5) {
                    var bias = run.model().state().get("layers.4.bias");
                    bias.set(bias.value().div(0));
                  }
                  return Signal.CONTINUE;
                }));
    assertThat(names()).contains("checkpoint-000005").doesNotContain("checkpoint-000006");
    assertThat(Checkpoints.in(folder).latest().step()).isEqualTo(5);
  }

  @Test
  void aTrainingThatIsRefusedLeavesTheUnfinishedFileOfTheOneAtWork() {
    fit(
        model(),
        Checkpoints.in(folder),
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, _) && step == 1) {
            var unfinished = write(folder.resolve("checkpoint-000001.part"), "half");
            assertThatExceptionOfType(FolderInUseException.class)
                .isThrownBy(() -> fit(model(), Checkpoints.in(folder)));
            assertThat(unfinished).exists();
          }
          return Signal.CONTINUE;
        });
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatStandsBeforeTheFirstStepCanBeSaved() {
    var checkpoints = Checkpoints.in(folder);
    var whole = model();
    fit(
        whole,
        checkpoints,
        event -> {
          if (event instanceof Event.Began(var run)) {
            checkpoints.save(run);
            return Signal.STOP;
          }
          return Signal.CONTINUE;
        });
    assertThat(Checkpoints.in(folder).latest().step()).isZero();
  }

  @Test
  void whatIsNoFileIsNoCheckpoint() throws IOException {
    Files.createDirectories(folder.resolve("checkpoint-000099").resolve("mine"));
    Files.createDirectories(folder.resolve("checkpoint-000099.part").resolve("mine"));
    assertThat(Checkpoints.in(folder).isEmpty()).isTrue();
    fit(model(), Checkpoints.in(folder));
    assertThat(Checkpoints.in(folder).latest().step()).isEqualTo(18);
    assertThat(names()).contains("checkpoint-000099", "checkpoint-000099.part");
  }

  @Test
  void aCheckpointOfALaterReleaseIsNamedAsSuch() throws IOException {
    fit(model(), Checkpoints.in(folder).everySteps(1), stopAt(1));
    var file = folder.resolve("checkpoint-000001");
    var bytes = Files.readAllBytes(file);
    bytes[8] = 2;
    Files.write(file, bytes);
    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() -> Checkpoints.in(folder).latest())
        .withMessage("CKPT-VERSION: " + file + ": has format 2, this release reads 1");
  }

  @Test
  void thoseThatAreThereAreListedTheNewestFirst() {
    fit(model(), Checkpoints.in(folder));
    assertThat(Checkpoints.in(folder).list())
        .containsExactly(
            folder.resolve("checkpoint-000018"),
            folder.resolve("checkpoint-000015"),
            folder.resolve("checkpoint-000012"));
  }

  @Test
  void inTheFirstEpochNoneIsTheBest() throws IOException {
    var recipe = RECIPE.batchSize(8);
    var one = Checkpoints.in(folder).everySteps(1);
    Trainer.fit(model(), recipe, MOONS.train(), MOONS.valid(), one, stopAt(7));
    assertThat(names())
        .containsExactly("checkpoint-000005", "checkpoint-000006", "checkpoint-000007", "lock");
  }

  @Test
  void whatSomeonePutInThePlaceOfACheckpointIsNotDeleted() throws IOException {
    var first = folder.resolve("checkpoint-000001");
    var second = folder.resolve("checkpoint-000002");
    var other = folder.resolve("other");
    fit(model(), Checkpoints.in(other).everySteps(1), stopAt(1));
    Trainer.fit(
        model(),
        RECIPE.seed(7),
        MOONS.train(),
        MOONS.valid(),
        Checkpoints.in(folder).everySteps(1),
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, _) && step == 2) {
            write(first, "mine");
            copy(other.resolve("checkpoint-000001"), second);
          }
          return Signal.CONTINUE;
        });
    assertThat(first).hasContent("mine");
    assertThat(second).hasSameBinaryContentAs(other.resolve("checkpoint-000001"));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stepsAreAtLeastOneApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checkpoints.in(folder).everySteps(0))
        .withMessage("checkpoints: every 0 steps, expected at least 1");
  }
}
