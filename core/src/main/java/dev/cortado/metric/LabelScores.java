package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scores of each of several labels, where a row may have any number of them: for prediction and
 * target {@code [n, k]}.
 *
 * <pre>{@code
 * IO.println(LabelScores.of(logits, labels, OutputKind.LOGITS, List.of("sun", "wind", "rain")));
 * // label  precision  recall     f1  rows
 * // sun        1.000   0.500  0.667     2
 * // wind       0.500   1.000  0.667     1
 * // rain       0.000   0.000  0.000     1
 * // macro      0.500   0.500  0.444     4
 * }</pre>
 *
 * <p>A label is predicted for a row if its logit is above 0 or its probability above ½. A score
 * without a case, {@code 0/0}, is 0. As in scikit-learn, the macro average is over all labels.
 */
public final class LabelScores {

  private final List<String> names;
  private final int rows;
  private final int exact;
  private final long[] hits;
  private final long[] predicted;
  private final long[] actual;

  private LabelScores(List<String> names, boolean[] predictions, boolean[] labels) {
    this.names = names;
    int count = names.size();
    rows = labels.length / count;
    hits = new long[count];
    predicted = new long[count];
    actual = new long[count];
    int right = 0;
    for (int row = 0; row < rows; row++) {
      boolean all = true;
      for (int label = 0; label < count; label++) {
        int i = row * count + label;
        hits[label] += predictions[i] && labels[i] ? 1 : 0;
        predicted[label] += predictions[i] ? 1 : 0;
        actual[label] += labels[i] ? 1 : 0;
        all &= predictions[i] == labels[i];
      }
      right += all ? 1 : 0;
    }
    exact = right;
  }

  /** Of predictions, and 0 or 1 for each label, both {@code [n, k]}. */
  public static LabelScores of(
      Tensor prediction, Tensor target, OutputKind outputs, List<String> names) {
    return of("labelScores", prediction, target, outputs, names);
  }

  static LabelScores of(String metric, Tensor prediction, Tensor target, OutputKind outputs) {
    int count = PredictionChecks.outputs(metric, prediction);
    return of(metric, prediction, target, outputs, ConfusionMatrix.numbered(count));
  }

  private static LabelScores of(
      String metric, Tensor prediction, Tensor target, OutputKind outputs, List<String> names) {
    int count = PredictionChecks.outputs(metric, prediction);
    if (names.size() != count) {
      throw Errors.argument("%s: %d names for %d labels", metric, names.size(), count);
    }
    float[] values = PredictionChecks.numbers(metric, prediction, outputs);
    PredictionChecks.requireSameShape(metric, prediction, target);
    int[] labels = PredictionChecks.labels(metric, target, 2);
    float threshold = PredictionChecks.threshold(metric, outputs);
    boolean[] predicted = new boolean[values.length];
    boolean[] actual = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      predicted[i] = values[i] > threshold;
      actual[i] = labels[i] == 1;
    }
    return new LabelScores(List.copyOf(names), predicted, actual);
  }

  /** How many rows have a label. */
  public long support(int label) {
    return actual[label];
  }

  /** The part of the rows all of whose labels are right. */
  public double subsetAccuracy() {
    return (double) exact / rows;
  }

  /** The part of all labels of all rows that are right: 1 minus the Hamming loss. */
  public double accuracy() {
    long wrong = 0;
    for (int label = 0; label < hits.length; label++) {
      wrong += predicted[label] + actual[label] - 2 * hits[label];
    }
    return 1 - (double) wrong / ((long) rows * hits.length);
  }

  /** Of the rows for which a label is predicted, the part that has it. */
  public double precision(int label) {
    return part(hits[label], predicted[label]);
  }

  /** Of the rows with a label, the part that is found. */
  public double recall(int label) {
    return part(hits[label], actual[label]);
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int label) {
    return part(2 * hits[label], predicted[label] + actual[label]);
  }

  /** Precision over all labels. */
  public double precision(Average average) {
    return averaged(average, this::precision, part(sum(hits), sum(predicted)));
  }

  /** Recall over all labels. */
  public double recall(Average average) {
    return averaged(average, this::recall, part(sum(hits), sum(actual)));
  }

  /** F1 over all labels. */
  public double f1(Average average) {
    return averaged(average, this::f1, part(2 * sum(hits), sum(predicted) + sum(actual)));
  }

  private double averaged(Average average, IntToDoubleFunction score, double micro) {
    double sum = 0;
    double weights = 0;
    for (int label = 0; label < hits.length; label++) {
      double weight = average == Average.WEIGHTED ? actual[label] : 1;
      sum += weight * score.applyAsDouble(label);
      weights += weight;
    }
    return switch (average) {
      case MICRO -> micro;
      case MACRO, WEIGHTED -> weights == 0 ? 0 : sum / weights;
    };
  }

  private static long sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  private static double part(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }

  /** As in the example above. */
  @Override
  public String toString() {
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("label", "precision", "recall", "f1", "rows"));
    IntStream.range(0, names.size())
        .forEach(label ->
            lines.add(
                line(names.get(label), precision(label), recall(label), f1(label), actual[label])));
    lines.add(
        line(
            "macro",
            precision(Average.MACRO),
            recall(Average.MACRO),
            f1(Average.MACRO),
            sum(actual)));
    return TableText.of(lines);
  }

  private static List<String> line(
      String name, double precision, double recall, double f1, long support) {
    return List.of(
        name,
        TableText.part(precision),
        TableText.part(recall),
        TableText.part(f1),
        Long.toString(support));
  }
}
