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
 * Counts of actual against predicted classes: a row for each actual class, a column for each
 * predicted one.
 *
 * <pre>{@code
 * IO.println(ConfusionMatrix.of(logits, labels, List.of("cat", "dog", "cow")));
 * // actual \ predicted    cat    dog    cow  recall
 * // cat                     2      0      1   0.667
 * // dog                     0      1      0   1.000
 * // cow                     0      1      1   0.500
 * // precision           1.000  0.500  0.500   0.667
 * }</pre>
 *
 * <p>The number in the corner is the accuracy. A score without a case, {@code 0/0}, is 0.
 */
public final class ConfusionMatrix {

  private final List<String> names;
  private final long[][] counts;

  private ConfusionMatrix(List<String> names, long[][] counts) {
    this.names = names;
    this.counts = counts;
  }

  /** Of logits, {@code [n, k]}, or a single one {@code [n, 1]}. */
  public static ConfusionMatrix of(Tensor prediction, Tensor target, List<String> classNames) {
    return of(prediction, target, OutputKind.LOGITS, classNames);
  }

  /** Of logits or probabilities. */
  public static ConfusionMatrix of(
      Tensor prediction, Tensor target, OutputKind outputs, List<String> classNames) {
    return of(PredictedClasses.of("confusionMatrix", prediction, target, outputs), classNames);
  }

  static ConfusionMatrix of(PredictedClasses labels, List<String> names) {
    int classes = labels.classes();
    if (names.size() != classes) {
      throw Errors.argument("confusionMatrix: %d names for %d classes", names.size(), classes);
    }
    long[][] counts = new long[classes][classes];
    for (int row = 0; row < labels.actual().length; row++) {
      counts[labels.actual()[row]][labels.predicted()[row]]++;
    }
    return new ConfusionMatrix(List.copyOf(names), counts);
  }

  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  /** How many classes there are. */
  public int classes() {
    return counts.length;
  }

  /** How many rows of class {@code actual} were predicted as {@code predicted}. */
  public long count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** How many rows there are. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** How many rows of a class there are. */
  public long support(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  private long predicted(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  private long right() {
    return IntStream.range(0, classes()).mapToLong(label -> counts[label][label]).sum();
  }

  /** The share of the rows whose class is right. */
  public double accuracy() {
    return part(right(), total());
  }

  /** The share of rows predicted as a class that belong to it. */
  public double precision(int label) {
    return part(counts[label][label], predicted(label));
  }

  /** The share of the rows of a class that are predicted as it. */
  public double recall(int label) {
    return part(counts[label][label], support(label));
  }

  /** {@code 2·right / (predicted + actual)}: the harmonic mean of precision and recall. */
  public double f1(int label) {
    return part(2 * counts[label][label], predicted(label) + support(label));
  }

  /** Precision over all classes. */
  public double precision(Average average) {
    return averaged(average, this::precision);
  }

  /** Recall over all classes. */
  public double recall(Average average) {
    return averaged(average, this::recall);
  }

  /** F1 over all classes. */
  public double f1(Average average) {
    return averaged(average, this::f1);
  }

  private double averaged(Average average, IntToDoubleFunction score) {
    return switch (average) {
      case MICRO -> accuracy();
      case MACRO -> {
        int[] seen =
            IntStream.range(0, classes())
                .filter(label -> support(label) + predicted(label) > 0)
                .toArray();
        yield sum(seen, score) / seen.length;
      }
      case WEIGHTED -> {
        int[] all = IntStream.range(0, classes()).toArray();
        yield sum(all, label -> support(label) * score.applyAsDouble(label)) / total();
      }
    };
  }

  /** A plain sum in the order of the classes: a stream's sum does not specify its rounding. */
  private static double sum(int[] labels, IntToDoubleFunction score) {
    double sum = 0;
    for (int label : labels) {
      sum += score.applyAsDouble(label);
    }
    return sum;
  }

  private static double part(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }

  /** As a table with recall at the end of each row and precision below each column. */
  @Override
  public String toString() {
    var lines = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("actual \\ predicted"));
    head.addAll(names);
    head.add("recall");
    lines.add(head);
    for (int label = 0; label < classes(); label++) {
      var line = new ArrayList<>(List.of(names.get(label)));
      Arrays.stream(counts[label]).mapToObj(String::valueOf).forEach(line::add);
      line.add(TableText.part(recall(label)));
      lines.add(line);
    }
    var foot = new ArrayList<>(List.of("precision"));
    IntStream.range(0, classes()).mapToObj(k -> TableText.part(precision(k))).forEach(foot::add);
    foot.add(TableText.part(accuracy()));
    lines.add(foot);
    return TableText.of(lines);
  }
}
