package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.List;
import java.util.stream.Stream;

/** Something that is drawn in a plot. */
public sealed interface Item {

  /** What it is called in the legend or beside it; may be empty. */
  String name();

  /** Points joined in their order. */
  record Line(String name, Points points) implements Item {}

  /** Single points. */
  record Dots(String name, Points points) implements Item {}

  /** A place on the x axis, with a line from bottom to top. */
  record Mark(String name, double at) implements Item {
    public Mark {
      requireFinite("mark", name, at);
    }
  }

  /** A place on the y axis, with a line from left to right. */
  record Level(String name, double at) implements Item {
    public Level {
      requireFinite("level", name, at);
    }
  }

  private static void requireFinite(String what, String name, double at) {
    if (!Double.isFinite(at)) {
      throw Errors.argument("plot: %s '%s' is at %s, expected a number", what, name, at);
    }
  }

  static List<Item> with(List<Item> items, Item more) {
    return Stream.concat(items.stream(), Stream.of(more)).toList();
  }
}
