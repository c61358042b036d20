package dev.cortado.formats;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the outputs of a model into predictions with names.
 *
 * @param target of the schema
 * @param outputs what the model's numbers mean
 */
record PredictionDecoder(Target target, Outputs outputs) {

  PredictionDecoder {
    var names = names(target);
    if (new HashSet<>(names).size() < names.size()) {
      throw Errors.argument("predictor: names %s, expected each once", names);
    }
    if ((outputs == Outputs.NUMBERS) != target instanceof Target.Numbers) {
      throw Errors.argument("predictor: outputs %s for %s", outputs, target);
    }
  }

  private static List<String> names(Target target) {
    return target instanceof Target.Numbers(var names) ? names : target.classNames();
  }

  /** Turns logits into probabilities, {@code [n, outputs] → [n, outputs]}; null for the others. */
  @Nullable Activation activation() {
    return switch (outputs) {
      case NUMBERS, PROBABILITIES -> null;
      case LOGITS -> target instanceof Target.Binary ? Activation.sigmoid() : Activation.softmax();
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
    return new Prediction(label(raw, start, named), named);
  }

  private String label(float[] raw, int start, LinkedHashMap<String, Float> named) {
    return switch (target) {
      case Target.Numbers _ ->
          named.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
      case Target.Binary(_, var negative, var positive) ->
          raw[start] > (outputs == Outputs.LOGITS ? 0 : 0.5f) ? positive : negative;
      case Target.Classes(_, var classes) -> classes.get(argMax(raw, start, classes.size()));
    };
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
