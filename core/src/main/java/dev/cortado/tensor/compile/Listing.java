package dev.cortado.tensor.compile;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.compile.Recording.Event;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/**
 * A program as text, an instruction in a line: what is computed, from which arrays, into which. An
 * array that is used again has the same name again.
 */
final class Listing {

  private final IdentityHashMap<float[], String> names = new IdentityHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private int arrays;

  /** Names an array; one that has a name keeps it. */
  void name(float[] array, String name) {
    names.putIfAbsent(array, name);
  }

  void add(Instruction it) {
    var inputs = it.inputs().stream().distinct().map(this::text).toList();
    var line = String.format(Locale.ROOT, "%-22s %s", operation(it), String.join(", ", inputs));
    var output = it.output();
    lines.add(
        (output == null ? line : line + " → " + text(output) + " " + shape(it.event())).strip());
  }

  List<String> lines() {
    return lines;
  }

  private String text(Storage storage) {
    float[] elements = storage.elements();
    if (storage.isNumber()) {
      return Float.toString(elements[0]);
    }
    return names.computeIfAbsent(
        elements, _ -> storage.constant ? "constant" + storage.size : "a" + ++arrays);
  }

  private static String operation(Instruction it) {
    return switch (it.fused()) {
      case null ->
          switch (it.event()) {
            case Event.Computed(var op, _) -> op.name();
            case Event.Drawn(var draw, _) -> draw.toString();
            case Event.Checked _ -> "check";
            case Event.Renamed _ -> "copy";
          };
      case FusedOp.Mask _ -> "mask by y > 0";
      case FusedOp.ByRow(var formula) -> formula.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case FusedOp.Products _ -> "sum of products";
      case FusedOp.Squares _ -> "sum of squares";
      case FusedOp.Moments _ -> "sum of moments";
    };
  }

  private static Shape shape(Event event) {
    return switch (event) {
      case Event.Computed(_, var output) -> output.shape();
      case Event.Renamed(_, var output) -> output.shape();
      case Event.Drawn(_, var output) -> output.shape();
      case Event.Checked(var x, _) -> x.shape();
    };
  }
}
