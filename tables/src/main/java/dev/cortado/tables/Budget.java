package dev.cortado.tables;

import dev.cortado.data.FormatException;
import dev.cortado.internal.AtomicFile;
import dev.cortado.tensor.kernel.Compute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Plans a training so that it ends within a time: it measures a few steps, then has fewer networks
 * and epochs if all would take too long. What was planned depends on the machine, the training by
 * that plan does not; so the plan is kept in a file, and is part of the result.
 *
 * @param time the training may take
 * @param began when it began, by {@link System#nanoTime}
 */
record Budget(Duration time, long began) {

  /** Left for what is not planned for, such as reading the compiler's mind. */
  private static final double PLANNED = 0.8;

  /** Networks beside each other share the memory. */
  private static final double SLOWER_TOGETHER = 1.2;

  private static final int FEWER_NETWORKS = 3;
  private static final int LEAST_EPOCHS = 3;

  /**
   * The plan for a training.
   *
   * @param networks of all that is to be trained, those that are tried included
   * @param parts networks that are averaged
   * @param epochs of each
   * @param secondsOfEpoch of one network by itself
   */
  TableSettings plan(
      TableSettings settings, int networks, int parts, int epochs, double secondsOfEpoch) {
    int threads = Compute.current().workers().threads();
    double left = PLANNED * (time.toNanos() - (System.nanoTime() - began)) / 1e9;
    return plan(settings, networks, parts, epochs, secondsOfEpoch, threads, left);
  }

  static TableSettings plan(
      TableSettings settings,
      int networks,
      int parts,
      int epochs,
      double secondsOfEpoch,
      int threads,
      double left) {
    if (secondsOfAll(networks, threads, secondsOfEpoch) * epochs <= left) {
      return settings.withoutBudget().epochs(epochs);
    }
    for (int count : new int[] {parts, FEWER_NETWORKS, 1}) {
      int possible = (int) (left / secondsOfAll(count, threads, secondsOfEpoch));
      int enough = Math.min(epochs, Math.max(LEAST_EPOCHS, epochs / 3));
      if (count <= parts && (possible >= enough || count == 1)) {
        return settings.withoutBudget().networks(count).epochs(Math.clamp(possible, 1, epochs));
      }
    }
    throw new IllegalStateException("a single network is always possible");
  }

  private static double secondsOfAll(int networks, int threads, double secondsOfEpoch) {
    int together = Math.min(threads, networks);
    int rounds = Math.ceilDiv(networks, together);
    return rounds * secondsOfEpoch * (together > 1 ? SLOWER_TOGETHER : 1);
  }

  /** The plan of a training that was interrupted, or null if there is none. */
  static @Nullable TableSettings saved(Path file, TableSettings settings) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      var words = Files.readString(file).strip().split(" ", -1);
      if (words.length == 4 && words[0].equals("networks") && words[2].equals("epochs")) {
        return settings
            .withoutBudget()
            .networks(Integer.parseInt(words[1]))
            .epochs(Integer.parseInt(words[3]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("budget: cannot read '" + file + "'", e);
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new FormatException(
        "BUDGET-DAMAGED",
        file.toString(),
        "expected 'networks N epochs N'; delete the folder and start anew");
  }

  static void save(Path file, TableSettings plan) {
    var text = "networks " + plan.networks() + " epochs " + plan.epochs() + "\n";
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(
          file, channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException("budget: cannot write '" + file + "'", e);
    }
  }
}
