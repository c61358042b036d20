package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the receiver operating characteristic as Mann and Whitney's statistic: of all
 * pairs of a positive and a negative row, the part that is in the right order. It is counted, not
 * integrated, and so exact.
 */
final class RocAuc {

  private static final String NAME = "rocAuc";

  private RocAuc() {}

  static double of(Tensor prediction, Tensor target, OutputKind kind) {
    int outputs = PredictionChecks.outputs(NAME, prediction);
    float[] values = PredictionChecks.numbers(NAME, prediction);
    if (PredictionChecks.ofLabels(prediction, target)) {
      return ofLabels(values, PredictionChecks.labels(NAME, target, 2), outputs);
    }
    if (outputs > 2) {
      throw Errors.argument(
          "rocAuc: prediction %s, expected two classes, one output or two, or a target of labels",
          prediction.shape());
    }
    if (outputs == 1) {
      PredictionChecks.requireSameShape(NAME, prediction, target);
      return area(single(values), PredictionChecks.labels(NAME, target, 2));
    }
    int[] labels = PredictionChecks.labels(NAME, prediction, target, 2);
    return switch (kind) {
      case LOGITS, LOG_PROBABILITIES -> area(differences(values), labels);
      case PROBABILITIES -> area(second(values), labels);
      case VALUES, UNKNOWN -> throw kind.unknown(NAME);
    };
  }

  /** The mean over the labels. */
  private static double ofLabels(float[] values, int[] labels, int count) {
    double sum = 0;
    for (int label = 0; label < count; label++) {
      int column = label;
      int rows = labels.length / count;
      sum +=
          area(
              IntStream.range(0, rows).mapToDouble(row -> values[row * count + column]).toArray(),
              IntStream.range(0, rows).map(row -> labels[row * count + column]).toArray());
    }
    return sum / count;
  }

  private static double[] single(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** The log-odds of class 1. */
  private static double[] differences(float[] values) {
    return IntStream.range(0, values.length / 2)
        .mapToDouble(i -> (double) values[2 * i + 1] - values[2 * i])
        .toArray();
  }

  private static double[] second(float[] values) {
    return IntStream.range(0, values.length / 2).mapToDouble(i -> values[2 * i + 1]).toArray();
  }

  private static double area(double[] scores, int[] labels) {
    long positives = Arrays.stream(labels).filter(label -> label == 1).count();
    long negatives = labels.length - positives;
    if (positives == 0 || negatives == 0) {
      throw Errors.argument(
          "rocAuc: all %d rows are of class %d, expected both classes",
          labels.length, positives == 0 ? 0 : 1);
    }
    var order =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(i -> i)
            .toArray();
    long twiceRight = 0;
    long below = 0;
    for (int from = 0; from < order.length; ) {
      long tiedPositives = 0;
      int to = from;
      // not Double.compare, which orders −0 below 0
      for (; to < order.length && scores[order[to]] == scores[order[from]]; to++) {
        tiedPositives += labels[order[to]];
      }
      long tiedNegatives = to - from - tiedPositives;
      twiceRight += tiedPositives * (2 * below + tiedNegatives);
      below += tiedNegatives;
      from = to;
    }
    return twiceRight / (2.0 * positives * negatives);
  }
}
