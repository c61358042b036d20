package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.data.Batch;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a failed step first met a number that is not finite: takes the same step again, to
 * the same bits, and looks at every layer's output on the way.
 */
final class DivergenceSearch {

  /** The first number that is not finite. */
  record NotFinite(String layer, String tensor, Divergence.Index index, double value) {}

  private static final String BATCH = "the batch";
  private static final String MODEL = "the model";

  private DivergenceSearch() {}

  static NotFinite find(
      Layer model,
      SequencedMap<String, Cell> state,
      Recipe recipe,
      Batch batch,
      @Nullable Tensor weightsOfRows,
      Pass pass,
      List<Map.Entry<String, Tensor>> gradients) {
    var place = bad(BATCH, "x", batch.x());
    place = place != null ? place : bad(BATCH, "y", batch.y());
    place = place != null ? place : cells(state);
    place =
        place != null ? place : Tape.unrecorded(() -> forward(model, recipe.loss(), batch, pass));
    place =
        place != null
            ? place
            : Tape.unrecorded(() -> sums(model, recipe, batch, weightsOfRows, pass));
    place = place != null ? place : backward(gradients);
    // Losses and penalties that are finite by themselves may not be together.
    var index = new Divergence.Index(Shape.of(), 0);
    return place != null
        ? place
        : new NotFinite(BATCH, "loss with penalties", index, Double.POSITIVE_INFINITY);
  }

  /** The first cell with such a number. */
  static @Nullable NotFinite cells(SequencedMap<String, Cell> state) {
    for (var cell : state.entrySet()) {
      if (Divergence.Index.firstBad(cell.getValue()) >= 0) {
        return named(cell.getKey(), "", cell.getValue().value());
      }
    }
    return null;
  }

  /** The first layer whose output is not finite, or the loss of a row. */
  private static @Nullable NotFinite forward(Layer model, Loss loss, Batch batch, Pass pass) {
    var tree = LayerTree.of(model);
    var found = new AtomicReference<@Nullable NotFinite>();
    var watched =
        pass.observedBy((path, _, x, forward) -> {
          var y = forward.apply(x);
          if (found.get() == null) {
            var leaf = tree.leafOf(path);
            found.set(bad(leaf.isEmpty() ? MODEL : leaf, "output", y));
          }
          return y;
        });
    try {
      var losses = loss.perSample(watched.run(model, batch.x()), batch.y());
      return found.get() != null ? found.get() : bad(BATCH, "loss", losses);
    } catch (RuntimeException refused) {
      // A layer or the loss may refuse the NaN that was found.
      if (found.get() == null) {
        throw refused;
      }
      return found.get();
    }
  }

  /** The failure nearest to the loss is the first on the way back. */
  private static @Nullable NotFinite backward(List<Map.Entry<String, Tensor>> gradients) {
    for (var gradient : gradients.reversed()) {
      var place = named(gradient.getKey(), "gradient of ", gradient.getValue());
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private static @Nullable NotFinite named(String name, String what, Tensor tensor) {
    int dot = name.lastIndexOf('.');
    var layer = dot < 0 ? MODEL : name.substring(0, dot);
    return bad(layer, what + name.substring(dot + 1), tensor);
  }

  private static @Nullable NotFinite bad(String layer, String what, Tensor tensor) {
    int at = Divergence.Index.firstBad(tensor);
    return at < 0
        ? null
        : new NotFinite(
            layer, what, new Divergence.Index(tensor.shape(), at), tensor.toArray()[at]);
  }

  /** Losses may be finite while their mean overflows; so may weights while a penalty does. */
  private static @Nullable NotFinite sums(
      Layer model, Recipe recipe, Batch batch, @Nullable Tensor weightsOfRows, Pass pass) {
    var loss = EagerStep.loss(recipe, pass.run(model, batch.x()), batch.y(), weightsOfRows);
    var place = bad(BATCH, "mean loss", loss);
    for (var penalty : recipe.penalties()) {
      place = place != null ? place : bad(MODEL, "penalty", penalty.of(model));
    }
    return place;
  }
}
