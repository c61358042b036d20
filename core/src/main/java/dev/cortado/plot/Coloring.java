package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.List;

/** What the colors of a {@link Field} mean. */
public sealed interface Coloring {

  /** The larger, the darker; lines join equal values. For losses. */
  record Rising() implements Coloring {}

  /**
   * Two colors at the sides of a value, the stronger the farther; a line where it is taken. For
   * probabilities, with {@code 0.5}: the line is the decision boundary.
   */
  record Around(double middle) implements Coloring {
    public Around {
      if (!Double.isFinite(middle)) {
        throw Errors.argument("field: colors around %s, expected a number", middle);
      }
    }
  }

  /**
   * A tint for each whole number, and lines between them. For predicted classes and for linear
   * regions.
   *
   * @param names of 0, 1 and so on; empty if they need none
   */
  record Classes(List<String> names) implements Coloring {
    public Classes {
      names = List.copyOf(names);
    }
  }
}
