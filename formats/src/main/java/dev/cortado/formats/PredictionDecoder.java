package dev.cortado.formats;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.OutputKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the outputs of a model into predictions with names.
 *
 * @param target of the schema
 * @param outputs what the model's numbers mean
 */
record PredictionDecoder(Target target, OutputKind outputs) {

  PredictionDecoder {
    var names = names(target);
    if (new HashSet<>(names).size() < names.size()) {
      throw Errors.argument("predictor: names %s, expected each once", names);
    }
    if (outputs == OutputKind.UNKNOWN) {
      throw Errors.argument(
          "predictor: the last layer does not say what it gives; name it, as in "
              + "Predictor.of(model, schema, OutputKind.LOGITS)");
    }
    if ((outputs == OutputKind.VALUES) != target instanceof Target.Numbers
        || (outputs == OutputKind.LOG_PROBABILITIES && !(target instanceof Target.Classes))) {
      throw Errors.argument("predictor: outputs %s for %s", outputs, target);
    }
  }

  private static List<String> names(Target target) {
    return switch (target) {
      case Target.Numbers(var names) -> names;
      case Target.Labels(var names) -> names;
      case Target.Binary _, Target.Classes _ -> target.classNames();
    };
  }

  /** Turns logits into probabilities, {@code [n, outputs] → [n, outputs]}; null for the others. */
  @Nullable Activation activation() {
    return switch (outputs) {
      case VALUES, PROBABILITIES, UNKNOWN -> null;
      case LOGITS, LOG_PROBABILITIES ->
          target instanceof Target.Classes ? Activation.softmax() : Activation.sigmoid();
    };
  }

  /**
   * The prediction for a row. The label is chosen by the raw outputs: probabilities near 0 and 1
   * round to the same float.
   *
   * @param raw outputs of the model
   * @param values probabilities, or the raw outputs again
   */
  Prediction prediction(float[] raw, float[] values, int row) {
    int count = target.outputs();
    int start = row * count;
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(values[start + i])) {
        throw Errors.state("predictor: the model gives NaN for row %d; was it trained?", row);
      }
    }
    var named = new LinkedHashMap<String, Float>();
    var names = names(target);
    if (target instanceof Target.Binary) {
      named.put(names.getFirst(), 1 - values[start]);
      named.put(names.getLast(), values[start]);
    } else {
      for (int i = 0; i < count; i++) {
        named.put(names.get(i), values[start + i]);
      }
    }
    var labels = labels(raw, start);
    var text =
        target instanceof Target.Numbers
            ? named.values().stream().map(String::valueOf).collect(Collectors.joining(", "))
            : String.join(", ", labels);
    return new Prediction(text, labels, named);
  }

  private List<String> labels(float[] raw, int start) {
    return switch (target) {
      case Target.Numbers _ -> List.of();
      case Target.Binary(_, var negative, var positive) ->
          List.of(raw[start] > threshold() ? positive : negative);
      case Target.Labels(var names) ->
          IntStream.range(0, names.size())
              .filter(i -> raw[start + i] > threshold())
              .mapToObj(names::get)
              .toList();
      case Target.Classes(_, var classes) ->
          List.of(classes.get(argMax(raw, start, classes.size())));
    };
  }

  private float threshold() {
    return outputs == OutputKind.LOGITS ? 0 : 0.5f;
  }

  /** The first of the largest. */
  private static int argMax(float[] values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }
}
