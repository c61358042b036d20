package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Trigonometry;

/**
 * Small synthetic data sets in random order; the same rows for the same source everywhere.
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
   * Two interleaving half circles: {@code (cos t, sin t)} and {@code (1 − cos t, ½ − sin t)} for
   * {@code t} evenly from 0 to π.
   */
  public static Dataset moons(int rows, double noise, Rng rng) {
    Curve curve =
        (label, i, count, point) -> {
          double t = Math.PI * i / Math.max(1, count - 1);
          point[0] = label == 0 ? Trigonometry.cos(t) : 1 - Trigonometry.cos(t);
          point[1] = label == 0 ? Trigonometry.sin(t) : 0.5 - Trigonometry.sin(t);
        };
    return classes("moons", rows, 2, noise, rng.at("moons"), curve);
  }

  /** A circle of radius 1, class 0, around one of radius {@code factor}, class 1. */
  public static Dataset circles(int rows, double noise, double factor, Rng rng) {
    if (!(factor >= 0 && factor < 1)) {
      throw Errors.argument("circles: factor %s, expected 0 to below 1", factor);
    }
    Curve curve =
        (label, i, count, point) -> {
          double t = TURN * i / count;
          double radius = label == 0 ? 1 : factor;
          point[0] = radius * Trigonometry.cos(t);
          point[1] = radius * Trigonometry.sin(t);
        };
    return classes("circles", rows, 2, noise, rng.at("circles"), curve);
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
    Curve curve =
        (label, i, _, point) -> {
          point[0] = i % 2;
          point[1] = (i + label) % 2;
        };
    return classes("xor", rows, 2, noise, rng.at("xor"), curve);
  }

  /** Two arms of a spiral that turn 1¾ times about each other while they go out to 1. */
  public static Dataset spirals(int rows, double noise, Rng rng) {
    Curve curve =
        (label, i, count, point) -> {
          double radius = (i + 1.0) / count;
          double t = 1.75 * TURN * radius + label * Math.PI;
          point[0] = radius * Trigonometry.sin(t);
          point[1] = radius * Trigonometry.cos(t);
        };
    return classes("spirals", rows, 2, noise, rng.at("spirals"), curve);
  }

  /** Two clouds around (1, 1) and (−1, −1): what a single straight line can part. */
  public static Dataset gauss(int rows, double noise, Rng rng) {
    Curve curve =
        (label, _, _, point) -> {
          point[0] = label == 0 ? 1 : -1;
          point[1] = point[0];
        };
    return classes("gauss", rows, 2, noise, rng.at("gauss"), curve);
  }

  /** Clouds around centers drawn evenly from −10 to 10 in both directions, one for each class. */
  public static Dataset blobs(int rows, int classes, double noise, Rng rng) {
    var source = rng.at("blobs");
    var centers = source.at("centers").uniform(Shape.of(classes, 2), -10, 10);
    Curve curve =
        (label, _, _, point) -> {
          point[0] = centers.at(label, 0);
          point[1] = centers.at(label, 1);
        };
    return classes("blobs", rows, classes, noise, source, curve);
  }

  /** {@code y = sin x} with noise on {@code y}, for {@code x} drawn evenly from −π to π. */
  public static Dataset sine(int rows, double noise, Rng rng) {
    Require.atLeast(1, "sine", "rows", rows);
    Require.notNegative("sine", "noise", noise);
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
    Require.atLeast(2, name, "classes", classes);
    Require.atLeast(classes, name, "rows", rows);
    Require.notNegative(name, "noise", noise);
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
}
