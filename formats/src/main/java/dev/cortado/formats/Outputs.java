package dev.cortado.formats;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;

/** What the numbers mean that a model gives. */
public enum Outputs {
  /** What was asked for. */
  NUMBERS,
  /** Any numbers; their softmax, or the sigmoid of a single one, are probabilities. */
  LOGITS,
  /** Probabilities, such as those behind a sigmoid or softmax. */
  PROBABILITIES;

  /**
   * What a model gives for a target: for classes, probabilities if its last activation gives
   * numbers from 0 to 1. A last layer of the program's own does not tell; {@link
   * ModelFile#of(Layer, dev.cortado.data.Schema, Outputs)} and {@link Predictor#of(Layer,
   * dev.cortado.data.Schema, Outputs)} are for it.
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
      case Sequential(var layers) ->
          layers.reversed().stream()
              .filter(each -> !(each instanceof Dropout || each instanceof Flatten))
              .findFirst()
              .map(Outputs::last)
              .orElse(Activation.identity());
      case Embedding _,
          Standardize _,
          BatchNorm _,
          LayerNorm _,
          GroupNorm _,
          InstanceNorm _,
          Residual _ ->
          Activation.identity();
      default ->
          throw Errors.argument(
              "outputs: the last layer '%s' is of the program's own and does not tell what it"
                  + " gives; name it: Predictor.of(model, schema, Outputs.LOGITS)",
              layer.getClass().getSimpleName());
    };
  }
}
