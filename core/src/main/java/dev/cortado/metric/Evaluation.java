package dev.cortado.metric;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * How good a model is on rows.
 *
 * <pre>{@code
 * var evaluation = Evaluation.of(model, split.test(), Metric.accuracy(), Metric.macroF1());
 * evaluation.value("accuracy");      // 0.995
 * IO.println(evaluation);
 * // accuracy  0.995
 * // macroF1   0.9949
 * }</pre>
 *
 * @param values by the names of the metrics
 * @param prediction what the model gave for each row
 */
public record Evaluation(SequencedMap<String, Double> values, Tensor prediction) {

  /** Rows predicted at a time; the number changes no result. */
  private static final int CHUNK = 1024;

  public Evaluation {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** By some metrics or, if none is named, by the {@linkplain Metric#standard standard} one. */
  public static Evaluation of(Layer model, RowSource data, Metric... metrics) {
    return of(
        model,
        data,
        metrics.length > 0 ? List.of(metrics) : List.of(Metric.standard(data.schema().target())));
  }

  /** By these metrics, which read the model's outputs as its last layer says. */
  public static Evaluation of(Layer model, RowSource data, List<Metric> metrics) {
    return of(model, data, outputs(model, data.schema().target()), metrics);
  }

  /** By these metrics, for a model that gives outputs of this kind. */
  public static Evaluation of(
      Layer model, RowSource data, OutputKind outputs, List<Metric> metrics) {
    var prediction =
        data instanceof Dataset(var x, _, _) ? predictions(model, x) : predictions(model, data);
    var target = data.y(0, data.size());
    var values = new LinkedHashMap<String, Double>();
    metrics.forEach(metric -> values.put(metric.name(), metric.of(prediction, target, outputs)));
    return new Evaluation(values, prediction);
  }

  /** What a model gives for a target: values for numbers, else what its last layer says. */
  public static OutputKind outputs(Layer model, Target target) {
    return target instanceof Target.Numbers ? OutputKind.VALUES : OutputKind.of(model);
  }

  /** The outputs for many rows, in chunks, so that memory stays small. */
  public static Tensor predictions(Layer model, Tensor x) {
    int rows = x.shape().dim(0);
    return Tape.unrecorded(() ->
        rows <= CHUNK
            ? model.predict(x)
            : predictions(model, rows, (from, to) -> x.slice(0, from, to)));
  }

  /** The same for rows that need not be in memory. */
  private static Tensor predictions(Layer model, RowSource data) {
    return Tape.unrecorded(() ->
        predictions(model, data.size(), (from, to) -> data.rows(RowOrder.range(from, to)).x()));
  }

  private static Tensor predictions(
      Layer model, int rows, BiFunction<Integer, Integer, Tensor> part) {
    var parts = new Tensor[Math.ceilDiv(rows, CHUNK)];
    for (int i = 0; i < parts.length; i++) {
      int from = i * CHUNK;
      parts[i] = model.predict(part.apply(from, Math.min(rows - from, CHUNK) + from));
    }
    return Tensor.concat(0, parts);
  }

  /** The value of the metric with this name. */
  public double value(String name) {
    var value = values.get(name);
    if (value == null) {
      throw Errors.argument(
          "evaluation: no metric '%s'; there are %s", name, values.sequencedKeySet());
    }
    return value;
  }

  /** As in the example above. */
  @Override
  public String toString() {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    return values.entrySet().stream()
        .map(entry -> line(width, entry))
        .collect(Collectors.joining("\n"));
  }

  private static String line(int width, Map.Entry<String, Double> entry) {
    var name = entry.getKey() + " ".repeat(width - entry.getKey().length());
    return name + "  " + String.format(Locale.ROOT, "%.4g", entry.getValue());
  }
}
