package dev.cortado.optim;

import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradient clipping: a limit for gradients, so that a single batch cannot move a model far.
 *
 * <pre>
 * norm      G ← G · min(1, limit / ‖G‖)      one norm over all gradients: the direction stays
 * value     G ← min(max(G, −limit), limit)   each element for itself
 * none      G
 * </pre>
 *
 * <p>The norm is {@code √Σ G²} in double: squares of floats are exact there and do not overflow. In
 * each tensor there are 16 running sums, element {@code i} going to sum {@code i mod 16}, which are
 * added by {@code s(j) = s(j) + s(j + step)} for {@code step} 8, 4, 2, 1; the tensors' sums are
 * added in order. PyTorch divides by {@code ‖G‖ + 1e-6}; here the norm after clipping is the limit
 * itself.
 *
 * <p>Gradients whose norm is not finite are left as they are: the training stops at them.
 */
public sealed interface Clip {

  /** No limit. */
  record None() implements Clip {}

  /** A limit for the norm of all gradients taken together. */
  record Norm(double limit) implements Clip {
    public Norm {
      Require.positive("clip", "limit", limit);
    }
  }

  /** A limit for each element. */
  record Value(double limit) implements Clip {
    public Value {
      Require.positive("clip", "limit", limit);
    }
  }

  /**
   * Gradients within the limit.
   *
   * @param norm of the gradients before
   */
  record Clipped(List<Tensor> gradients, double norm) {}

  /** No limit. */
  static Clip none() {
    return new None();
  }

  /** A limit for the norm of all gradients taken together. */
  static Clip norm(double limit) {
    return new Norm(limit);
  }

  /** A limit for each element. */
  static Clip value(double limit) {
    return new Value(limit);
  }

  /** The gradients within the limit, and the norm they had. */
  default Clipped apply(List<Tensor> gradients) {
    var arrays = gradients.stream().map(Tensor::toArray).toList();
    double norm = normOf(arrays);
    boolean isWithin =
        this instanceof None || (this instanceof Norm(double limit) && norm <= limit);
    if (isWithin || !Double.isFinite(norm)) {
      return new Clipped(gradients, norm);
    }
    limit(arrays, norm);
    var limited = new ArrayList<Tensor>();
    for (int i = 0; i < arrays.size(); i++) {
      limited.add(Tensor.of(gradients.get(i).shape(), arrays.get(i)));
    }
    return new Clipped(limited, norm);
  }

  /** Limits gradients in place; changes nothing if one of them is not finite. */
  default void limit(List<float[]> gradients) {
    if (!(this instanceof None)) {
      limit(gradients, normOf(gradients));
    }
  }

  private void limit(List<float[]> gradients, double norm) {
    if (!Double.isFinite(norm)) {
      return;
    }
    switch (this) {
      case None _ -> {}
      case Norm(double limit) -> {
        if (norm > limit) {
          gradients.forEach(gradient -> scale(gradient, (float) (limit / norm)));
        }
      }
      case Value(double limit) -> gradients.forEach(gradient -> cut(gradient, (float) limit));
    }
  }

  private static void scale(float[] x, float factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static void cut(float[] x, float limit) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.min(Math.max(x[i], -limit), limit);
    }
  }

  private static double normOf(List<float[]> gradients) {
    double sum = 0;
    for (var gradient : gradients) {
      sum += sumOfSquares(gradient);
    }
    return Math.sqrt(sum);
  }

  private static double sumOfSquares(float[] x) {
    var sums = new double[16];
    for (int i = 0; i < x.length; i++) {
      double value = x[i];
      sums[i & 15] += value * value;
    }
    for (int step = 8; step > 0; step >>= 1) {
      for (int j = 0; j < step; j++) {
        sums[j] += sums[j + step];
      }
    }
    return sums[0];
  }
}
