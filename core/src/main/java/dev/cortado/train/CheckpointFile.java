package dev.cortado.train;

import dev.cortado.data.FormatException;
import dev.cortado.optim.Plateau;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as a file: a magic word, the format's version, the sections {@code identity}, {@code
 * progress}, {@code epochs}, {@code state}, {@code optimizer} and {@code best}, each with its
 * length and a CRC-32C, and at the end the SHA-256 of everything before. The same checkpoint gives
 * the same bytes. {@code docs/checkpoints.md} has the layout.
 */
final class CheckpointFile {

  /** The first bytes: {@code CORTADO} and a letter that no text file has after it. */
  static final long MAGIC = 0x06_4F_44_41_54_52_4F_43L;

  static final int VERSION = 1;

  private CheckpointFile() {}

  static void write(Checkpoint checkpoint, WritableByteChannel channel) throws IOException {
    var out = new SectionWriter(channel);
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

  /** Reads a file; whatever is wrong with it, the exception says where. */
  static Checkpoint read(Path file) {
    return reading(file, CheckpointFile::read);
  }

  /** Whose checkpoint a file is, from its beginning alone. */
  static Checkpoint.Identity identity(Path file) {
    return reading(file, in -> in.section("identity", CheckpointFile::getIdentity));
  }

  private static <T extends @Nullable Object> T reading(Path file, SectionReader.Body<T> body) {
    var place = file.toString();
    try (var channel = FileChannel.open(file)) {
      var in = new SectionReader(place, channel, channel.size());
      requireHeader(place, in, channel);
      return body.read(in);
    } catch (NoSuchFileException e) {
      throw new FormatException("CKPT-OPEN", place, "no such file", e);
    } catch (AccessDeniedException e) {
      throw new FormatException("CKPT-OPEN", place, "permission denied", e);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint: " + place + " cannot be read: " + e, e);
    }
  }

  private static void requireHeader(String place, SectionReader in, FileChannel channel)
      throws IOException {
    if (channel.size() < Long.BYTES + Integer.BYTES) {
      throw in.corrupt("the file has " + channel.size() + " bytes");
    }
    if (in.getLong() != MAGIC) {
      throw new FormatException("FORMAT", place, "is not a Cortado checkpoint");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new FormatException(
          "CKPT-VERSION", place, "has format " + version + ", this release reads " + VERSION);
    }
  }

  private static Checkpoint read(SectionReader in) throws IOException {
    var identity = in.section("identity", CheckpointFile::getIdentity);
    var progress = in.section("progress", CheckpointFile::getProgress);
    var epochs = in.section("epochs", CheckpointFile::getEpochs);
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
        state,
        slots,
        progress.plateau,
        best,
        epochs);
  }

  /** Numbers of a checkpoint. */
  private record Progress(
      long step,
      int epoch,
      int batch,
      double lossSum,
      long rows,
      double firstLoss,
      Plateau.@Nullable State plateau) {}

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
    var plateau = checkpoint.plateau();
    to.putInt(plateau == null ? 0 : 1);
    if (plateau != null) {
      to.putDouble(plateau.rate());
      to.putDouble(plateau.best());
      to.putLong(plateau.failures());
      to.putLong(plateau.cooling());
    }
  }

  private static Progress getProgress(SectionReader in) throws IOException {
    long step = in.getLong();
    int epoch = in.getInt();
    int batch = in.getInt();
    double lossSum = in.getDouble();
    long rows = in.getLong();
    double firstLoss = in.getDouble();
    var plateau =
        in.getInt() == 0
            ? null
            : new Plateau.State(in.getDouble(), in.getDouble(), in.getLong(), in.getLong());
    return new Progress(step, epoch, batch, lossSum, rows, firstLoss, plateau);
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
      long steps = in.getLong();
      double rate = in.getDouble();
      int entries = in.getCount(Integer.BYTES + Long.BYTES);
      var values = new LinkedHashMap<String, Double>();
      for (int j = 0; j < entries; j++) {
        values.put(in.getText(), in.getDouble());
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
    if (in.getInt() == 0) {
      return null;
    }
    var watch = new EarlyStopping.State(in.getDouble(), in.getInt(), in.getInt());
    return new Checkpoint.Best(watch, in.getTensors());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
