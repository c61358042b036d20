package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;

/**
 * Where a metric lies with a probability of 95 %, as far as the rows can tell, by the percentile
 * bootstrap (Efron and Tibshirani 1993): the rows are drawn with replacement many times, and the
 * metric is computed for each draw. It covers the chance of which rows were tested, not that of
 * training.
 *
 * <pre>{@code
 * var interval = ConfidenceInterval.of(Metric.accuracy(), prediction, y, OutputKind.LOGITS, rng);
 * interval.low();    // 0.842
 * }</pre>
 */
public record ConfidenceInterval(double low, double high) {

  private static final int MOST_DRAWS = 1_000;
  private static final int LEAST_DRAWS = 200;
  private static final long ROWS_IN_ALL = 10_000_000;
  private static final double TAIL = 0.025;

  /**
   * The interval of a metric for predictions {@code [n, …]} of targets {@code [n, …]}. Draws for
   * which the metric is undefined, such as AUC without a positive row, are left out.
   */
  public static ConfidenceInterval of(
      Metric metric, Tensor prediction, Tensor target, OutputKind outputs, Rng rng) {
    int rows = prediction.shape().dim(0);
    if (rows == 0 || rows != target.shape().dim(0)) {
      throw Errors.argument(
          "confidence interval: predictions %s for targets %s", prediction.shape(), target.shape());
    }
    int draws = Math.clamp(ROWS_IN_ALL / rows, LEAST_DRAWS, MOST_DRAWS);
    double[] values = new double[draws];
    int defined = 0;
    // Here, so that what is wrong with the rows themselves is told.
    metric.of(prediction, target, outputs);
    for (int draw = 0; draw < draws; draw++) {
      float[] places = rng.at(draw).uniform(Shape.of(rows)).toArray();
      try {
        double value = metric.of(drawn(prediction, places), drawn(target, places), outputs);
        if (!Double.isNaN(value)) {
          values[defined++] = value;
        }
      } catch (IllegalArgumentException e) {
        // undefined for this draw
      }
    }
    if (defined == 0) {
      return new ConfidenceInterval(Double.NaN, Double.NaN);
    }
    Arrays.sort(values, 0, defined);
    return new ConfidenceInterval(
        quantile(values, defined, TAIL), quantile(values, defined, 1 - TAIL));
  }

  /** The rows at places from 0 to below 1 of a tensor. */
  private static Tensor drawn(Tensor rows, float[] places) {
    int width = rows.size() / places.length;
    float[] from = rows.toArray();
    float[] to = new float[from.length];
    for (int i = 0; i < places.length; i++) {
      // The product may round up to the number of rows.
      int row = Math.min((int) (places[i] * places.length), places.length - 1);
      System.arraycopy(from, row * width, to, i * width, width);
    }
    return Tensor.of(rows.shape(), to);
  }

  private static double quantile(double[] sorted, int count, double share) {
    return sorted[Math.clamp(Math.round(share * (count - 1)), 0, count - 1)];
  }
}
