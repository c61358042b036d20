package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * What was predicted and what was true, as class numbers.
 *
 * @param predicted for each row
 * @param actual for each row
 * @param classes how many there are
 */
record PredictedClasses(int[] predicted, int[] actual, int classes) {

  /** Of several outputs the largest, of a single one by its threshold. */
  static PredictedClasses of(String metric, Tensor prediction, Tensor target, OutputKind kind) {
    int outputs = PredictionChecks.outputs(metric, prediction);
    float[] values = PredictionChecks.numbers(metric, prediction, kind);
    int[] predicted = new int[values.length / outputs];
    if (outputs == 1) {
      PredictionChecks.requireSameShape(metric, prediction, target);
      float threshold = PredictionChecks.threshold(metric, kind);
      for (int row = 0; row < predicted.length; row++) {
        predicted[row] = values[row] > threshold ? 1 : 0;
      }
      return new PredictedClasses(predicted, PredictionChecks.labels(metric, target, 2), 2);
    }
    int[] actual = PredictionChecks.labels(metric, prediction, target, outputs);
    for (int row = 0; row < predicted.length; row++) {
      predicted[row] = largest(values, row * outputs, outputs);
    }
    return new PredictedClasses(predicted, actual, outputs);
  }

  /** The index of the largest, the first of equal ones. */
  private static int largest(float[] values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }

  double accuracy() {
    long right = IntStream.range(0, actual.length).filter(i -> predicted[i] == actual[i]).count();
    return (double) right / actual.length;
  }

  ConfusionMatrix matrix() {
    return ConfusionMatrix.of(this, ConfusionMatrix.numbered(classes));
  }

  /**
   * The share of the rows where fewer than {@code k} outputs rank before that of the right class.
   */
  static double topK(int k, Tensor prediction, Tensor target) {
    int outputs = PredictionChecks.outputs("topK", prediction);
    if (k < 1 || k >= outputs) {
      throw Errors.argument(
          "topK: k is %d and prediction %s, expected 1 to %d: any k from %d on is always right",
          k, prediction.shape(), outputs - 1, outputs);
    }
    float[] values = PredictionChecks.numbers("topK", prediction);
    int[] actual = PredictionChecks.labels("topK", prediction, target, outputs);
    long right = 0;
    for (int row = 0; row < actual.length; row++) {
      right += before(values, row * outputs, outputs, actual[row]) < k ? 1 : 0;
    }
    return (double) right / actual.length;
  }

  /** The rank of a class: how many outputs are larger, or equal with a smaller index. */
  private static int before(float[] values, int start, int count, int label) {
    float own = values[start + label];
    int before = 0;
    for (int i = 0; i < count; i++) {
      float other = values[start + i];
      before += other > own || (other == own && i < label) ? 1 : 0;
    }
    return before;
  }
}
