package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in memory, with features and targets.
 *
 * <pre>{@code
 * var data = Toys.moons(2_000, 0.2, Rng.of(42));     // x: [2000, 2], y: [2000], classes 0 and 1
 * var split = data.split(0.7, 0.15, Rng.of(42));     // 1,400, 300 and 300 rows
 * for (var batch : split.train().batches(32, Rng.of(42), epoch)) {
 *   …                                                // 43 of 32 rows, the last of 24
 * }
 * }</pre>
 *
 * @param x the features, a row for each entry of the first axis: {@code [n, ...]}
 * @param y the targets, laid out as the schema's {@link Target} says
 * @param schema what the numbers mean
 */
public record Dataset(Tensor x, Tensor y, Schema schema) implements RowSource {

  /** Row numbers become floats, which hold every whole number up to this one. */
  private static final int MOST_ROWS = 1 << 24;

  public Dataset {
    var shape = x.shape();
    if (shape.rank() < 2) {
      throw Errors.argument("dataset: x %s, expected rows of features [n, features]", shape);
    }
    if (shape.dim(0) > MOST_ROWS) {
      throw Errors.argument("dataset: %,d rows, at most %,d", shape.dim(0), MOST_ROWS);
    }
    int names = schema.features().size();
    if (shape.rank() == 2 ? names != shape.dim(1) : names != 0) {
      throw Errors.argument(
          "dataset: x %s and %d feature names, expected %s",
          shape, names, shape.rank() == 2 ? shape.dim(1) : "none, for a row is not a line");
    }
    requireLayout(shape.dim(0), y, schema.target());
  }

  /** With columns named {@code x1, x2, …}. */
  public static Dataset of(Tensor x, Tensor y, Target target) {
    return new Dataset(x, y, Schema.of(x.shape().rank() == 2 ? x.shape().dim(1) : 0, target));
  }

  /**
   * Rows of numbers, and a number for each.
   *
   * <pre>{@code
   * Dataset.of(new double[][] {{1, 2}, {3, 4}}, new double[] {0.5, 1.5});   // y: [2, 1]
   * }</pre>
   */
  public static Dataset of(double[][] x, double[] y) {
    return of(Tensor.of(floats(x)), Tensor.of(floats(y)).expand(1), Target.numbers("y"));
  }

  /**
   * Rows of numbers, and the class of each, from 0 to the largest that there is.
   *
   * <pre>{@code
   * Dataset.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}, new int[] {0, 2, 1});   // classes 0, 1, 2
   * }</pre>
   */
  public static Dataset of(double[][] x, int[] classes) {
    int count = 1 + Arrays.stream(classes).max().orElse(0);
    var names = IntStream.range(0, Math.max(2, count)).mapToObj(String::valueOf).toList();
    float[] y = new float[classes.length];
    for (int row = 0; row < y.length; row++) {
      y[row] = classes[row];
    }
    return of(Tensor.of(floats(x)), Tensor.of(y), new Target.Classes("class", names));
  }

  /**
   * Rows of numbers, and the name of each one's class; classes are numbered in the order of their
   * names.
   *
   * <pre>{@code
   * Dataset.of(new double[][] {{1}, {2}, {3}}, List.of("setosa", "virginica", "setosa"));
   * // y: [0. 1. 0.]
   * }</pre>
   */
  public static Dataset of(double[][] x, List<String> classes) {
    var names = classes.stream().distinct().sorted().toList();
    float[] y = new float[classes.size()];
    for (int row = 0; row < y.length; row++) {
      y[row] = names.indexOf(classes.get(row));
    }
    return of(Tensor.of(floats(x)), Tensor.of(y), new Target.Classes("class", names));
  }

  private static float[][] floats(double[][] rows) {
    return Arrays.stream(rows).map(Dataset::floats).toArray(float[][]::new);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void requireLayout(int rows, Tensor y, Target target) {
    switch (target) {
      case Target.Numbers _ -> requireShape(y, Shape.of(rows, target.outputs()), "numbers");
      case Target.Labels _ -> {
        requireShape(y, Shape.of(rows, target.outputs()), "labels");
        requireClasses(y, 2);
      }
      case Target.Binary _ -> {
        requireShape(y, Shape.of(rows, 1), "a binary target");
        requireClasses(y, 2);
      }
      case Target.Classes _ -> {
        requireShape(y, Shape.of(rows), "classes");
        requireClasses(y, target.outputs());
      }
    }
  }

  private static void requireShape(Tensor y, Shape expected, String what) {
    if (!y.shape().equals(expected)) {
      throw Errors.argument("dataset: y %s, expected %s for %s", y.shape(), expected, what);
    }
  }

  private static void requireClasses(Tensor y, int classes) {
    float[] values = y.toArray();
    int each = y.shape().rank() == 1 ? 1 : y.shape().dim(1);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != (int) values[i] || values[i] < 0 || values[i] >= classes) {
        throw Errors.argument(
            "dataset: the class of row %d is %s, expected a whole number from 0 to %d",
            i / each, values[i], classes - 1);
      }
    }
  }

  @Override
  public int size() {
    return x.shape().dim(0);
  }

  @Override
  public Tensor y(int from, int to) {
    return from == 0 && to == size() ? y : Tape.unrecorded(() -> y.slice(0, from, to));
  }

  @Override
  public Dataset rows(RowOrder rows) {
    return Tape.unrecorded(() -> new Dataset(rows.of(x), rows.of(y), schema));
  }

  @Override
  public void copy(RowOrder rows, int from, int to, float[] intoX, float[] intoY) {
    rows.copy(x, from, to, intoX);
    rows.copy(y, from, to, intoY);
  }

  /** Random parts for training, for validation, and, with the rest, for testing. */
  public Split split(double train, double valid, Rng rng) {
    return Split.random(this, train, valid, rng);
  }

  /** How many rows each class has; none for numbers and labels. */
  public List<Integer> classCounts() {
    int[] counts = new int[schema.target().classNames().size()];
    if (counts.length > 0) {
      for (float value : y.toArray()) {
        counts[(int) value]++;
      }
    }
    return Arrays.stream(counts).boxed().toList();
  }

  @Override
  public String fingerprint() {
    return new Fingerprint().add(schema.toString()).add(x).add(y).hex();
  }

  /** Two classes as a binary target for a single output, {@code y: [n] → [n, 1]}. */
  public Dataset asBinary() {
    return switch (schema.target()) {
      case Target.Binary _ -> this;
      case Target.Classes(var name, var classes) when classes.size() == 2 -> {
        var binary = new Target.Binary(name, classes.getFirst(), classes.getLast());
        yield new Dataset(x, column(y), new Schema(schema.features(), binary));
      }
      case Target.Classes(_, var classes) ->
          throw Errors.argument("asBinary: %d classes, expected 2", classes.size());
      case Target.Labels _ -> throw Errors.argument("asBinary: the target is labels");
      case Target.Numbers _ -> throw Errors.argument("asBinary: the target is a number");
    };
  }

  /** A binary target as two classes for two outputs, {@code y: [n, 1] → [n]}. */
  public Dataset asClasses() {
    return switch (schema.target()) {
      case Target.Classes _ -> this;
      case Target.Binary(var name, var negative, var positive) -> {
        var classes = new Target.Classes(name, List.of(negative, positive));
        yield new Dataset(x, Tape.unrecorded(y::flatten), new Schema(schema.features(), classes));
      }
      case Target.Labels _ -> throw Errors.argument("asClasses: the target is labels");
      case Target.Numbers _ -> throw Errors.argument("asClasses: the target is a number");
    };
  }

  private static Tensor column(Tensor row) {
    return Tape.unrecorded(() -> row.expand(1));
  }
}
