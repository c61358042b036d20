package dev.cortado.formats;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The cells of a model, filled with the tensors of a file that have their names. */
final class Cells {

  private static final int MAX_NAMES = 10;

  private final String place;
  private final SequencedMap<String, Tensor> tensors;
  private final Map<String, Cell> made = new HashMap<>();

  Cells(String place, SequencedMap<String, Tensor> tensors) {
    this.place = place;
    this.tensors = tensors;
  }

  /** Puts the tensors into a model that is there. */
  void fill(Layer model) {
    model.state().forEach((name, cell) -> cell.set(tensor(name)));
  }

  /** Refuses tensors that are not those of a model that is there. */
  void require(Layer model) {
    var shapes = new LinkedHashMap<String, String>();
    model.state().forEach((name, cell) -> shapes.put(name, cell.shape().toString()));
    require(shapes);
  }

  /** Refuses tensors that are not those of the model, by name and by shape. */
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

  Parameter parameter(FieldReader layer, String key) {
    return cell(layer, key, Parameter.class, Parameter::of);
  }

  Buffer buffer(FieldReader layer, String key) {
    return cell(layer, key, Buffer.class, Buffer::of);
  }

  private <C extends Cell> C cell(
      FieldReader layer, String key, Class<C> type, Function<Tensor, C> maker) {
    var part = layer.object(key);
    if (part.has("same")) {
      var first = made.get(part.string("same"));
      part.requireNothingElse();
      if (!type.isInstance(first)) {
        throw part.wrong("is the same as what is not there");
      }
      return type.cast(first);
    }
    part.array("shape");
    part.requireNothingElse();
    var cell = maker.apply(tensor(layer.nameOf(key)));
    made.put(layer.nameOf(key), cell);
    return cell;
  }

  private Tensor tensor(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new FormatException("MODEL-NAMES", place, "missing: " + SafeText.of(name));
    }
    return tensor;
  }

  /** The shape of a cell, for a layer that needs it to have as many axes, none of them empty. */
  static Shape ofRank(FieldReader layer, String key, Cell cell, int rank) {
    if (cell.shape().rank() != rank) {
      throw layer.wrong("has a " + key + " of " + cell.shape() + ", expected " + rank + " axes");
    }
    requireNumbers(layer, key, cell);
    return cell.shape();
  }

  /** Refuses a cell without a number in it. */
  static void requireNumbers(FieldReader layer, String key, Cell cell) {
    if (cell.shape().size() == 0) {
      throw layer.wrong("has a " + key + " of " + cell.shape() + ", expected numbers in it");
    }
  }

  /** Refuses two cells that cannot be of one layer. */
  static void requireSame(FieldReader layer, Cell one, Cell other) {
    if (!one.shape().equals(other.shape())) {
      throw layer.wrong("has cells of " + one.shape() + " and " + other.shape());
    }
  }
}
