package dev.cortado.metric;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A number that says how good predictions are.
 *
 * <pre>{@code
 * var logits = Tensor.of(new float[][] {{2, 1}, {0, 3}, {1, 0}});
 * Metric.accuracy().of(logits, Tensor.of(0, 1, 1));    // 0.6666666666666666
 * }</pre>
 *
 * <p>The layout of predictions and targets is that of the losses: {@code k} classes are {@code [n,
 * k]} against class numbers {@code [n]}, a single output and numbers are compared with targets of
 * the same shape. Predictions of classes are taken for logits unless told {@linkplain
 * #ofProbabilities otherwise}.
 *
 * <p>Give it all rows at once: the mean of the accuracies of batches is not the accuracy when the
 * last batch is short, and a mean of F1 scores is never one.
 *
 * @param name as it is printed and logged
 * @param higherIsBetter which direction is better
 * @param scores what the numbers of a classifier mean
 * @param measure how it is computed
 */
public record Metric(String name, boolean higherIsBetter, Scores scores, Measure measure) {

  /** How a metric is computed. */
  @FunctionalInterface
  public interface Measure {
    /** The number for all rows. */
    double of(Tensor prediction, Tensor target, Scores scores);
  }

  /** The number for all rows. */
  public double of(Tensor prediction, Tensor target) {
    return measure.of(prediction, target, scores);
  }

  /** The same for a model that ends in a sigmoid or softmax. */
  public Metric ofProbabilities() {
    return new Metric(name, higherIsBetter, Scores.PROBABILITIES, measure);
  }

  /** The one to look at first: accuracy for classes, in the form that fits the head, else RMSE. */
  public static Metric standard(Target target) {
    return switch (target) {
      case Target.Numbers _ -> rmse();
      case Target.Binary _ -> binaryAccuracy();
      case Target.Classes _ -> categoricalAccuracy();
    };
  }

  /**
   * The part of the rows whose class is right: of {@code k} outputs the largest is the prediction
   * (the first of equals), of a single one whether it is above 0 as a logit, above ½ as a
   * probability.
   */
  public static Metric accuracy() {
    return higher(
        "accuracy",
        (prediction, target, scores) ->
            PredictedClasses.of("accuracy", prediction, target, scores).accuracy());
  }

  /** The accuracy of {@code k} outputs. */
  public static Metric categoricalAccuracy() {
    return higher(
        "accuracy",
        (prediction, target, scores) -> {
          requireSeveral(prediction);
          return PredictedClasses.of("categoricalAccuracy", prediction, target, scores).accuracy();
        });
  }

  private static void requireSeveral(Tensor prediction) {
    var shape = prediction.shape();
    if (shape.rank() == 1 || (shape.rank() == 2 && shape.dim(1) == 1)) {
      throw Errors.argument(
          "categoricalAccuracy: prediction %s has a single output, which is the largest of its row "
              + "whatever it is; use accuracy()",
          shape);
    }
  }

  /** The accuracy of a single output. */
  public static Metric binaryAccuracy() {
    return higher(
        "accuracy",
        (prediction, target, scores) -> {
          var shape = prediction.shape();
          if (shape.rank() == 2 && shape.dim(1) > 1) {
            throw Errors.argument(
                "binaryAccuracy: prediction %s has %d outputs, expected one; use accuracy()",
                shape, shape.dim(1));
          }
          return PredictedClasses.of("binaryAccuracy", prediction, target, scores).accuracy();
        });
  }

  /** The part of the rows whose class is among the {@code k} largest outputs. */
  public static Metric topK(int k) {
    return higher(
        "top" + k + "Accuracy",
        (prediction, target, _) -> PredictedClasses.topK(k, prediction, target));
  }

  /** Of the rows predicted as class 1, the part that is; of two classes. */
  public static Metric precision() {
    return ofPositives("precision", matrix -> matrix.precision(1));
  }

  /** Of the rows of class 1, the part that is found; of two classes. */
  public static Metric recall() {
    return ofPositives("recall", matrix -> matrix.recall(1));
  }

  /** The harmonic mean of precision and recall of class 1; of two classes. */
  public static Metric f1() {
    return ofPositives("f1", matrix -> matrix.f1(1));
  }

  /** Precision over all classes. */
  public static Metric precision(Average average) {
    return ofMatrix(label(average, "Precision"), matrix -> matrix.precision(average));
  }

  /** Recall over all classes. */
  public static Metric recall(Average average) {
    return ofMatrix(label(average, "Recall"), matrix -> matrix.recall(average));
  }

  /** F1 over all classes. */
  public static Metric f1(Average average) {
    return ofMatrix(label(average, "F1"), matrix -> matrix.f1(average));
  }

  /** The mean of the classes' F1 scores. */
  public static Metric macroF1() {
    return f1(Average.MACRO);
  }

  /**
   * The probability that a row of class 1 gets a higher score than one of class 0, ties counting
   * half: the area under the receiver operating characteristic.
   */
  public static Metric rocAuc() {
    return higher("rocAuc", RocAuc::of);
  }

  /** The mean of {@code −log p} of the right class; probabilities are kept 1e-7 from 0 and 1. */
  public static Metric logLoss() {
    return new Metric("logLoss", false, Scores.LOGITS, LogLoss::of);
  }

  /** The root of the mean squared error, over all numbers of all rows. */
  public static Metric rmse() {
    return lower("rmse", RegressionErrors::rmse);
  }

  /** The mean absolute error, over all numbers of all rows. */
  public static Metric mae() {
    return lower("mae", RegressionErrors::mae);
  }

  /**
   * The part of the target's variance that is explained, {@code R² = 1 − Σ(t − y)² / Σ(t −
   * mean(t))²}; of several outputs the mean. 0 is what the mean as the prediction gets. A constant
   * target has nothing to explain: 1 if it is met, else 0.
   */
  public static Metric r2() {
    return higher("r2", (prediction, target, _) -> RegressionErrors.r2(prediction, target));
  }

  private static Metric ofPositives(String name, ToDoubleFunction<ConfusionMatrix> score) {
    return ofMatrix(
        name,
        matrix -> {
          if (matrix.classes() != 2) {
            throw Errors.argument(
                "%s: %d classes, of which none is the positive one; use %s(Average)",
                name, matrix.classes(), name);
          }
          return score.applyAsDouble(matrix);
        });
  }

  private static Metric ofMatrix(String name, ToDoubleFunction<ConfusionMatrix> score) {
    return higher(
        name,
        (prediction, target, scores) ->
            score.applyAsDouble(PredictedClasses.of(name, prediction, target, scores).matrix()));
  }

  private static String label(Average average, String score) {
    return switch (average) {
      case MACRO -> "macro" + score;
      case MICRO -> "micro" + score;
      case WEIGHTED -> "weighted" + score;
    };
  }

  private static Metric higher(String name, Measure measure) {
    return new Metric(name, true, Scores.LOGITS, measure);
  }

  private static Metric lower(String name, ToDoubleBiFunction<Tensor, Tensor> error) {
    return new Metric(
        name,
        false,
        Scores.LOGITS,
        (prediction, target, _) -> error.applyAsDouble(prediction, target));
  }
}
