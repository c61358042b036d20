package dev.cortado.formats;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The tensors of a file, matched with the cells of a model by name and shape.
 *
 * @param place the name of the file, for messages
 */
record ModelTensors(String place, SequencedMap<String, Tensor> tensors) {

  private static final int MAX_NAMES = 10;

  /** Sets the cells of a model. */
  void fill(Layer model) {
    model.state().forEach((name, cell) -> cell.set(tensor(name)));
  }

  /** Requires the tensors to be those of a model. */
  void require(Layer model) {
    var shapes = new LinkedHashMap<String, String>();
    model.state().forEach((name, cell) -> shapes.put(name, cell.shape().toString()));
    require(shapes);
  }

  /** Requires the tensors to have these names and shapes. */
  void require(Map<String, String> shapes) {
    var missing = new ArrayList<>(shapes.keySet());
    missing.removeAll(tensors.keySet());
    var extra = new ArrayList<>(tensors.keySet());
    extra.removeAll(shapes.keySet());
    if (!missing.isEmpty() || !extra.isEmpty()) {
      throw new FormatException(
          "MODEL-NAMES", place, "missing: " + listed(missing) + "; extra: " + listed(extra));
    }
    shapes.forEach((name, shape) -> {
      var found = tensor(name).shape().toString();
      if (!found.equals(shape)) {
        throw new FormatException(
            "MODEL-SHAPE",
            place,
            "'" + SafeText.of(name) + "' is " + found + ", model wants " + SafeText.of(shape));
      }
    });
  }

  private static String listed(Collection<String> names) {
    var shown = names.stream().limit(MAX_NAMES).map(SafeText::of).collect(Collectors.joining(", "));
    int more = names.size() - MAX_NAMES;
    return names.isEmpty() ? "none" : more > 0 ? shown + " and " + more + " more" : shown;
  }

  Tensor tensor(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new FormatException("MODEL-NAMES", place, "missing: " + SafeText.of(name));
    }
    return tensor;
  }
}
