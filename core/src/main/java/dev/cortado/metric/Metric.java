package dev.cortado.metric;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tape;
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
 * the same shape, and so are labels, 0 or 1 each. Predictions that are passed as tensors are read
 * as logits unless {@linkplain #ofProbabilities() said otherwise}; those of a model as its last
 * layer says.
 *
 * <p>Give it all rows at once: the mean of the accuracies of batches is not the accuracy when the
 * last batch is short, and a mean of F1 scores is not an F1 score.
 *
 * <p>One of your own is a function, of the numbers as the model gives them or of probabilities:
 *
 * <pre>{@code
 * var mape = Metric.of("mape", Better.LOWER,
 *     (prediction, target) -> target.sub(prediction).div(target).abs().mean().item());
 * var brier = Metric.ofProbabilities("brier", Better.LOWER,
 *     (probability, target) -> probability.sub(target).square().mean().item());
 * }</pre>
 *
 * @param name as it is printed and logged
 * @param better which direction is
 * @param outputs what the predictions are; if unknown, what the model or the loss says they are
 * @param measure how it is computed
 */
public record Metric(String name, Better better, OutputKind outputs, Measure measure) {

  /** How a metric is computed. */
  @FunctionalInterface
  public interface Measure {
    /** The number for all rows. */
    double of(Tensor prediction, Tensor target, OutputKind outputs);
  }

  /** One of your own, of the numbers as the model gives them. */
  public static Metric of(String name, Better better, ToDoubleBiFunction<Tensor, Tensor> measure) {
    return new Metric(
        name,
        better,
        OutputKind.UNKNOWN,
        (prediction, target, _) -> measure.applyAsDouble(prediction, target));
  }

  /**
   * One of your own, of probabilities: of {@code [n, k]} outputs for classes {@code [n]} those of
   * the classes, else that of each output by itself.
   */
  public static Metric ofProbabilities(
      String name, Better better, ToDoubleBiFunction<Tensor, Tensor> measure) {
    return new Metric(
        name,
        better,
        OutputKind.UNKNOWN,
        (prediction, target, outputs) -> {
          boolean ofLabels = prediction.shape().equals(target.shape());
          var probabilities =
              Tape.unrecorded(() -> outputs.probabilities(name, prediction, ofLabels));
          return measure.applyAsDouble(probabilities, target);
        });
  }

  /** The number for all rows; outputs are read as logits unless the metric says otherwise. */
  public double of(Tensor prediction, Tensor target) {
    return measure.of(prediction, target, outputs.orElse(OutputKind.LOGITS));
  }

  /** The number for all rows of a model that gives such outputs. */
  public double of(Tensor prediction, Tensor target, OutputKind given) {
    return measure.of(prediction, target, outputs.orElse(given));
  }

  /** The same for outputs of this kind, whatever the model says. */
  public Metric ofOutputs(OutputKind kind) {
    return new Metric(name, better, kind, measure);
  }

  /** The same for a model that ends in a sigmoid or softmax. */
  public Metric ofProbabilities() {
    return ofOutputs(OutputKind.PROBABILITIES);
  }

  /** Whether higher is better. */
  public boolean higherIsBetter() {
    return better == Better.HIGHER;
  }

  /** The one to look at first: accuracy for classes and labels, else RMSE. */
  public static Metric standard(Target target) {
    return switch (target) {
      case Target.Numbers _ -> rmse();
      case Target.Binary _ -> binaryAccuracy();
      case Target.Classes _ -> categoricalAccuracy();
      case Target.Labels _ -> labelAccuracy();
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
        (prediction, target, outputs) ->
            PredictedClasses.of("accuracy", prediction, target, outputs).accuracy());
  }

  /** The accuracy of {@code k} outputs. */
  public static Metric categoricalAccuracy() {
    return higher(
        "accuracy",
        (prediction, target, outputs) -> {
          requireSeveral(prediction);
          return PredictedClasses.of("categoricalAccuracy", prediction, target, outputs).accuracy();
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
        (prediction, target, outputs) -> {
          var shape = prediction.shape();
          if (shape.rank() == 2 && shape.dim(1) > 1) {
            throw Errors.argument(
                "binaryAccuracy: prediction %s has %d outputs, expected one; use accuracy()",
                shape, shape.dim(1));
          }
          return PredictedClasses.of("binaryAccuracy", prediction, target, outputs).accuracy();
        });
  }

  /** The part of all labels of all rows that are right; {@code [n, k]} against 0 and 1. */
  public static Metric labelAccuracy() {
    return ofLabels("labelAccuracy", Better.HIGHER, LabelScores::accuracy);
  }

  /** The part of the rows all of whose labels are right: scikit-learn's accuracy of labels. */
  public static Metric subsetAccuracy() {
    return ofLabels("subsetAccuracy", Better.HIGHER, LabelScores::subsetAccuracy);
  }

  /** The part of all labels of all rows that are wrong. */
  public static Metric hammingLoss() {
    return ofLabels("hammingLoss", Better.LOWER, labels -> 1 - labels.accuracy());
  }

  /** The part of the rows whose class is among the {@code k} largest outputs. */
  public static Metric topK(int k) {
    return higher(
        "top" + k + "Accuracy",
        (prediction, target, _) -> PredictedClasses.topK(k, prediction, target));
  }

  /** The share of rows predicted as class 1 that are of it; for two classes. */
  public static Metric precision() {
    return ofPositives("precision", matrix -> matrix.precision(1));
  }

  /** The share of rows of class 1 that are predicted as it; for two classes. */
  public static Metric recall() {
    return ofPositives("recall", matrix -> matrix.recall(1));
  }

  /** The harmonic mean of precision and recall of class 1; for two classes. */
  public static Metric f1() {
    return ofPositives("f1", matrix -> matrix.f1(1));
  }

  /** Precision over all classes, or all labels. */
  public static Metric precision(Average average) {
    return averaged(
        label(average, "Precision"),
        matrix -> matrix.precision(average),
        labels -> labels.precision(average));
  }

  /** Recall over all classes, or all labels. */
  public static Metric recall(Average average) {
    return averaged(
        label(average, "Recall"),
        matrix -> matrix.recall(average),
        labels -> labels.recall(average));
  }

  /** F1 over all classes, or all labels. */
  public static Metric f1(Average average) {
    return averaged(
        label(average, "F1"), matrix -> matrix.f1(average), labels -> labels.f1(average));
  }

  /** The mean of the classes' F1 scores. */
  public static Metric macroF1() {
    return f1(Average.MACRO);
  }

  /**
   * The probability that a row of class 1 gets a higher score than one of class 0, ties counting
   * half: the area under the receiver operating characteristic. Of labels the mean over them.
   */
  public static Metric rocAuc() {
    return higher("rocAuc", RocAuc::of);
  }

  /** The mean of {@code −log p} of the right class; probabilities are kept 1e-7 from 0 and 1. */
  public static Metric logLoss() {
    return new Metric("logLoss", Better.LOWER, OutputKind.UNKNOWN, LogLoss::of);
  }

  /** The root of the mean squared error, over all numbers of all rows. */
  public static Metric rmse() {
    return of("rmse", Better.LOWER, RegressionErrors::rmse);
  }

  /** The mean absolute error, over all numbers of all rows. */
  public static Metric mae() {
    return of("mae", Better.LOWER, RegressionErrors::mae);
  }

  /**
   * The part of the target's variance that is explained, {@code R² = 1 − Σ(t − y)² / Σ(t −
   * mean(t))²}; of several outputs the mean. 0 is what the mean as the prediction gets. A constant
   * target has nothing to explain: 1 if it is met, else 0.
   */
  public static Metric r2() {
    return of("r2", Better.HIGHER, RegressionErrors::r2);
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
        (prediction, target, outputs) ->
            score.applyAsDouble(PredictedClasses.of(name, prediction, target, outputs).matrix()));
  }

  private static Metric averaged(
      String name,
      ToDoubleFunction<ConfusionMatrix> ofClasses,
      ToDoubleFunction<LabelScores> ofLabels) {
    return higher(
        name,
        (prediction, target, outputs) ->
            PredictionChecks.ofLabels(prediction, target)
                ? ofLabels.applyAsDouble(LabelScores.of(name, prediction, target, outputs))
                : ofClasses.applyAsDouble(
                    PredictedClasses.of(name, prediction, target, outputs).matrix()));
  }

  private static Metric ofLabels(String name, Better better, ToDoubleFunction<LabelScores> score) {
    return new Metric(
        name,
        better,
        OutputKind.UNKNOWN,
        (prediction, target, outputs) ->
            score.applyAsDouble(LabelScores.of(name, prediction, target, outputs)));
  }

  private static String label(Average average, String score) {
    return switch (average) {
      case MACRO -> "macro" + score;
      case MICRO -> "micro" + score;
      case WEIGHTED -> "weighted" + score;
    };
  }

  private static Metric higher(String name, Measure measure) {
    return new Metric(name, Better.HIGHER, OutputKind.UNKNOWN, measure);
  }
}
