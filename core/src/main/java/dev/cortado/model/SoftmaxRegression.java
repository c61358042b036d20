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
 * The probabilities of {@code k} classes, {@code p = softmax(x·W + b)}. As a layer it gives the
 * logits {@code x·W + b}, {@code x: [n, in] → [n, k]}, which is what losses and metrics take.
 *
 * <pre>{@code
 * var data = Toys.blobs(300, 3, 1, Rng.of(1));
 * var model = SoftmaxRegression.fit(data);
 * Evaluation.of(model, data).value("accuracy");   // 1.0
 * model.coefficients("2").weights();
 * }</pre>
 *
 * <p>{@link #fit} minimizes {@code C·Σ loss + ½·Σw²}, as {@link LogisticRegression#fit} does, with
 * the same default {@code C = 1}. For more rows than fit in memory, {@link #of} makes a blank one
 * for the trainer, with {@code Loss.crossEntropy()}.
 *
 * @param dense the logits
 * @param schema the names of features and classes
 */
public record SoftmaxRegression(Dense dense, Schema schema) implements Layer {

  private static final String NAME = "softmax regression";

  public SoftmaxRegression {
    if (!(schema.target() instanceof Target.Classes)) {
      throw Errors.argument("%s: the target is %s, expected classes", NAME, schema.target());
    }
  }

  /** A blank model. */
  public static SoftmaxRegression of(Schema schema) {
    return new SoftmaxRegression(
        Dense.of(schema.features().size(), schema.target().outputs()), schema);
  }

  /** Fitted with {@code C = 1}. */
  public static SoftmaxRegression fit(Dataset data) {
    return fit(data, 1);
  }

  /**
   * Fitted to rows of classes.
   *
   * @param c {@code C}: the weight of the rows against the penalty; infinite for no penalty
   */
  public static SoftmaxRegression fit(Dataset data, double c) {
    var classes = data.asClasses();
    return new SoftmaxRegression(
        ConvexFit.of(NAME, classes, Loss.crossEntropy(), c), classes.schema());
  }

  @Override
  public OutputKind outputKind() {
    return OutputKind.LOGITS;
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return pass.run("dense", dense, x);
  }

  /** The probability of each class, {@code [n, in] → [n, k]}. */
  public Tensor probabilities(Tensor x) {
    return predict(x).softmax(1);
  }

  /** The coefficients of a class, up to a constant that is the same for all classes. */
  public LinearCoefficients coefficients(String className) {
    var classes = schema.target().classNames();
    int column = classes.indexOf(className);
    if (column < 0) {
      throw Errors.argument("%s: no class '%s'; there are %s", NAME, className, classes);
    }
    return LinearCoefficients.of(dense, column, schema.features());
  }
}
