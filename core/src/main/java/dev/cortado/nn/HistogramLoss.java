package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;

/**
 * Regression as classification into bins: the cross-entropy of logits {@code z: [n, bins]} and the
 * share that a normal distribution around the target {@code t: [n, 1]} has in each bin, {@code −Σ
 * p_i·log softmax(z)_i}, with {@code p_i ∝ Φ((e_{i+1} − t)/σ) − Φ((e_i − t)/σ)} for edges {@code
 * e}. It is less sensitive to noisy targets than a squared error, and its gradients keep their size
 * (HL-Gauss, Imani and White, 2018).
 *
 * <p>{@link #head} ends the model: logits in training, their expectation {@code [n, 1]} in use. Of
 * such a prediction the loss is {@code (y − t)²/(2σ²)}, so that there is a validation loss.
 *
 * <pre>{@code
 * var loss = HistogramLoss.of(-3, 3, 32);
 * var model = Sequential.of(Dense.of(8, 64, Activation.relu()), Dense.of(64, 32), loss.head());
 * }</pre>
 *
 * @param low the edge of the first bin; a target below counts as this
 * @param high the edge of the last
 * @param bins how many of equal width
 * @param deviation {@code σ}
 */
public record HistogramLoss(double low, double high, int bins, double deviation) implements Loss {

  private static final double BINS_PER_DEVIATION = 0.75;

  public HistogramLoss {
    if (!(low < high && Float.isFinite((float) (high - low)))) {
      throw Errors.argument("histogramLoss: from %s to %s, expected low < high", low, high);
    }
    Require.atLeast(2, "histogramLoss", "bins", bins);
    Require.positive("histogramLoss", "deviation", deviation);
  }

  /** With {@code σ} of three quarters of a bin (Farebrother et al., 2024). */
  public static HistogramLoss of(double low, double high, int bins) {
    Require.atLeast(2, "histogramLoss", "bins", bins);
    return new HistogramLoss(low, high, bins, BINS_PER_DEVIATION * (high - low) / bins);
  }

  /** The last layer of a model with this loss. */
  public HistogramMean head() {
    return HistogramMean.of(low, high, bins);
  }

  @Override
  public OutputKind expects() {
    return OutputKind.VALUES;
  }

  @Override
  public Tensor perSample(Tensor prediction, Tensor target) {
    var shape = prediction.shape();
    if (shape.rank() != 2
        || target.shape().rank() != 2
        || target.shape().dim(0) != shape.dim(0)
        || target.shape().dim(1) != 1
        || (shape.dim(1) != bins && shape.dim(1) != 1)) {
      throw Errors.argument(
          "histogramLoss: prediction %s and target %s, expected [rows, %d] and [rows, 1]",
          shape, target.shape(), bins);
    }
    if (shape.dim(1) == 1) {
      return prediction.sub(target).square().div(2 * deviation * deviation).flatten();
    }
    return shares(target).mul(prediction.logSoftmax(1)).sum(1).neg();
  }

  /**
   * The probability of each bin under a normal distribution around the target, {@code [n, 1] → [n,
   * bins]}.
   */
  public Tensor shares(Tensor target) {
    var edges = Tensor.linspace(low, high, bins + 1);
    var distances = edges.sub(target.clip(low, high)).div(deviation * Math.sqrt(2));
    var below = distances.erf();
    var parts = below.slice(1, 1, bins + 1).sub(below.slice(1, 0, bins));
    return parts.div(below.slice(1, bins, bins + 1).sub(below.slice(1, 0, 1)));
  }
}
