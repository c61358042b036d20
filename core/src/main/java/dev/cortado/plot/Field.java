package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.List;

/**
 * A function of two numbers as colors, with lines and points on it: decision boundaries, the
 * landscape of a loss, linear regions.
 *
 * <pre>{@code
 * double[] side = Grid.middles(-2, 2, 100);
 * var field = Field.of("Moons", Grid.of(side, side, probabilities))
 *     .around(0.5).zRange(0, 1).z("probability of class 1")
 *     .dots("class 0", x0, y0)
 *     .dots("class 1", x1, y1);
 * Files.writeString(Path.of("moons.svg"), field.svg());
 * }</pre>
 *
 * @param title above it; may be empty
 * @param x from left to right
 * @param y from bottom to top
 * @param z from light to dark
 * @param grid its values
 * @param coloring what the colors mean; darker for larger values if not said otherwise
 * @param items what is drawn on it, in this order
 * @param width in pixels; 620
 * @param height in pixels; 480
 */
public record Field(
    String title,
    Axis x,
    Axis y,
    Axis z,
    Grid grid,
    Coloring coloring,
    List<Item> items,
    int width,
    int height)
    implements Plot {

  public Field {
    items = List.copyOf(items);
    if (width < 200 || height < 150) {
      throw Errors.argument("field: %d × %d pixels, expected at least 200 × 150", width, height);
    }
  }

  /** A field without lines and points. */
  public static Field of(String title, Grid grid) {
    var fitted = Axis.fitted();
    return new Field(
        title, fitted, fitted, fitted, grid, new Coloring.Rising(), List.of(), 620, 480);
  }

  /** The same with a label below it. */
  public Field x(String label) {
    return axes(x.label(label), y, z);
  }

  /** The same with a label at its left. */
  public Field y(String label) {
    return axes(x, y.label(label), z);
  }

  /** The same with a label for what the colors mean. */
  public Field z(String label) {
    return axes(x, y, z.label(label));
  }

  /** The same with colors on a logarithmic scale. */
  public Field logZ() {
    return axes(x, y, z.logarithmic());
  }

  /** The same with colors for values in this range. */
  public Field zRange(double from, double to) {
    return axes(x, y, z.range(from, to));
  }

  /** The same with one color below a value and one above. */
  public Field around(double middle) {
    return colored(new Coloring.Around(middle));
  }

  /** The same with a color for each of the classes 0, 1 and so on. */
  public Field classes(String... names) {
    return colored(new Coloring.Classes(List.of(names)));
  }

  /** The same with lines between numbered regions. */
  public Field regions() {
    return colored(new Coloring.Classes(List.of()));
  }

  /** The same with points on it; the n-th points have the color and shape of the n-th class. */
  public Field dots(String name, double[] xs, double[] ys) {
    return with(new Item.Dots(name, Points.of(xs, ys)));
  }

  /** The same with a path on it, such as that of a descent. */
  public Field line(String name, double[] xs, double[] ys) {
    return with(new Item.Line(name, Points.of(xs, ys)));
  }

  /** The same in another size. */
  public Field size(int otherWidth, int otherHeight) {
    return new Field(title, x, y, z, grid, coloring, items, otherWidth, otherHeight);
  }

  private Field axes(Axis otherX, Axis otherY, Axis otherZ) {
    return new Field(title, otherX, otherY, otherZ, grid, coloring, items, width, height);
  }

  private Field colored(Coloring other) {
    return new Field(title, x, y, z, grid, other, items, width, height);
  }

  private Field with(Item more) {
    return new Field(title, x, y, z, grid, coloring, Item.with(items, more), width, height);
  }
}
