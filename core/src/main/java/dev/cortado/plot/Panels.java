package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.Arrays;
import java.util.List;

/**
 * Several plots below one title, side by side or in a grid.
 *
 * <pre>{@code
 * Panels.of("Two losses", squared, absolute).svg()
 * }</pre>
 *
 * @param title above them; may be empty
 * @param plots row by row
 * @param columns how many are side by side; 2 if there are more than one
 * @param width of all together, in pixels; 700, or 1000 for more than two columns
 */
public record Panels(String title, List<Plot> plots, int columns, int width) implements Plot {

  public Panels {
    plots = List.copyOf(plots);
    if (plots.isEmpty()) {
      throw Errors.argument("panels: no plots, expected at least one");
    }
    if (columns < 1 || width / columns < 200) {
      throw Errors.argument(
          "panels: %d columns in %d pixels, expected at least one, 200 pixels wide",
          columns, width);
    }
  }

  /** Two in a row. */
  public static Panels of(String title, Plot... plots) {
    return new Panels(title, Arrays.asList(plots), Math.clamp(plots.length, 1, 2), 700);
  }

  /** The same with so many in a row. */
  public Panels columns(int other) {
    return new Panels(title, plots, other, other > 2 ? 1000 : 700);
  }

  /** The same in another width. */
  public Panels width(int other) {
    return new Panels(title, plots, columns, other);
  }

  @Override
  public int height() {
    return Picture.height(this, width);
  }
}
