package dev.cortado.model;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Standardize;
import dev.cortado.optim.lbfgs.Lbfgs;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Fits a linear layer by minimizing {@code C·Σ loss + ½·Σw²}, where the bias has no penalty. The
 * loss must be convex. What is minimized is the mean, {@code Σ loss/n + λ·Σw²} with {@code λ =
 * 1/(2·C·n)}, which has the same minimum.
 */
final class ConvexFit {

  /** The second derivatives of these losses are at most this share of a column's variance. */
  private static final double LARGEST_CURVATURE = 0.25;

  private ConvexFit() {}

  static Dense of(String model, Dataset data, Loss loss, double c) {
    TableChecks.requireTable(model, data);
    if (!(c > 0)) {
      throw Errors.argument(
          "%s: C %s, expected a number above 0, infinite for no penalty", model, c);
    }
    double lambda = 1 / (2 * c * data.size());
    var columns = Standardize.fit(data.x());
    var scale = scale(columns.deviation().value(), lambda);
    var x = data.x().sub(columns.mean().value()).div(scale.flatten());
    int outputs = data.schema().target().outputs();
    var scaled = Parameter.of(Tensor.zeros(scale.size(), outputs));
    var bias = Parameter.of(Tensor.zeros(outputs));
    Lbfgs.of()
        .iterations(1000)
        .minimize(
            () -> {
              var sums = x.matmul(scaled.value()).add(bias.value());
              var squares = scaled.value().div(scale).square().sum();
              return loss.apply(sums, data.y()).add(squares.mul(lambda));
            },
            scaled,
            bias);
    var weight = scaled.value().div(scale);
    var shift = columns.mean().value().matmul(weight);
    return new Dense(
        Parameter.of(weight), Parameter.of(bias.value().sub(shift)), Activation.identity());
  }

  /**
   * What columns are divided by during the fit, {@code [in, 1]}, so that the second derivatives are
   * of about one size: without it, a column of small numbers would need too many steps.
   */
  private static Tensor scale(Tensor deviation, double lambda) {
    float[] scale = deviation.toArray();
    for (int i = 0; i < scale.length; i++) {
      double curvature = (double) scale[i] * scale[i] + 2 * lambda / LARGEST_CURVATURE;
      scale[i] = curvature == 0 ? 1 : (float) Math.sqrt(curvature);
    }
    return Tensor.of(Shape.of(scale.length, 1), scale);
  }
}
