package dev.cortado.train.checkpoint;

import dev.cortado.data.FormatException;
import dev.cortado.internal.FileProblem;
import dev.cortado.train.Checkpoint;
import dev.cortado.train.EarlyStopping;
import dev.cortado.train.Epoch;
import dev.cortado.train.Plateau;
import dev.cortado.train.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file format of a checkpoint: a magic word, the version, the sections {@code identity}, {@code
 * progress}, {@code epochs}, {@code state}, {@code optimizer} and {@code best}, each with its
 * length and a CRC-32C, and the SHA-256 of everything before. Equal checkpoints have equal bytes.
 * The layout is in {@code docs/checkpoints.md}.
 */
final class CheckpointFile {

  /** The first bytes: {@code CORTADO} and a control character, which no text file has. */
  static final long MAGIC = 0x06_4F_44_41_54_52_4F_43L;

  static final int VERSION = 1;

  /** The code for a file of a later release. */
  static final String NEWER = "CKPT-VERSION";

  private CheckpointFile() {}

  static void write(Checkpoint checkpoint, WritableByteChannel channel) throws IOException {
    write(checkpoint, new SectionWriter(channel));
  }

  /** The size of its file in bytes. */
  static long size(Checkpoint checkpoint) throws IOException {
    var counter = new SectionWriter(null);
    write(checkpoint, counter);
    return counter.count();
  }

  private static void write(Checkpoint checkpoint, SectionWriter out) throws IOException {
    out.putLong(MAGIC);
    out.putInt(VERSION);
    out.section("identity", to -> putIdentity(checkpoint.identity(), to));
    out.section("progress", to -> putProgress(checkpoint, to));
    out.section("epochs", to -> putEpochs(checkpoint.epochs(), to));
    out.section("state", to -> to.putTensors(checkpoint.state()));
    out.section("optimizer", to -> to.putTensors(checkpoint.slots()));
    out.section("best", to -> putBest(checkpoint.best(), to));
    out.end();
  }

  /**
   * Reads a file.
   *
   * @throws FormatException that says what is wrong and where
   */
  static Checkpoint read(Path file) {
    return reading(file, CheckpointFile::read);
  }

  /** Reads a channel of this many bytes. */
  static Checkpoint read(String place, ReadableByteChannel channel, long size) throws IOException {
    return reading(place, channel, size, CheckpointFile::read);
  }

  /** The identity of the run, read from the beginning of the file. */
  static Checkpoint.Identity identity(Path file) {
    return reading(file, in -> in.section("identity", CheckpointFile::getIdentity));
  }

  private static <T extends @Nullable Object> T reading(Path file, SectionReader.Body<T> body) {
    var place = file.toString();
    try (var channel = FileChannel.open(file)) {
      return reading(place, channel, channel.size(), body);
    } catch (ClosedByInterruptException e) {
      // No fault of the file, so it is not passed over for an older one.
      throw new UncheckedIOException(
          "checkpoints: " + place + ": cannot be read: " + FileProblem.reason(e), e);
    } catch (NoSuchFileException e) {
      throw new FormatException("CKPT-OPEN", place, "no such file", e);
    } catch (AccessDeniedException e) {
      throw new FormatException("CKPT-OPEN", place, "permission denied", e);
    } catch (IOException e) {
      throw new FormatException("CKPT-OPEN", place, "cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private static <T extends @Nullable Object> T reading(
      String place, ReadableByteChannel channel, long size, SectionReader.Body<T> body)
      throws IOException {
    var in = new SectionReader(place, channel, size);
    if (in.getLong() != MAGIC) {
      throw new FormatException("FORMAT", place, "is not a Cortado checkpoint");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new FormatException(
          NEWER, place, "has format " + version + ", this release reads " + VERSION);
    }
    return body.read(in);
  }

  private static Checkpoint read(SectionReader in) throws IOException {
    var identity = in.section("identity", CheckpointFile::getIdentity);
    var progress = in.section("progress", CheckpointFile::getProgress);
    var epochs = in.section("epochs", CheckpointFile::getEpochs);
    if (progress.epoch != epochs.size() + 1) {
      throw in.corrupt(
          "it has " + epochs.size() + " finished epochs, but is in epoch " + progress.epoch);
    }
    var state = in.section("state", SectionReader::getTensors);
    var slots = in.section("optimizer", SectionReader::getTensors);
    var best = in.section("best", CheckpointFile::getBest);
    in.end();
    return new Checkpoint(
        identity,
        progress.step,
        progress.epoch,
        progress.batch,
        progress.lossSum,
        progress.rows,
        progress.firstLoss,
        progress.fixedRate,
        state,
        slots,
        progress.plateau,
        best,
        epochs);
  }

  /** The section {@code progress}. */
  private record Progress(
      long step,
      int epoch,
      int batch,
      double lossSum,
      long rows,
      double firstLoss,
      double fixedRate,
      Plateau.@Nullable RateScale plateau) {}

  private static void putIdentity(Checkpoint.Identity identity, SectionWriter to)
      throws IOException {
    to.putText(identity.recipe());
    to.putText(identity.model());
    to.putText(identity.train());
    to.putText(identity.valid());
    to.putInt(identity.numerics());
  }

  private static Checkpoint.Identity getIdentity(SectionReader in) throws IOException {
    return new Checkpoint.Identity(
        in.getText(), in.getText(), in.getText(), in.getText(), in.getInt());
  }

  private static void putProgress(Checkpoint checkpoint, SectionWriter to) throws IOException {
    to.putLong(checkpoint.step());
    to.putInt(checkpoint.epoch());
    to.putInt(checkpoint.batch());
    to.putDouble(checkpoint.lossSum());
    to.putLong(checkpoint.rows());
    to.putDouble(checkpoint.firstLoss());
    to.putDouble(checkpoint.fixedRate());
    var plateau = checkpoint.plateau();
    to.putInt(plateau == null ? 0 : 1);
    if (plateau != null) {
      to.putDouble(plateau.scale());
      to.putDouble(plateau.best());
      to.putLong(plateau.failures());
      to.putLong(plateau.cooling());
    }
  }

  private static Progress getProgress(SectionReader in) throws IOException {
    long step = in.getLong(0);
    int epoch = in.getInt(1);
    int batch = in.getInt(0);
    double lossSum = in.getDouble();
    long rows = in.getLong(0);
    double firstLoss = in.getDouble();
    double fixedRate = in.getDouble();
    var plateau =
        in.getFlag()
            ? new Plateau.RateScale(in.getDouble(), in.getDouble(), in.getLong(0), in.getLong(0))
            : null;
    return new Progress(step, epoch, batch, lossSum, rows, firstLoss, fixedRate, plateau);
  }

  private static void putEpochs(List<Epoch> epochs, SectionWriter to) throws IOException {
    to.putInt(epochs.size());
    for (var epoch : epochs) {
      to.putInt(epoch.number());
      to.putLong(epoch.steps());
      to.putDouble(epoch.rate());
      to.putInt(epoch.values().size());
      for (var value : epoch.values().entrySet()) {
        to.putText(value.getKey());
        to.putDouble(value.getValue());
      }
    }
  }

  private static List<Epoch> getEpochs(SectionReader in) throws IOException {
    int count = in.getCount(2 * Integer.BYTES + 2 * Long.BYTES);
    var epochs = new ArrayList<Epoch>();
    for (int i = 0; i < count; i++) {
      int number = in.getInt();
      if (number != i + 1) {
        throw in.corrupt("epoch " + number + " instead of " + (i + 1));
      }
      long steps = in.getLong(1);
      double rate = in.getDouble();
      int entries = in.getCount(Integer.BYTES + Long.BYTES);
      var values = new LinkedHashMap<String, Double>();
      for (int j = 0; j < entries; j++) {
        if (values.put(in.getText(), in.getDouble()) != null) {
          throw in.corrupt("an epoch has two values of one name");
        }
      }
      epochs.add(new Epoch(number, steps, rate, values));
    }
    return epochs;
  }

  private static void putBest(Checkpoint.@Nullable Best best, SectionWriter to) throws IOException {
    to.putInt(best == null ? 0 : 1);
    if (best != null) {
      to.putDouble(best.watch().best());
      to.putInt(best.watch().epoch());
      to.putInt(best.watch().failures());
      to.putTensors(best.state());
    }
  }

  private static Checkpoint.@Nullable Best getBest(SectionReader in) throws IOException {
    if (!in.getFlag()) {
      return null;
    }
    var watch = new EarlyStopping.BestSoFar(in.getDouble(), in.getInt(0), in.getInt(0));
    return new Checkpoint.Best(watch, in.getTensors());
  }
}
