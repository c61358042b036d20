package dev.cortado.formats;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Average;
import dev.cortado.nn.Averaging;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.MemberDense;
import dev.cortado.nn.MemberMean;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Sequential;

/** What the outputs of a model mean. */
public enum Outputs {
  /** The numbers of the target. */
  NUMBERS,
  /** Unbounded numbers; softmax, or sigmoid of a single one, makes them probabilities. */
  LOGITS,
  /** Probabilities, such as those of a sigmoid or softmax. */
  PROBABILITIES;

  /**
   * The outputs of a model for a target. For classes they are probabilities if the range of the
   * last activation is 0 to 1, else logits. If the last layer is one of your own, name the outputs
   * with {@link ModelFile#of(Layer, dev.cortado.data.Schema, Outputs)} or {@link
   * Predictor#of(Layer, dev.cortado.data.Schema, Outputs)}.
   */
  public static Outputs of(Layer model, Target target) {
    return switch (target) {
      case Target.Numbers _ -> NUMBERS;
      case Target.Binary _, Target.Classes _ -> {
        var range = last(model).traits();
        yield range.low() == 0 && range.high() == 1 ? PROBABILITIES : LOGITS;
      }
    };
  }

  private static Activation last(Layer layer) {
    return switch (layer) {
      case Activation activation -> activation;
      case Dense dense -> dense.activation();
      case MemberDense dense -> dense.activation();
      case Sequential(var layers) ->
          layers.reversed().stream()
              .filter(each -> !isTransparent(each))
              .findFirst()
              .map(Outputs::last)
              .orElse(Activation.identity());
      case Average(var models, var how) when how == Averaging.VALUES -> last(models.getFirst());
      case Parallel(var branches) -> last(branches.getFirst());
      case Columns(_, var inner) -> last(inner);
      case Layer known when LibraryLayers.of(known) != null -> Activation.identity();
      default ->
          throw Errors.argument(
              "outputs: the last layer '%s' is not one of the library, so its outputs are unknown;"
                  + " name them: Predictor.of(model, schema, Outputs.LOGITS)",
              layer.getClass().getSimpleName());
    };
  }

  /** Whether the outputs of a layer mean what its inputs mean. */
  private static boolean isTransparent(Layer layer) {
    return switch (layer) {
      case Dropout _, Flatten _ -> true;
      case MemberMean(var how) -> how == Averaging.VALUES;
      default -> false;
    };
  }
}
