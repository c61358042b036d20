package dev.cortado.optim;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * What an optimizer remembers: a cell for each slot of each parameter, in the parameter's shape, 0
 * at first. Its name is that of the parameter, a slash and the slot: {@code layers.0.weight/m}.
 *
 * <p>{@link #tensors} copies all of them out and {@link #restore} puts them back, to the bit.
 */
public final class Slots {

  private record Slot(Shape shape, float[] data) {}

  private final SequencedMap<String, Slot> cells = new LinkedHashMap<>();

  Slots() {}

  static String name(String parameter, String slot) {
    return parameter + "/" + slot;
  }

  void add(String parameter, List<String> slots, Shape shape) {
    for (var slot : slots) {
      cells.put(name(parameter, slot), new Slot(shape, new float[shape.size()]));
    }
  }

  /** The arrays that a rule writes to. */
  List<float[]> arrays(String parameter, List<String> slots) {
    return slots.stream().map(slot -> cell(name(parameter, slot)).data).toList();
  }

  private Slot cell(String name) {
    var cell = cells.get(name);
    if (cell == null) {
      throw Errors.argument("slots: no '%s'; there are %s", name, cells.sequencedKeySet());
    }
    return cell;
  }

  /** The names: parameters in order, slots in order. */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(cells.sequencedKeySet());
  }

  /** A copy of what a cell holds now. */
  public Tensor get(String name) {
    var cell = cell(name);
    return Tensor.of(cell.shape, cell.data);
  }

  /** Copies of all cells by name, in order. */
  public SequencedMap<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    cells.keySet().forEach(name -> tensors.put(name, get(name)));
    return tensors;
  }

  /** Puts back what {@link #tensors} gave: all of it or, if names or shapes differ, none. */
  public void restore(Map<String, Tensor> saved) {
    if (!saved.keySet().equals(cells.keySet())) {
      throw Errors.argument(
          "slots: saved are %s, this optimizer has %s", saved.keySet(), cells.sequencedKeySet());
    }
    saved.forEach((name, tensor) -> {
      var shape = cell(name).shape;
      if (!tensor.shape().equals(shape)) {
        throw Errors.argument("slots: '%s' is %s, expected %s", name, tensor.shape(), shape);
      }
    });
    saved.forEach((name, tensor) -> tensor.copyTo(cell(name).data, 0));
  }

  @Override
  public String toString() {
    return "Slots" + cells.sequencedKeySet();
  }
}
