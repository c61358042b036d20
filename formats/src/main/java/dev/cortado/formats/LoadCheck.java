package dev.cortado.formats;

import dev.cortado.data.Schema;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Predicts a row of zeros with a model from a file, to check that its layers fit each other, the
 * columns and the target.
 */
record LoadCheck(Layer model, Schema schema) {

  /** Layers whose outputs can be much larger than their inputs and cells. */
  private static final Set<Class<?>> WIDENING =
      Set.of(Embedding.class, CategoryEmbedding.class, OneHot.class, Parallel.class, Columns.class);

  /**
   * Predicts the row.
   *
   * @throws IllegalArgumentException if a shape does not fit
   */
  void run() {
    var row = row(model, schema);
    // A small file may describe layers whose outputs do not fit into memory, such as stacked
    // embeddings. An empty batch needs none, but a layer of the program's own may not accept one.
    var layers = LayerTree.of(model).layers().values();
    boolean own = layers.stream().anyMatch(it -> LibraryLayers.of(it) == null);
    boolean widening = layers.stream().anyMatch(it -> WIDENING.contains(it.getClass()));
    if (row == null || (own && widening)) {
      return;
    }
    int rows = widening ? 0 : 1;
    var outputs = predict(row.rows(rows), own);
    var expected = Shape.of(rows, schema.target().outputs());
    if (!outputs.equals(expected)) {
      throw Errors.argument("it gives %s, its schema wants %s", outputs, expected);
    }
  }

  private Shape predict(Shape zeros, boolean own) {
    try {
      return Tape.unrecorded(() -> model.predict(Tensor.zeros(zeros))).shape();
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      // A layer of the program's own may fail in its own way on components from a forged file.
      throw own ? new IllegalArgumentException(e.toString(), e) : e;
    }
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
