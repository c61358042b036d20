package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.List;

/** What the colors of a {@link Field} mean. */
public sealed interface Coloring {

  /** Darker for larger values, with contour lines. For losses. */
  record Rising() implements Coloring {}

  /**
   * One color below a value and one above, stronger with the distance, and a line at the value. For
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
   * A color for each whole number, and lines between regions. For predicted classes and for linear
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
