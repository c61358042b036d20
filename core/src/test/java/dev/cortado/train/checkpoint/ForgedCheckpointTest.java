package dev.cortado.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.FormatException;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.DivergedException;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Epoch;
import dev.cortado.train.Event;
import dev.cortado.train.Plateau;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Forged checkpoints, whose checksums are right: each is refused by a {@link FormatException}, or
 * is a possible state and resumes.
 */
class ForgedCheckpointTest {

  private static final int COUNT = Integer.getInteger("cortado.forgeries", 400);
  private static final long SEED = Long.getLong("cortado.seed", 1);
  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int SHA = 32;

  private static final long[] WHOLE = {
    0,
    1,
    -1,
    2,
    7,
    255,
    1 << 28,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] REAL = {
    0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1e-320,
    1e308,
    Double.MAX_VALUE
  };
  private static final String[] TEXTS = {"", "x", "\u001b[2J", "train.loss", "größe".repeat(100)};

  /** Checkpoints in the middle of an epoch and at its end. */
  private static final List<Checkpoint> REAL_ONES = realOnes();

  private static List<Checkpoint> realOnes() {
    var all = new ArrayList<Checkpoint>();
    CheckpointsTest.fit(
        CheckpointsTest.model(),
        event -> {
          if (!(event instanceof Event.Ended) && event.run().step() % 4 == 0) {
            all.add(event.run().checkpoint());
          }
          return Signal.CONTINUE;
        });
    return all;
  }

  /** Random choices of one forgery. */
  private static final class Choices {

    private final Rng rng;
    private int count;

    Choices(Rng rng) {
      this.rng = rng;
    }

    int below(int bound) {
      return rng.at(count++).permutation(bound)[0];
    }

    /** So rarely that most forgeries change a field or two of the hundred. */
    boolean rarely() {
      return below(50) == 0;
    }

    long whole(long value) {
      return rarely() ? below(3) == 0 ? value + 1 : WHOLE[below(WHOLE.length)] : value;
    }

    int small(int value) {
      return (int) whole(value);
    }

    double real(double value) {
      return rarely() ? REAL[below(REAL.length)] : value;
    }

    String text(String value) {
      return rarely() ? TEXTS[below(TEXTS.length)] : value;
    }
  }

  @Test
  void forgedBytesAreRefusedOrResume() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      var choices = new Choices(Rng.of(SEED).at("bytes").at(i));
      byte[] bytes = bytes(REAL_ONES.get(choices.below(REAL_ONES.size())));
      for (int change = 0; change <= choices.below(3); change++) {
        bytes = withChangedSection(bytes, choices);
      }
      requireRefusedOrResumed(bytes, "bytes, seed " + SEED + ", number " + i);
    }
  }

  @Test
  void forgedFieldsAreRefusedOrResume() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      var choices = new Choices(Rng.of(SEED).at("fields").at(i));
      var forged = withChangedFields(REAL_ONES.get(choices.below(REAL_ONES.size())), choices);
      requireRefusedOrResumed(bytes(forged), "fields, seed " + SEED + ", number " + i);
    }
  }

  private static void requireRefusedOrResumed(byte[] bytes, String what) throws IOException {
    try {
      var checkpoint = read(bytes);
      Trainer.resume(
          checkpoint,
          CheckpointsTest.model(),
          CheckpointsTest.RECIPE,
          CheckpointsTest.MOONS.train(),
          CheckpointsTest.MOONS.valid(),
          event -> event instanceof Event.Began ? Signal.CONTINUE : Signal.STOP);
    } catch (FormatException e) {
      assertThat(e.getMessage()).as(what).doesNotContain("\n", "\u001b").hasSizeLessThan(2_000);
    } catch (DivergedException _) {
      // A possible state, whose numbers are too large to go on from.
    } catch (RuntimeException | Error e) {
      fail(what, e);
    }
  }

  private static Checkpoint read(byte[] bytes) throws IOException {
    var channel = Channels.newChannel(new ByteArrayInputStream(bytes));
    return CheckpointFile.read("forged", channel, bytes.length);
  }

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    var out = new ByteArrayOutputStream();
    CheckpointFile.write(checkpoint, Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void aForgedFileAllocatesNoMoreThanItsSize() throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    for (int i = 0; i < COUNT; i++) {
      var choices = new Choices(Rng.of(SEED).at("size").at(i));
      byte[] bytes = withChangedSection(bytes(REAL_ONES.getLast()), choices);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        read(bytes);
      } catch (FormatException _) {
        // Refused.
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("seed %d, number %d", SEED, i)
          .isLessThan(40L * bytes.length + (1 << 20));
    }
  }

  @Test
  void aStepAtTheEndOfItsRangeIsRefused() throws IOException {
    var real = REAL_ONES.getLast();
    var forged =
        new Checkpoint(
            real.identity(),
            Long.MAX_VALUE,
            real.epoch(),
            real.batch(),
            real.lossSum(),
            real.rows(),
            real.firstLoss(),
            real.fixedRate(),
            real.state(),
            real.slots(),
            real.plateau(),
            real.best(),
            real.epochs());
    var read = read(bytes(forged));

    assertThatExceptionOfType(FormatException.class)
        .isThrownBy(() ->
            Trainer.resume(
                read,
                CheckpointsTest.model(),
                CheckpointsTest.RECIPE,
                CheckpointsTest.MOONS.train(),
                CheckpointsTest.MOONS.valid()))
        .withMessage(
            "CKPT-CORRUPT: checkpoint: it is no state of this run: the step is "
                + "9223372036854775807, expected "
                + real.step());
  }

  /** Changes, removes or adds bytes of a section; its length and all checksums stay right. */
  private static byte[] withChangedSection(byte[] file, Choices choices) {
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    var out = ByteBuffer.allocate(2 * file.length + 100).order(ByteOrder.LITTLE_ENDIAN);
    int chosen = choices.below(6);
    out.put(file, 0, HEADER);
    in.position(HEADER);
    for (int section = 0; section < 6; section++) {
      int start = out.position();
      byte[] name = new byte[in.getInt()];
      in.get(name);
      byte[] body = new byte[(int) in.getLong()];
      in.get(body).getInt();
      byte[] changed = section == chosen ? changed(body, choices) : body;
      out.putInt(name.length).put(name).putLong(changed.length).put(changed);
      var checksum = new CRC32C();
      checksum.update(out.array(), start, out.position() - start);
      out.putInt((int) checksum.getValue());
    }
    out.put(sha256(out.array(), out.position()));
    byte[] result = new byte[out.position()];
    out.flip().get(result);
    assertThat(in.remaining()).isEqualTo(SHA);
    return result;
  }

  private static byte[] changed(byte[] body, Choices choices) {
    if (body.length < Long.BYTES) {
      return body;
    }
    int at = choices.below(body.length - Long.BYTES + 1);
    int count = 1 + choices.below(Long.BYTES);
    var bytes = ByteBuffer.wrap(body.clone()).order(ByteOrder.LITTLE_ENDIAN);
    switch (choices.below(6)) {
      case 0 -> bytes.putInt(at, (int) WHOLE[choices.below(WHOLE.length)]);
      case 1 -> bytes.putLong(at, WHOLE[choices.below(WHOLE.length)]);
      case 2 -> bytes.putDouble(at, REAL[choices.below(REAL.length)]);
      case 3 -> bytes.put(at, (byte) (bytes.get(at) + 1));
      case 4 -> {
        byte[] shorter = Arrays.copyOf(body, body.length - count);
        System.arraycopy(body, at + count, shorter, at, shorter.length - at);
        return shorter;
      }
      default -> {
        byte[] longer = Arrays.copyOf(body, body.length + count);
        System.arraycopy(body, at, longer, at + count, body.length - at);
        return longer;
      }
    }
    return bytes.array();
  }

  private static byte[] sha256(byte[] bytes, int length) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Checkpoint withChangedFields(Checkpoint it, Choices choices) {
    var identity = it.identity();
    return new Checkpoint(
        new Checkpoint.Identity(
            choices.text(identity.recipe()),
            choices.text(identity.model()),
            choices.text(identity.train()),
            choices.text(identity.valid()),
            choices.small(identity.numerics())),
        choices.whole(it.step()),
        choices.small(it.epoch()),
        choices.small(it.batch()),
        choices.real(it.lossSum()),
        choices.whole(it.rows()),
        choices.real(it.firstLoss()),
        choices.real(it.fixedRate()),
        tensors(it.state(), choices),
        tensors(it.slots(), choices),
        plateau(it.plateau(), choices),
        best(it.best(), choices),
        epochs(it.epochs(), choices));
  }

  private static SequencedMap<String, Tensor> tensors(
      SequencedMap<String, Tensor> tensors, Choices choices) {
    var changed = new LinkedHashMap<String, Tensor>();
    tensors.forEach((name, tensor) -> {
      if (!choices.rarely()) {
        changed.put(choices.text(name), tensor(tensor, choices));
      }
    });
    return changed;
  }

  private static Tensor tensor(Tensor tensor, Choices choices) {
    if (!choices.rarely()) {
      return tensor;
    }
    float[] values = tensor.toArray();
    return switch (choices.below(4)) {
      case 0 -> tensor.reshape(Shape.of(tensor.size(), 1));
      case 1 -> Tensor.zeros(0, 3);
      case 2 -> Tensor.scalar(1);
      default -> {
        values[choices.below(values.length)] = (float) REAL[choices.below(REAL.length)];
        yield Tensor.of(tensor.shape(), values);
      }
    };
  }

  private static Plateau.@Nullable RateScale plateau(
      Plateau.@Nullable RateScale it, Choices choices) {
    return it == null || choices.rarely()
        ? null
        : new Plateau.RateScale(
            choices.real(it.scale()),
            choices.real(it.best()),
            choices.whole(it.failures()),
            choices.whole(it.cooling()));
  }

  private static Checkpoint.@Nullable Best best(Checkpoint.@Nullable Best it, Choices choices) {
    if (it == null || choices.rarely()) {
      return null;
    }
    var watch = it.watch();
    return new Checkpoint.Best(
        new EarlyStopping.BestSoFar(
            choices.real(watch.best()),
            choices.small(watch.epoch()),
            choices.small(watch.failures())),
        tensors(it.state(), choices));
  }

  private static List<Epoch> epochs(List<Epoch> epochs, Choices choices) {
    var changed = new ArrayList<Epoch>();
    for (var epoch : epochs) {
      var values = new LinkedHashMap<String, Double>();
      epoch.values().forEach((name, value) -> values.put(choices.text(name), choices.real(value)));
      changed.add(
          new Epoch(
              choices.small(epoch.number()),
              choices.whole(epoch.steps()),
              choices.real(epoch.rate()),
              values));
    }
    return changed;
  }
}
