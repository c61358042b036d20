package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;

/**
 * Brings each column's median to 0 and its middle half to width 1: {@code y = (x − median)·s},
 * {@code x: [n, columns] → [n, columns]}. A few extreme rows do not change what the others become,
 * as they do with {@link Standardize}.
 *
 * <pre>{@code
 * var scaling = RobustScale.fit(Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {1000}}));
 * scaling.predict(Tensor.of(new float[][] {{3}, {5}}));   // [[0.]
 *                                                         //  [1.]]
 * }</pre>
 *
 * <p>{@code s = 1/(q₇₅ − q₂₅)}; where the quartiles are equal, {@code 2/(max − min)}; where the
 * column is constant, 0 (RealMLP, Holzmüller et al., 2024). Quantiles lie between two rows as in
 * NumPy's default.
 *
 * @param median of each column
 * @param factor {@code s} of each column
 */
public record RobustScale(Buffer median, Buffer factor) implements Layer {

  /** Fitted on rows. */
  public static RobustScale fit(Tensor x) {
    var shape = x.shape();
    if (shape.rank() != 2 || shape.dim(0) < 1) {
      throw Errors.argument("robustScale: %s, expected [rows, columns] to fit on", shape);
    }
    Standardize.requireFinite("robustScale", x);
    int columns = shape.dim(1);
    float[] median = new float[columns];
    float[] factor = new float[columns];
    for (int column = 0; column < columns; column++) {
      float[] sorted = x.slice(1, column, column + 1).toArray();
      Arrays.sort(sorted);
      median[column] = (float) quantile(sorted, 0.5);
      factor[column] = (float) factor(sorted);
    }
    return new RobustScale(Buffer.of(Tensor.of(median)), Buffer.of(Tensor.of(factor)));
  }

  private static double factor(float[] sorted) {
    double middle = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    if (middle > 0) {
      return 1 / middle;
    }
    double range = (double) sorted[sorted.length - 1] - sorted[0];
    return range > 0 ? 2 / range : 0;
  }

  private static double quantile(float[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * ((double) sorted[above] - sorted[below]);
  }

  @Override
  public Shape rowShape() {
    return median.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int columns = median.shape().size();
    if (x.shape().rank() != 2 || x.shape().dim(1) != columns) {
      throw Errors.argument("robustScale: %s, was fitted on rows of %s", x.shape(), median.shape());
    }
    return x.sub(median.value()).mul(factor.value());
  }
}
