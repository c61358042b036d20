package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/** What every metric asks of its input before it counts. */
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
              ? "; of one-hot rows take argMax(1)"
              : target.shape().equals(Shape.of(rows, 1)) ? "; use squeeze(1)" : "");
    }
    return labels(metric, target, classes);
  }

  /** The numbers of the rows' classes, whatever the shape. */
  static int[] labels(String metric, Tensor target, int classes) {
    float[] values = target.toArray();
    int[] labels = new int[values.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (int) values[row];
      if (labels[row] != values[row] || labels[row] < 0 || labels[row] >= classes) {
        throw Errors.argument(
            "%s: the target of row %d is %s, expected a class from 0 to %d",
            metric, row, values[row], classes - 1);
      }
    }
    return labels;
  }

  /** Logits that were said to be probabilities are told by their range. */
  static void requireProbabilities(String metric, float[] values, int outputs) {
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
