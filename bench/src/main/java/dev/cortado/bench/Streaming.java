package dev.cortado.bench;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.RowFile;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes a table to a file and trains on it for an epoch, in random order, in however small a heap.
 * {@code bench/streaming} starts it.
 */
final class Streaming {

  private static final int COLUMNS = 100;
  private static final int BATCH = 1_024;

  private Streaming() {}

  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    var file = Files.createTempFile(Path.of(arguments[1]), "streaming", ".safetensors");
    try {
      long from = System.nanoTime();
      write(file, rows);
      System.out.printf(
          Locale.ROOT,
          "wrote %,d rows of %d, %,d bytes, in %.1f s%n",
          rows,
          COLUMNS,
          Files.size(file),
          since(from));
      from = System.nanoTime();
      train(file);
      double seconds = since(from);
      System.out.printf(
          Locale.ROOT,
          "an epoch of %,d rows in %.1f s, %,.0f rows a second%n",
          rows,
          seconds,
          rows / seconds);
      System.out.printf(
          Locale.ROOT,
          "heap: at most %,d MB may be taken, %,d MB were%n",
          mega(Runtime.getRuntime().maxMemory()),
          mega(peak()));
    } finally {
      Files.delete(file);
    }
  }

  /** Even numbers from −1 to 1 of a xorshift generator (Marsaglia 2003), and a sum of some. */
  private static void write(Path file, int count) {
    RowFile.write(
        file,
        Schema.of(COLUMNS, Target.numbers("y")),
        rows -> {
          float[] x = new float[COLUMNS];
          long state = 1;
          for (int row = 0; row < count; row++) {
            float y = 0;
            for (int column = 0; column < COLUMNS; column++) {
              state ^= state << 13;
              state ^= state >>> 7;
              state ^= state << 17;
              x[column] = (state >>> 40) * 0x1p-23f - 1;
              y += column % 7 == 0 ? x[column] : 0;
            }
            rows.add(x, y);
          }
        });
  }

  private static void train(Path file) {
    var model = Sequential.of(Dense.of(COLUMNS, 64, Activation.relu()), Dense.of(64, 1));
    var recipe = Recipe.of(Loss.mse(), Adam.of(0.001)).epochs(1).batchSize(BATCH).withoutMetrics();
    try (var rows = RowFile.open(file)) {
      var history = Trainer.fit(model, recipe, rows);
      System.out.printf(Locale.ROOT, "loss %.4f%n", history.last().value("train.loss"));
    }
  }

  /** The most that was in use, pool by pool; each may have had it at another time. */
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static long mega(long bytes) {
    return bytes / 1_000_000;
  }

  private static double since(long from) {
    return (System.nanoTime() - from) / 1e9;
  }
}
