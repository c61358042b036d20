package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * The end of a model with a {@link HistogramLoss}: in training its logits as they are, {@code [n,
 * bins]}; in use the number that is expected, {@code y = Σ softmax(x)_i·c_i}, {@code [n, bins] →
 * [n, 1]}.
 *
 * <pre>{@code
 * HistogramMean.of(0, 4, 2).predict(Tensor.of(new float[][] {{0, 0}}));   // [[2.]]
 * }</pre>
 *
 * @param centers {@code c} of the bins
 */
public record HistogramMean(Buffer centers) implements Layer {

  /** For bins of equal width. */
  public static HistogramMean of(double low, double high, int bins) {
    double half = (high - low) / bins / 2;
    return new HistogramMean(Buffer.of(Tensor.linspace(low + half, high - half, bins)));
  }

  @Override
  public Shape rowShape() {
    return centers.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireColumns("histogramMean", x, centers.shape().size());
    return switch (pass) {
      case Pass.Training _ -> x;
      case Pass.Inference _ -> x.softmax(1).mul(centers.value()).sum(Axes.kept(1));
    };
  }
}
