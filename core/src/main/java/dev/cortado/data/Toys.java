package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Trigonometry;

/**
 * Small invented data to learn on, in random order; the same rows for the same source everywhere.
 *
 * <p>Noise is normal with the deviation given. Moons and circles are those of scikit-learn. Two
 * classes come as {@code y: [n]} for two outputs; {@link Dataset#asBinary} makes the {@code [n, 1]}
 * of a single one.
 */
public final class Toys {

  private static final double TURN = 2 * Math.PI;

  private Toys() {}

  /** A point of row {@code i} among the {@code count} rows of a class. */
  @FunctionalInterface
  private interface Curve {
    void point(int label, int i, int count, double[] point);
  }

  /**
   * Two half circles that reach into each other: {@code (cos t, sin t)} and {@code (1 − cos t, ½ −
   * sin t)} for {@code t} evenly from 0 to π.
   */
  public static Dataset moons(int rows, double noise, Rng rng) {
    return classes(
        "moons",
        rows,
        2,
        noise,
        rng.at("moons"),
        (label, i, count, point) -> {
          double t = Math.PI * i / Math.max(1, count - 1);
          point[0] = label == 0 ? Trigonometry.cos(t) : 1 - Trigonometry.cos(t);
          point[1] = label == 0 ? Trigonometry.sin(t) : 0.5 - Trigonometry.sin(t);
        });
  }

  /** A circle of radius 1, class 0, around one of radius {@code factor}, class 1. */
  public static Dataset circles(int rows, double noise, double factor, Rng rng) {
    if (!(factor >= 0 && factor < 1)) {
      throw Errors.argument("circles: factor %s, expected 0 to below 1", factor);
    }
    return classes(
        "circles",
        rows,
        2,
        noise,
        rng.at("circles"),
        (label, i, count, point) -> {
          double t = TURN * i / count;
          double radius = label == 0 ? 1 : factor;
          point[0] = radius * Trigonometry.cos(t);
          point[1] = radius * Trigonometry.sin(t);
        });
  }

  /**
   * The four rows of "either, but not both", {@code 00, 01, 10, 11 → 0, 1, 1, 0}, in that order.
   */
  public static Dataset xor() {
    var x = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    return Dataset.of(x, Tensor.of(0, 1, 1, 0), Target.classes("same", "different"));
  }

  /** Clouds around the four rows of {@link #xor()}. */
  public static Dataset xor(int rows, double noise, Rng rng) {
    return classes(
        "xor",
        rows,
        2,
        noise,
        rng.at("xor"),
        (label, i, _, point) -> {
          point[0] = i % 2;
          point[1] = (i + label) % 2;
        });
  }

  /** Two arms of a spiral that turn 1¾ times about each other while they go out to 1. */
  public static Dataset spirals(int rows, double noise, Rng rng) {
    return classes(
        "spirals",
        rows,
        2,
        noise,
        rng.at("spirals"),
        (label, i, count, point) -> {
          double radius = (i + 1.0) / count;
          double t = 1.75 * TURN * radius + label * Math.PI;
          point[0] = radius * Trigonometry.sin(t);
          point[1] = radius * Trigonometry.cos(t);
        });
  }

  /** Two clouds around (1, 1) and (−1, −1): what a single straight line can part. */
  public static Dataset gauss(int rows, double noise, Rng rng) {
    return classes(
        "gauss",
        rows,
        2,
        noise,
        rng.at("gauss"),
        (label, _, _, point) -> {
          point[0] = label == 0 ? 1 : -1;
          point[1] = point[0];
        });
  }

  /** Clouds around centers drawn evenly from −10 to 10 in both directions, one for each class. */
  public static Dataset blobs(int rows, int classes, double noise, Rng rng) {
    var source = rng.at("blobs");
    var centers = source.at("centers").uniform(Shape.of(classes, 2), -10, 10);
    return classes(
        "blobs",
        rows,
        classes,
        noise,
        source,
        (label, _, _, point) -> {
          point[0] = centers.at(label, 0);
          point[1] = centers.at(label, 1);
        });
  }

  /** {@code y = sin x} with noise on {@code y}, for {@code x} drawn evenly from −π to π. */
  public static Dataset sine(int rows, double noise, Rng rng) {
    requireRows("sine", rows, 1);
    requireNoise("sine", noise);
    var source = rng.at("sine");
    float[] x = source.at("x").uniform(Shape.of(rows), (float) -Math.PI, (float) Math.PI).toArray();
    float[] moved = source.at("noise").normal(Shape.of(rows)).toArray();
    float[] y = new float[rows];
    for (int row = 0; row < rows; row++) {
      y[row] = (float) (Trigonometry.sin(x[row]) + noise * moved[row]);
    }
    return new Dataset(
        Tensor.of(Shape.of(rows, 1), x),
        Tensor.of(Shape.of(rows, 1), y),
        Schema.of(1, Target.numbers("y")));
  }

  private static Dataset classes(
      String name, int rows, int classes, double noise, Rng rng, Curve curve) {
    if (classes < 2) {
      throw Errors.argument("%s: %d classes, expected at least 2", name, classes);
    }
    requireRows(name, rows, classes);
    requireNoise(name, noise);
    int[] order = rng.at("shuffle").permutation(rows);
    float[] moved = rng.at("noise").normal(Shape.of(rows, 2)).toArray();
    float[] x = new float[2 * rows];
    float[] y = new float[rows];
    double[] point = new double[2];
    for (int label = 0, next = 0; label < classes; label++) {
      int count = count(rows, classes, label);
      for (int i = 0; i < count; i++) {
        int row = order[next++];
        curve.point(label, i, count, point);
        x[2 * row] = (float) (point[0] + noise * moved[2 * row]);
        x[2 * row + 1] = (float) (point[1] + noise * moved[2 * row + 1]);
        y[row] = label;
      }
    }
    return Dataset.of(Tensor.of(Shape.of(rows, 2), x), Tensor.of(y), numbered(classes));
  }

  /** What does not divide evenly goes to the last classes, as scikit-learn does with two. */
  private static int count(int rows, int classes, int label) {
    return rows / classes + (label >= classes - rows % classes ? 1 : 0);
  }

  private static Target numbered(int classes) {
    var names = new String[classes];
    for (int label = 0; label < classes; label++) {
      names[label] = String.valueOf(label);
    }
    return Target.classes(names);
  }

  private static void requireRows(String name, int rows, int least) {
    if (rows < least) {
      throw Errors.argument("%s: %d rows, expected at least %d", name, rows, least);
    }
  }

  private static void requireNoise(String name, double noise) {
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw Errors.argument("%s: noise %s, expected a deviation from 0 on", name, noise);
    }
  }
}
