package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cortado.internal.Disk;
import dev.cortado.nn.Sequential;
import dev.cortado.train.History;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every request to the disk fails, one after the other: the old checkpoint or the new one loads.
 */
class CheckpointFaultsTest {

  @TempDir private Path folder;

  /** How a disk fails. */
  enum Fault {
    /** A request fails; those after it are served. */
    ONCE,
    /** From a request on, nothing works. */
    FOR_GOOD,
    /** The process dies in the middle of a request. */
    CRASH
  }

  /** A process that is gone. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A disk that fails at a request. */
  private static final class FaultyDisk implements Disk {

    private final Disk real = Disk.durable();
    private final Fault fault;
    private int left;

    FaultyDisk(Fault fault, int request) {
      this.fault = fault;
      left = request;
    }

    /** Whether the request that should fail was made. */
    boolean failed() {
      return left < 0;
    }

    private void request() throws IOException {
      boolean now = fault == Fault.FOR_GOOD ? --left < 0 : --left == -1;
      if (now && fault == Fault.CRASH) {
        throw new Crash();
      }
      if (now) {
        throw new FileSystemException("No space left on device");
      }
      if (failed() && fault == Fault.CRASH) {
        throw new Crash();
      }
    }

    @Override
    public SeekableByteChannel create(Path file) throws IOException {
      request();
      var channel = real.create(file);
      return new ForwardingChannel(channel) {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
          try {
            request();
          } catch (IOException | Crash e) {
            // Torn: a part of it is on the disk.
            bytes.limit(bytes.position() + bytes.remaining() / 2);
            super.write(bytes);
            throw e;
          }
          return super.write(bytes);
        }
      };
    }

    @Override
    public void force(SeekableByteChannel channel) throws IOException {
      request();
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      request();
      real.move(from, to);
    }

    @Override
    public void forceFolder(Path path) throws IOException {
      request();
    }

    @Override
    public void delete(Path file) throws IOException {
      request();
      real.delete(file);
    }
  }

  private static Checkpoints on(Path path, Disk disk) {
    return new Checkpoints(new CheckpointFolder(path, disk), 4, Duration.ZERO, System::nanoTime);
  }

  @ParameterizedTest
  @EnumSource
  void whateverFailsTheRunGoesOnFromAWholeCheckpointToTheSameBits(Fault fault) {
    var whole = CheckpointsTest.model();
    var history = CheckpointsTest.fit(whole);
    boolean failed = true;
    for (int request = 0; failed; request++) {
      var at = folder.resolve("request" + request);
      var disk = new FaultyDisk(fault, request);
      try {
        CheckpointsTest.fit(CheckpointsTest.model(), on(at, disk));
        // A file that could not be deleted is no reason to end a training.
      } catch (UncheckedIOException e) {
        assertThat(e.getMessage()).contains("No space left on device");
      } catch (Crash _) {
        // The next process finds what this one left.
      }
      failed = disk.failed();
      var resumed = CheckpointsTest.model();
      var rest = goOn(at, resumed);
      assertThat(rest).as("%s at request %d", fault, request).isEqualTo(history);
      CheckpointsTest.assertSameBits(whole, resumed);
      assertThat(new CheckpointFolder(at, Disk.durable()).unfinished()).isEmpty();
    }
  }

  private static History goOn(Path at, Sequential model) {
    var checkpoints = Checkpoints.in(at);
    return checkpoints.isEmpty()
        ? CheckpointsTest.fit(model, checkpoints)
        : Trainer.resume(
            checkpoints.latest(),
            model,
            CheckpointsTest.RECIPE,
            CheckpointsTest.MOONS.train(),
            CheckpointsTest.MOONS.valid(),
            checkpoints);
  }

  @Test
  void aFullDiskIsToldInOneLineAndTheOneBeforeIsWhole() throws IOException {
    CheckpointsTest.fit(
        CheckpointsTest.model(),
        Checkpoints.in(folder),
        event -> event.run().step() == 3 ? Signal.STOP : Signal.CONTINUE);
    var before = Files.readAllBytes(folder.resolve("checkpoint-000003"));
    var checkpoints = on(folder, new FaultyDisk(Fault.FOR_GOOD, 1));
    assertThatThrownBy(() ->
            Trainer.resume(
                Checkpoints.in(folder).latest(),
                CheckpointsTest.model(),
                CheckpointsTest.RECIPE,
                CheckpointsTest.MOONS.train(),
                CheckpointsTest.MOONS.valid(),
                checkpoints))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageMatching(
            "checkpoints: .*: cannot save checkpoint-000004: No space left on device; it needs "
                + "[0-9.]+ KiB, [0-9.]+ [KM]iB are free; the ones before are whole");
    assertThat(Files.readAllBytes(folder.resolve("checkpoint-000003"))).isEqualTo(before);
    assertThat(Checkpoints.in(folder).latest().step()).isEqualTo(3);
  }

  @Test
  void aFullDiskBeforeTheFirstCheckpointSpeaksOfNone() throws IOException {
    Files.createDirectories(folder);
    var checkpoints = on(folder, new FaultyDisk(Fault.FOR_GOOD, 1));
    assertThatThrownBy(() -> CheckpointsTest.fit(CheckpointsTest.model(), checkpoints))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(": cannot save checkpoint-0000")
        .hasMessageEndingWith("iB are free");
  }
}
