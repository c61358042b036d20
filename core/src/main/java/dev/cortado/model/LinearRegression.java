package dev.cortado.model;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Tensor;

/**
 * Least squares: numbers as weighted sums of the features, {@code y = x·W + b}, with the smallest
 * possible sum of squared errors.
 *
 * <pre>{@code
 * var x = Tensor.of(new float[][] {{0}, {1}, {2}, {3}});
 * var y = Tensor.of(new float[][] {{1}, {3}, {4}, {7}});
 * var data = Dataset.of(x, y, Target.numbers("y"));
 * var line = LinearRegression.fit(data);
 * line.coefficients("y");      // LinearCoefficients[bias=0.9, weights={x1=1.9}]
 * line.r2(data);               // 0.9626666755676244
 * }</pre>
 *
 * <p>The error is quadratic in the weights, so there is a formula for its minimum (Legendre, 1805;
 * Gauss, 1809). {@link #fit} computes it in double, adding row by row in order. A ridge {@code λ}
 * adds {@code λ·Σw²} to the sum of the squared errors (Hoerl and Kennard, 1970, with the columns as
 * they are and no penalty on the bias, as in scikit-learn): with it there is a solution even if one
 * column follows from others.
 *
 * <p>{@link #of} makes a blank one for the trainer; with {@code Loss.mse()} it approaches the same
 * weights.
 *
 * @param dense the sums
 * @param schema the names of features and outputs
 */
public record LinearRegression(Dense dense, Schema schema) implements Layer {

  private static final String NAME = "linear regression";

  /** A blank model. */
  public static LinearRegression of(Schema schema) {
    names(schema);
    return new LinearRegression(
        Dense.of(schema.features().size(), schema.target().outputs()), schema);
  }

  /** Fitted by the normal equations. */
  public static LinearRegression fit(Dataset data) {
    return fit(data, 0);
  }

  /** Fitted by the normal equations, with a ridge. */
  public static LinearRegression fit(Dataset data, double ridge) {
    names(data.schema());
    TableChecks.requireTable(NAME, data);
    Require.notNegative(NAME, "ridge", ridge);
    return new LinearRegression(NormalEquations.of(data).solve(ridge), data.schema());
  }

  private static Target.Numbers names(Schema schema) {
    return switch (schema.target()) {
      case Target.Numbers numbers -> numbers;
      case Target.Binary _, Target.Classes _, Target.Labels _ ->
          throw Errors.argument(
              "%s: the target is a class; use LogisticRegression or SoftmaxRegression", NAME);
    };
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return pass.run("dense", dense, x);
  }

  /** The coefficients of an output. */
  public LinearCoefficients coefficients(String output) {
    var names = names(schema).names();
    int column = names.indexOf(output);
    if (column < 0) {
      throw Errors.argument("%s: no output '%s'; there are %s", NAME, output, names);
    }
    return LinearCoefficients.of(dense, column, schema.features());
  }

  /** The share of the targets' variance that it explains, {@link Metric#r2}. */
  public double r2(Dataset data) {
    return Evaluation.of(this, data, Metric.r2()).value(Metric.r2().name());
  }
}
