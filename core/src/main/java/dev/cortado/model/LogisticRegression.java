package dev.cortado.model;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.OutputKind;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Tensor;

/**
 * The probability of one of two classes, {@code p = σ(x·w + b)} (Cox, 1958). As a layer it gives
 * the logit {@code x·w + b}, {@code x: [n, in] → [n, 1]}, which is what losses and metrics take.
 *
 * <pre>{@code
 * var split = Toys.gauss(200, 1, Rng.of(1)).split(0.5, 0, Rng.of(1));
 * var model = LogisticRegression.fit(split.train());
 * Evaluation.of(model, split.test().asBinary(), Metric.accuracy()).value("accuracy");   // 0.91
 * model.coefficients().weights();   // {x1=-1.3347968, x2=-1.9002874}
 * }</pre>
 *
 * <p>{@link #fit} minimizes {@code C·Σ loss + ½·Σw²} on all rows at once by {@link
 * dev.cortado.optim.lbfgs.Lbfgs}, until a float cannot distinguish the losses: two or three digits
 * of the weights are exact. As in scikit-learn the bias has no penalty and the default of {@code C}
 * is 1. Without the penalty, the weights of classes that a line can separate would grow without
 * end. The weights, also in the penalty, are in the units of the columns.
 *
 * <p>For more rows than fit in memory, {@link #of} makes a blank one for the trainer, with {@code
 * Loss.binaryCrossEntropy()}; {@code C} is a penalty {@code Penalty.l2(1/(2·C·n))}.
 *
 * @param dense the logits
 * @param schema the names of features and classes
 */
public record LogisticRegression(Dense dense, Schema schema) implements Layer {

  private static final String NAME = "logistic regression";

  public LogisticRegression {
    if (!(schema.target() instanceof Target.Binary)) {
      throw Errors.argument(
          "%s: the target is %s, expected a binary one; convert two classes with asBinary()",
          NAME, schema.target());
    }
  }

  /** A blank model. */
  public static LogisticRegression of(Schema schema) {
    return new LogisticRegression(Dense.of(schema.features().size(), 1), schema);
  }

  /** Fitted with {@code C = 1}. */
  public static LogisticRegression fit(Dataset data) {
    return fit(data, 1);
  }

  /**
   * Fitted to rows of two classes.
   *
   * @param c {@code C}: the weight of the rows against the penalty; infinite for no penalty
   */
  public static LogisticRegression fit(Dataset data, double c) {
    var binary = data.asBinary();
    return new LogisticRegression(
        ConvexFit.of(NAME, binary, Loss.binaryCrossEntropy(), c), binary.schema());
  }

  @Override
  public OutputKind outputKind() {
    return OutputKind.LOGITS;
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return pass.run("dense", dense, x);
  }

  /** The probability of the positive class, {@code [n, in] → [n, 1]}. */
  public Tensor probabilities(Tensor x) {
    return predict(x).sigmoid();
  }

  /** The coefficients of the positive class. */
  public LinearCoefficients coefficients() {
    return LinearCoefficients.of(dense, 0, schema.features());
  }
}
