package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer in the neural tangent parametrization: {@code y = x·W/√in + b}, {@code x: [..., in]
 * → [..., out]}. Weights are of size 1 whatever the width, so one rate suits all layers (Jacot et
 * al., 2018).
 *
 * <pre>{@code
 * var layer = NtkDense.of(4, 3);
 * layer.start(Rng.of(1), rows);
 * layer.predict(rows).sub(layer.bias().value()).variance(0);   // [1. 1. 1.]
 * }</pre>
 *
 * <p>Weights and biases are drawn from N(0, 1). Started from data, as in RealMLP (Holzmüller et
 * al., 2024, "he+5"), each unit is scaled so that its sum {@code x·w/√in} has deviation 1 over the
 * rows, and its bias is {@code −Σ λᵢ·zᵢ} of its sums {@code z} in 5 random rows, with weights
 * {@code λ} from Exp(1), divided by their sum: the unit's kink lies among the rows.
 *
 * @param weight {@code W: [in, out]}
 * @param bias {@code b: [out]}, or none
 */
public record NtkDense(Parameter weight, @Nullable Parameter bias) implements StartsFromData {

  private static final int ROWS_FOR_BIAS = 5;

  /** With a bias. */
  public static NtkDense of(int in, int out) {
    Require.atLeast(1, "ntkDense", "inputs", in);
    Require.atLeast(1, "ntkDense", "outputs", out);
    var normal = Init.normal(1);
    return new NtkDense(
        Parameter.blank(Shape.of(in, out), normal::draw),
        Parameter.blank(Shape.of(out), normal::draw));
  }

  /** The same without a bias. */
  public NtkDense withoutBias() {
    return new NtkDense(weight, null);
  }

  @Override
  public Shape rowShape() {
    return Shape.of(weight.shape().dim(0));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var sums = sums(x);
    return bias == null ? sums : sums.add(bias.value());
  }

  private Tensor sums(Tensor x) {
    return x.matmul(weight.value()).mul(1 / Math.sqrt(weight.shape().dim(0)));
  }

  @Override
  public void startFrom(Tensor x, Rng rng) {
    var rows = x.reshape(-1, weight.shape().dim(0));
    var deviation = sums(rows).variance(0).sqrt();
    var factor = deviation.gt(0).where(deviation.reciprocal(), Tensor.scalar(1));
    weight.set(weight.value().mul(factor));
    if (bias != null) {
      bias.set(meanOfFew(sums(rows), rng).neg());
    }
  }

  /** For each column a weighted mean of a few of its entries. */
  private static Tensor meanOfFew(Tensor sums, Rng rng) {
    int rows = sums.shape().dim(0);
    int units = sums.shape().dim(1);
    var few = Shape.of(units, ROWS_FOR_BIAS);
    float[] places = rng.at("rows").uniform(few).toArray();
    float[] weights = rng.at("weights").uniform(few).neg().log1p().neg().toArray();
    float[] means = new float[units];
    for (int unit = 0; unit < units; unit++) {
      double sum = 0;
      double whole = 0;
      for (int i = unit * ROWS_FOR_BIAS; i < (unit + 1) * ROWS_FOR_BIAS; i++) {
        sum += (double) weights[i] * sums.at((int) (places[i] * rows), unit);
        whole += weights[i];
      }
      means[unit] = whole > 0 ? (float) (sum / whole) : 0;
    }
    return Tensor.of(means);
  }
}
