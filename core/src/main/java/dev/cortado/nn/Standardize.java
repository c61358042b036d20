package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;

/**
 * Brings each column to the mean 0 and deviation 1 that it has in the data it was fitted on: {@code
 * y = (x − mean)/deviation}, {@code x: [n, ...] → [n, ...]}. As a part of the model it is saved and
 * served with it, and rows for testing have no influence on it.
 *
 * <pre>{@code
 * var scaling = Standardize.fit(Tensor.of(new float[][] {{1, 7}, {3, 7}, {5, 7}}));
 * scaling.predict(Tensor.of(new float[][] {{3, 7}, {5, 9}}));
 * // [[0.        0.       ]
 * //  [1.2247448 0.       ]]
 * }</pre>
 *
 * <p>A column that is constant in the data has deviation 0 and comes out as 0 whatever it holds
 * later: the weights behind it have learned nothing about it.
 *
 * @param mean of each column
 * @param deviation {@code √(Σ(x − mean)²/n)} of each column
 */
public record Standardize(Buffer mean, Buffer deviation) implements Layer {

  /** Fitted on rows. */
  public static Standardize fit(Tensor x) {
    if (x.shape().rank() < 1 || x.shape().dim(0) < 1) {
      throw Errors.argument("standardize: %s has no rows to fit on", x.shape());
    }
    requireFinite("standardize", x);
    var constant = x.max(0).eq(x.min(0));
    // By rounding, the mean of equal values may differ from them.
    var mean = constant.where(x.row(0), x.mean(0));
    var centered = x.sub(mean);
    // Squares of values below 1e-23 or above 1e19 leave the range of a float.
    var size = centered.abs().max(0);
    var relative = centered.div(constant.where(Tensor.scalar(1), size));
    var deviation = relative.square().mean(0).sqrt().mul(size);
    if (!Float.isFinite(mean.sub(mean).add(deviation.sub(deviation)).sum().item())) {
      throw Errors.argument(
          "standardize: %s has a column whose sum leaves the range of a float", x.shape());
    }
    return new Standardize(Buffer.of(mean), Buffer.of(deviation));
  }

  /**
   * Fitted on rows, for these columns; the others stay as they are: {@code x: [n, columns]}.
   *
   * <pre>{@code
   * var scaling = Standardize.fit(Tensor.of(new float[][] {{1, 7}, {3, 9}}), 1);
   * scaling.predict(Tensor.of(new float[][] {{1, 7}}));   // [[ 1. -1.]]
   * }</pre>
   */
  public static Standardize fit(Tensor x, int... columns) {
    int all = x.shape().rank() == 2 ? x.shape().dim(1) : 0;
    float[] mean = new float[all];
    float[] deviation = new float[all];
    Arrays.fill(deviation, 1);
    for (int column : columns) {
      if (column < 0 || column >= all) {
        throw Errors.argument(
            "standardize: column %d of %s, expected rows with such a column", column, x.shape());
      }
      var fitted = fit(x.slice(1, column, column + 1));
      mean[column] = fitted.mean.value().item();
      deviation[column] = fitted.deviation.value().item();
    }
    return new Standardize(Buffer.of(Tensor.of(mean)), Buffer.of(Tensor.of(deviation)));
  }

  /** Refuses NaN and infinite values, which no scale can be fitted on. */
  static void requireFinite(String owner, Tensor x) {
    float[] values = x.toArray();
    int columns = values.length / x.shape().dim(0);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw Errors.argument(
            "%s: row %d, column %d is %s; fill in or leave out what is missing",
            owner, i / columns, i % columns, values[i]);
      }
    }
  }

  @Override
  public Shape rowShape() {
    return mean.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var shape = x.shape();
    int[] dims = shape.dims();
    if (dims.length == 0
        || !Arrays.equals(Arrays.copyOfRange(dims, 1, dims.length), mean.shape().dims())) {
      throw Errors.argument("standardize: %s, was fitted on rows of %s", shape, mean.shape());
    }
    var infinity = Tensor.scalar(Double.POSITIVE_INFINITY);
    var divisor = deviation.value().gt(0).where(deviation.value(), infinity);
    return x.sub(mean.value()).div(divisor);
  }
}
