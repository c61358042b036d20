package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cortado.train.Callback;
import dev.cortado.train.Event;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted thread closes the files that it reads and writes. */
class CheckpointInterruptTest {

  @TempDir private Path folder;

  @AfterEach
  void clearTheInterrupt() {
    Thread.interrupted();
  }

  private static Callback interruptAt(long step) {
    return event -> {
      if (event instanceof Event.BatchEnded(_, long now, _) && now == step) {
        Thread.currentThread().interrupt();
      }
      return Signal.CONTINUE;
    };
  }

  private void fitInterruptedAt(long step) {
    var checkpoints = Checkpoints.in(folder).everySteps(1);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(
            () -> CheckpointsTest.fit(CheckpointsTest.model(), interruptAt(step), checkpoints))
        .withMessage(
            "checkpoints: "
                + folder
                + ": cannot save checkpoint-00000"
                + step
                + ": the thread was interrupted"
                + (step == 1 ? "" : "; the ones before are whole"));
  }

  @Test
  void anInterruptedSaveSaysSoAndLeavesTheOlderOnesWhole() throws IOException {
    fitInterruptedAt(5);

    assertThat(Thread.interrupted()).isTrue();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "checkpoint-000003", "checkpoint-000003-2", "checkpoint-000004", "lock");
    }
    assertThat(Checkpoints.in(folder).latest().step()).isEqualTo(4);
  }

  @Test
  void aSaveThatIsInterruptedAtTheFirstStepSpeaksOfNoOlderOnes() {
    fitInterruptedAt(1);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Checkpoints.in(folder).isEmpty()).isTrue();
  }

  @Test
  void wholeFilesAreNotCalledDamagedByAnInterruptedThread() {
    fitInterruptedAt(5);

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Checkpoints.in(folder).latest())
        .withMessage(
            "checkpoints: "
                + folder.resolve("checkpoint-000004")
                + ": cannot be read: the thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theTrainingGoesOnToTheSameBitsWhenTheInterruptIsCleared() {
    var whole = CheckpointsTest.model();
    var history = CheckpointsTest.fit(whole);
    fitInterruptedAt(5);
    Thread.interrupted();

    var checkpoints = Checkpoints.in(folder);
    var resumed = CheckpointsTest.model();
    var rest =
        Trainer.resume(
            checkpoints.latest(),
            resumed,
            CheckpointsTest.RECIPE,
            CheckpointsTest.MOONS.train(),
            CheckpointsTest.MOONS.valid(),
            checkpoints);

    assertThat(rest).isEqualTo(history);
    CheckpointsTest.assertSameBits(whole, resumed);
  }
}
