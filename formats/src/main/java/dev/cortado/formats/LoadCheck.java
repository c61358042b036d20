package dev.cortado.formats;

import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Predicts a row of zeros with a model from a file, to check that its layers fit each other, the
 * columns and the target.
 */
final class LoadCheck {

  private LoadCheck() {}

  /**
   * Predicts the row.
   *
   * @throws IllegalArgumentException if a shape does not fit
   */
  static void run(Layer model, Schema schema) {
    var row = row(model, schema);
    if (row == null) {
      return;
    }
    int rows = embeds(model) ? 0 : 1;
    var outputs = Tape.unrecorded(() -> model.predict(Tensor.zeros(row.rows(rows)))).shape();
    var expected = Shape.of(rows, schema.target().outputs());
    if (!outputs.equals(expected)) {
      throw Errors.argument("it gives %s, its schema wants %s", outputs, expected);
    }
  }

  /** Stacked embeddings can make a row larger than memory; an empty batch needs none. */
  private static boolean embeds(Layer layer) {
    return switch (layer) {
      case Embedding _ -> true;
      case Sequential(var layers) -> layers.stream().anyMatch(LoadCheck::embeds);
      case Residual(var body) -> embeds(body);
      default -> false;
    };
  }

  /** The shape of a row, if the schema or the first layers determine it. */
  private static @Nullable Shape row(Layer model, Schema schema) {
    int columns = schema.features().size();
    return columns > 0 ? Shape.of(columns) : first(model);
  }

  private static @Nullable Shape first(Layer model) {
    return switch (model) {
      case Standardize standardize -> standardize.mean().shape();
      case Sequential(var layers) -> first(layers);
      default -> null;
    };
  }

  /** A dense layer behind a flatten layer determines the size of an image. */
  private static @Nullable Shape first(List<Layer> layers) {
    boolean flat = false;
    for (var layer : layers) {
      switch (layer) {
        case Activation _, Dropout _ -> {}
        case Flatten _ -> flat = true;
        case Dense dense -> {
          return flat ? Shape.of(dense.weight().shape().dim(0)) : null;
        }
        default -> {
          return first(layer);
        }
      }
    }
    return null;
  }
}
