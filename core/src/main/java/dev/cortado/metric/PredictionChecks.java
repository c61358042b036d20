package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/** Checks that metrics make before they compute. */
final class PredictionChecks {

  private PredictionChecks() {}

  /** How many outputs each row has; a row without an axis for them has one. */
  static int outputs(String metric, Tensor prediction) {
    var shape = prediction.shape();
    if ((shape.rank() != 1 && shape.rank() != 2) || shape.size() == 0) {
      throw Errors.argument("%s: prediction %s, expected rows [n] or [n, outputs]", metric, shape);
    }
    return shape.rank() == 1 ? 1 : shape.dim(1);
  }

  /** The predicted numbers, none of them NaN. */
  static float[] numbers(String metric, Tensor prediction) {
    float[] values = prediction.toArray();
    int outputs = outputs(metric, prediction);
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw Errors.argument("%s: the prediction of row %d is NaN", metric, i / outputs);
      }
    }
    return values;
  }

  /** The predicted numbers; those that are said to be probabilities are from 0 to 1. */
  static float[] numbers(String metric, Tensor prediction, OutputKind kind) {
    float[] values = numbers(metric, prediction);
    if (kind == OutputKind.PROBABILITIES) {
      requireProbabilities(metric, values, outputs(metric, prediction));
    }
    return values;
  }

  /** The threshold above which a single output means class 1, or that its label is there. */
  static float threshold(String metric, OutputKind kind) {
    return switch (kind) {
      case LOGITS -> 0;
      case PROBABILITIES -> 0.5f;
      case VALUES, LOG_PROBABILITIES, UNKNOWN -> throw kind.unknown(metric);
    };
  }

  /** Whether there is 0 or 1 for each of several outputs of a row: labels, not one class. */
  static boolean ofLabels(Tensor prediction, Tensor target) {
    var shape = prediction.shape();
    return shape.rank() == 2 && shape.dim(1) > 1 && shape.equals(target.shape());
  }

  /** Broadcasting {@code [n]} against {@code [n, 1]} would compare every row with every other. */
  static void requireSameShape(String metric, Tensor prediction, Tensor target) {
    var shape = prediction.shape();
    if (!shape.equals(target.shape())) {
      throw Errors.argument(
          "%s: prediction %s, target %s, expected the same shape%s",
          metric, shape, target.shape(), repair(shape, target.shape()));
    }
  }

  private static String repair(Shape prediction, Shape target) {
    if (prediction.size() != target.size()) {
      return "";
    }
    return target.rank() < prediction.rank()
        ? "; give the target an axis with expand(1)"
        : "; take an axis off the target with squeeze(1)";
  }

  /** The numbers of the rows' classes, {@code [n]}. */
  static int[] labels(String metric, Tensor prediction, Tensor target, int classes) {
    int rows = prediction.shape().dim(0);
    if (!target.shape().equals(Shape.of(rows))) {
      throw Errors.argument(
          "%s: prediction %s, target %s, expected a class for each row [%d]%s",
          metric,
          prediction.shape(),
          target.shape(),
          rows,
          target.shape().equals(prediction.shape())
              ? "; of one-hot rows take argMax(1), of labels use labelAccuracy()"
              : target.shape().equals(Shape.of(rows, 1)) ? "; use squeeze(1)" : "");
    }
    return labels(metric, target, classes);
  }

  /** The numbers of the rows' classes, whatever the shape. */
  static int[] labels(String metric, Tensor target, int classes) {
    float[] values = target.toArray();
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i] || labels[i] < 0 || labels[i] >= classes) {
        throw Errors.argument(
            "%s: the target of row %d is %s, expected a class from 0 to %d",
            metric, i / (labels.length / target.shape().dim(0)), values[i], classes - 1);
      }
    }
    return labels;
  }

  /** Logits passed as probabilities are detected by their range. */
  private static void requireProbabilities(String metric, float[] values, int outputs) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw Errors.argument(
            "%s: the prediction of row %d is %s, expected a probability; "
                + "for logits leave out ofProbabilities()",
            metric, i / outputs, values[i]);
      }
    }
  }
}
