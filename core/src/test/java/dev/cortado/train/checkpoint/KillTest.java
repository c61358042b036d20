package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cortado.internal.Disk;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a training at random moments, as a loss of power does, and lets it go on until it is done:
 * it ends at the bits of one that was left alone. {@code -Dcortado.kills=1000} kills more often,
 * {@code -Dcortado.seed=…} at other moments.
 */
class KillTest {

  private static final int KILLS = Integer.getInteger("cortado.kills", 25);
  private static final long SEED = Long.getLong("cortado.seed", 1);

  /** What a process that got SIGKILL ends with. */
  private static final int KILLED = 128 + 9;

  @TempDir private Path folder;

  @Test
  void aTrainingThatIsKilledAtAnyMomentGoesOnToTheSameBits() throws Exception {
    long before = System.nanoTime();
    var expected = result(start(folder.resolve("whole")));
    long whole = System.nanoTime() - before;
    assertThat(expected).matches("[0-9a-f]{64}");
    var rng = Rng.of(SEED).at("kills");
    int kills = 0;
    int processes = 0;
    int begun = 0;
    int unfinished = 0;
    for (int run = 0; kills < KILLS; run++) {
      var at = folder.resolve("run" + run);
      String ended = null;
      while (ended == null) {
        boolean fresh = Checkpoints.in(at).isEmpty();
        long begin = System.nanoTime();
        var process = start(at);
        processes++;
        if (kills < KILLS) {
          double moment = rng.at(processes).uniform(Shape.of()).item() * whole;
          process.waitFor((long) moment, TimeUnit.NANOSECONDS);
          process.destroyForcibly();
        }
        ended = result(process);
        if (ended != null) {
          // If the machine was busy at first, runs would end before they are killed.
          whole = fresh ? Math.min(whole, System.nanoTime() - begin) : whole;
        } else {
          kills++;
          begun += Checkpoints.in(at).isEmpty() ? 0 : 1;
          unfinished += new CheckpointFolder(at, Disk.durable()).unfinished().size();
        }
      }
      assertThat(ended).as("run %d, -Dcortado.seed=%d", run, SEED).isEqualTo(expected);
    }
    System.out.printf(
        "%d kills, %d with a checkpoint to go on from, %d in the middle of a write%n",
        kills, begun, unfinished);
    assertThat(begun).isGreaterThan(KILLS / 3);
  }

  private Process start(Path at) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dcortado.vector=off",
            "-Dcortado.threads=1",
            "-classpath",
            System.getProperty("java.class.path"),
            KilledRun.class.getName(),
            at.toString())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** What a training ended with, or null if it was killed before it did. */
  private String result(Process process) throws Exception {
    int exit = process.waitFor();
    assertThat(exit).as(Files.readString(folder.resolve("err"))).isIn(0, KILLED);
    return exit == 0 ? Files.readString(folder.resolve("out")).strip() : null;
  }

  @Test
  void aFolderInUseByAnotherProcessIsRefused() throws Exception {
    var at = folder.resolve("shared");
    Files.createDirectories(at);
    var shared = new CheckpointFolder(at, Disk.durable());
    try (var _ = CheckpointLock.of(shared)) {
      // One that is refused here does not give up the lock.
      assertThatExceptionOfType(FolderInUseException.class)
          .isThrownBy(() -> CheckpointLock.of(shared));
      assertThat(start(at).waitFor()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("err")))
          .contains(
              "%s is in use by process %d; wait for it, or choose another folder"
                  .formatted(at, ProcessHandle.current().pid()));
    }
  }
}
