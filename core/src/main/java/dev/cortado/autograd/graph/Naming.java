package dev.cortado.autograd.graph;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives names to the tensors of a {@link Graph}; the others are called {@code x1, x2, …} and {@code
 * v1, v2, …}.
 */
public final class Naming {

  private final IdentityHashMap<Tensor, String> names = new IdentityHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> made = new HashMap<>();

  Naming() {}

  /** Names a tensor and returns it: {@code var a = name.of("a", x.add(y));}. */
  public Tensor of(String name, Tensor tensor) {
    var present = names.get(tensor);
    if (name.isBlank()) {
      throw Errors.argument("graph: the name of a tensor %s is blank", tensor.shape());
    }
    if (present != null) {
      throw Errors.argument("graph: one tensor is named both '%s' and '%s'", present, name);
    }
    if (!taken.add(name)) {
      throw Errors.argument("graph: two tensors are named '%s'", name);
    }
    names.put(tensor, name);
    return tensor;
  }

  /** The name that was given, or the next free one that begins with a letter. */
  String nameOf(Tensor tensor, String letter) {
    var given = names.get(tensor);
    if (given != null) {
      return given;
    }
    String name;
    do {
      name = letter + made.merge(letter, 1, Integer::sum);
    } while (!taken.add(name));
    return name;
  }
}
