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
 * A model out of a file given a row of zeros: whether its layers fit to each other, to the columns
 * and to the target.
 */
final class Trial {

  private Trial() {}

  /**
   * Lets the row pass through.
   *
   * @throws IllegalArgumentException if a layer does not take what it is given
   */
  static void run(Layer model, Schema schema) {
    var row = row(model, schema);
    if (row == null) {
      return;
    }
    int rows = embeds(model) ? 0 : 1;
    var given = Tape.unrecorded(() -> model.predict(Tensor.zeros(row.rows(rows)))).shape();
    var expected = Shape.of(rows, schema.target().outputs());
    if (!given.equals(expected)) {
      throw Errors.argument("it gives %s, its schema wants %s", given, expected);
    }
  }

  /** Embeddings behind each other make of a row more than memory holds; of no row, nothing. */
  private static boolean embeds(Layer layer) {
    return switch (layer) {
      case Embedding _ -> true;
      case Sequential(var layers) -> layers.stream().anyMatch(Trial::embeds);
      case Residual(var body) -> embeds(body);
      default -> false;
    };
  }

  /** The shape of a row, if the columns or the first layers tell. */
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

  /** A dense layer tells how many numbers an image has only if the image was flattened for it. */
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
