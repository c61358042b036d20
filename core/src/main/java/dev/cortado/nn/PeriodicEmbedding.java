package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Each column beside some learned combinations of cosines of it: {@code y_j = [x_j, cos(2π·x_j·f_j
 * + p_j)·W_j + b_j]}, {@code x: [n, columns] → [n, columns·size]}. A network behind it follows fine
 * structure in a number, which it could not from the number alone.
 *
 * <p>This is RealMLP's PBLD (Holzmüller et al., 2024): frequencies from N(0, σ²), phases from U(−π,
 * π), weights and biases from U(−1/√k, 1/√k) with {@code k} frequencies; no activation behind.
 *
 * <pre>{@code
 * PeriodicEmbedding.of(6);   // 6 columns → 24 numbers, by 16 frequencies each with σ = 0.1
 * }</pre>
 *
 * @param frequency {@code f: [columns, 1, k]}
 * @param phase {@code p: [columns, 1, k]}
 * @param weight {@code W: [columns, k, size − 1]}
 * @param bias {@code b: [columns, 1, size − 1]}
 */
public record PeriodicEmbedding(
    Parameter frequency, Parameter phase, Parameter weight, Parameter bias) implements Layer {

  /** With 16 frequencies of deviation 0.1 and 4 numbers for each column, as in RealMLP. */
  public static PeriodicEmbedding of(int columns) {
    return of(columns, 16, 0.1, 4);
  }

  /** With so many frequencies of a deviation, and so many numbers for each column. */
  public static PeriodicEmbedding of(int columns, int frequencies, double deviation, int size) {
    Require.atLeast(1, "periodicEmbedding", "columns", columns);
    Require.atLeast(1, "periodicEmbedding", "frequencies", frequencies);
    Require.positive("periodicEmbedding", "deviation", deviation);
    Require.atLeast(2, "periodicEmbedding", "size", size);
    var each = Shape.of(columns, 1, frequencies);
    float limit = (float) (1 / Math.sqrt(frequencies));
    return new PeriodicEmbedding(
        Parameter.blank(each, Init.normal(deviation)::draw),
        Parameter.blank(each, (it, rng) -> rng.uniform(it, (float) -Math.PI, (float) Math.PI)),
        Parameter.blank(
            Shape.of(columns, frequencies, size - 1), (it, rng) -> rng.uniform(it, -limit, limit)),
        Parameter.blank(
            Shape.of(columns, 1, size - 1), (it, rng) -> rng.uniform(it, -limit, limit)));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(frequency.shape().dim(0));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int columns = frequency.shape().dim(0);
    InputChecks.requireColumns("periodicEmbedding", x, columns);
    // Columns first, so that each meets its own weights in one product.
    var column = x.transpose().expand(-1);
    var angles = column.mul(frequency.value().mul(2 * Math.PI)).add(phase.value());
    var combined = angles.cos().matmul(weight.value()).add(bias.value());
    var numbers = Tensor.concat(2, column, combined).permute(1, 0, 2);
    return numbers.reshape(x.shape().dim(0), columns * (1 + bias.shape().dim(2)));
  }
}
