package dev.cortado.model;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;

/**
 * Least squares as {@code (XᵀX + λI)·W = XᵀY}, where the means of {@code X} and {@code Y} are
 * subtracted, so that the bias is {@code b = ȳ − x̄·W}. Everything is double and added in order.
 */
final class NormalEquations {

  /**
   * The share of a column that must not follow from the columns before it. Of a column that follows
   * from them, the rounding of floats leaves about 1e-14.
   */
  private static final double UNEXPLAINED = 1e-11;

  private static final int SHOWN = 6;

  private final List<String> features;
  private final double[] meanX;
  private final double[] meanY;
  private final double[][] xx;
  private final double[][] xy;

  private NormalEquations(List<String> features, double[] meanX, double[] meanY) {
    this.features = features;
    this.meanX = meanX;
    this.meanY = meanY;
    xx = new double[meanX.length][meanX.length];
    xy = new double[meanX.length][meanY.length];
  }

  static NormalEquations of(Dataset data) {
    float[] x = data.x().toArray();
    float[] y = data.y().toArray();
    int rows = data.size();
    var equations = new NormalEquations(data.schema().features(), means(x, rows), means(y, rows));
    for (int row = 0; row < rows; row++) {
      equations.add(centered(x, row, equations.meanX), centered(y, row, equations.meanY));
    }
    return equations;
  }

  private static double[] means(float[] values, int rows) {
    double[] means = new double[values.length / rows];
    for (int i = 0; i < values.length; i++) {
      means[i % means.length] += values[i];
    }
    for (int column = 0; column < means.length; column++) {
      means[column] /= rows;
    }
    return means;
  }

  private static double[] centered(float[] values, int row, double[] means) {
    double[] centered = new double[means.length];
    for (int column = 0; column < means.length; column++) {
      centered[column] = values[row * means.length + column] - means[column];
    }
    return centered;
  }

  private void add(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j <= i; j++) {
        xx[i][j] += x[i] * x[j];
      }
      for (int j = 0; j < y.length; j++) {
        xy[i][j] += x[i] * y[j];
      }
    }
  }

  /** The layer with the least error. */
  Dense solve(double ridge) {
    double[][] root = root(ridge);
    int in = meanX.length;
    int out = meanY.length;
    float[] weight = new float[in * out];
    float[] bias = new float[out];
    for (int output = 0; output < out; output++) {
      double[] w = column(output);
      substitute(root, w);
      double rest = meanY[output];
      for (int i = 0; i < in; i++) {
        weight[i * out + output] = (float) w[i];
        rest -= meanX[i] * w[i];
      }
      bias[output] = (float) rest;
    }
    return new Dense(
        Parameter.of(Tensor.of(Shape.of(in, out), weight)),
        Parameter.of(Tensor.of(bias)),
        Activation.identity());
  }

  private double[] column(int output) {
    double[] column = new double[xy.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = xy[i][output];
    }
    return column;
  }

  /** Cholesky's {@code L} with {@code L·Lᵀ = XᵀX + λI}. */
  private double[][] root(double ridge) {
    double[][] root = new double[xx.length][];
    for (int i = 0; i < root.length; i++) {
      root[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        double rest = xx[i][j] + (i == j ? ridge : 0);
        for (int k = 0; k < j; k++) {
          rest -= root[i][k] * root[j][k];
        }
        root[i][j] = i == j ? Math.sqrt(pivot(i, rest, ridge)) : rest / root[j][j];
      }
    }
    return root;
  }

  private double pivot(int column, double rest, double ridge) {
    if (rest > UNEXPLAINED * (xx[column][column] + ridge)) {
      return rest;
    }
    throw Errors.argument(
        "linear regression: '%s' %s, so its weight is not determined; "
            + "leave it out or use a ridge, as in fit(data, 1e-3)",
        features.get(column),
        xx[column][column] == 0 ? "is constant" : "follows from " + before(column));
  }

  private String before(int column) {
    return (column > SHOWN ? "the columns before it" : features.subList(0, column).toString())
        + " in these rows";
  }

  /** Solves {@code L·Lᵀ·w = w} in place. */
  private static void substitute(double[][] root, double[] w) {
    for (int i = 0; i < w.length; i++) {
      for (int k = 0; k < i; k++) {
        w[i] -= root[i][k] * w[k];
      }
      w[i] /= root[i][i];
    }
    for (int i = w.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < w.length; k++) {
        w[i] -= root[k][i] * w[k];
      }
      w[i] /= root[i][i];
    }
  }
}
