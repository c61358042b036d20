package dev.cortado.quality;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Trains boosters: each line of standard input is a job, {@code CONTESTANT THREADS SEED CLASSES COLUMNS CATEGORIES FOLDER}, each answer
 * {@code done SECONDS ROUNDS}. The folder holds {@code fit}, {@code valid} and {@code test} as little-endian floats ({@code .x} rows by columns,
 * {@code .y} targets) and gets {@code predictions}, little-endian doubles: values, probabilities of the second of two classes, or of all classes
 * row by row. CLASSES is 0 for numbers; CATEGORIES are numbers of columns or {@code -}; without rows in {@code valid} nothing is stopped early.
 */
public final class Boosters {

  /** As practitioners run them: small steps, a share of rows and columns, stopped when validation has not improved. */
  static final int PATIENCE = 60;

  static final int MOST_ROUNDS = 5_000;
  static final int DEFAULT_ROUNDS = 100;

  private Boosters() {}

  /** Rows of numbers and their targets. */
  record Matrix(float[] x, float[] y, int columns) {

    int rows() {
      return y.length;
    }

    static Matrix read(Path folder, String name, int columns) throws IOException {
      return new Matrix(floats(folder.resolve(name + ".x")), floats(folder.resolve(name + ".y")), columns);
    }

    private static float[] floats(Path file) throws IOException {
      var buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }

  record Job(boolean early, int threads, int seed, int classes, int[] categories, Matrix fit, Matrix valid, Matrix test) {}

  record Result(double[] predictions, double seconds, int rounds) {}

  public static void main(String[] arguments) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var words = line.split(" ", 7);
      int columns = Integer.parseInt(words[4]);
      var folder = Path.of(words[6]);
      var job =
          new Job(
              words[0].endsWith("_es"),
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              Integer.parseInt(words[3]),
              words[5].equals("-")
                  ? new int[0]
                  : Arrays.stream(words[5].split(",")).mapToInt(Integer::parseInt).toArray(),
              Matrix.read(folder, "fit", columns),
              Matrix.read(folder, "valid", columns),
              Matrix.read(folder, "test", columns));
      var result = words[0].startsWith("xgboost") ? XgBoost.train(job) : LightGbm.train(job);
      var bytes = ByteBuffer.allocate(8 * result.predictions().length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asDoubleBuffer().put(result.predictions());
      Files.write(folder.resolve("predictions"), bytes.array());
      System.out.printf(Locale.ROOT, "done %.4f %d%n", result.seconds(), result.rounds());
      System.out.flush();
    }
  }
}
