package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.List;

/**
 * Lines and points over two axes.
 *
 * <pre>{@code
 * var chart = Chart.of("Loss").x("epoch").y("loss").logY()
 *     .line("train", epochs, train)
 *     .line("valid", epochs, valid)
 *     .mark(12, "best: epoch 12");
 * Files.writeString(Path.of("loss.svg"), chart.svg());
 * }</pre>
 *
 * <p>A value that is not finite, or not positive on a logarithmic axis, is a gap. A line with very
 * many points is thinned to what can be seen.
 *
 * @param title above it; may be empty
 * @param x from left to right
 * @param y from bottom to top
 * @param items what is drawn, in this order
 * @param width in pixels; 700
 * @param height in pixels; 400
 */
public record Chart(String title, Axis x, Axis y, List<Item> items, int width, int height)
    implements Plot {

  public Chart {
    items = List.copyOf(items);
    if (width < 200 || height < 150) {
      throw Errors.argument("chart: %d × %d pixels, expected at least 200 × 150", width, height);
    }
  }

  /** An empty chart. */
  public static Chart of(String title) {
    return new Chart(title, Axis.fitted(), Axis.fitted(), List.of(), 700, 400);
  }

  /** The same with a label below it. */
  public Chart x(String label) {
    return axes(x.label(label), y);
  }

  /** The same with a label at its left. */
  public Chart y(String label) {
    return axes(x, y.label(label));
  }

  /** The same with a logarithmic x axis. */
  public Chart logX() {
    return axes(x.logarithmic(), y);
  }

  /** The same with a logarithmic y axis. */
  public Chart logY() {
    return axes(x, y.logarithmic());
  }

  /** The same, showing this part of the x axis. */
  public Chart xRange(double from, double to) {
    return axes(x.range(from, to), y);
  }

  /** The same, showing this part of the y axis. */
  public Chart yRange(double from, double to) {
    return axes(x, y.range(from, to));
  }

  /** The same with one more line, through points in this order. */
  public Chart line(String name, double[] xs, double[] ys) {
    return with(new Item.Line(name, Points.of(xs, ys)));
  }

  /** The same with one more line, at 1, 2, 3 and so on. */
  public Chart line(String name, double[] ys) {
    return with(new Item.Line(name, Points.of(ys)));
  }

  /** The same with more points. */
  public Chart dots(String name, double[] xs, double[] ys) {
    return with(new Item.Dots(name, Points.of(xs, ys)));
  }

  /** The same with a place on the x axis marked. */
  public Chart mark(double at, String label) {
    return with(new Item.Mark(label, at));
  }

  /** The same with a place on the y axis marked. */
  public Chart level(double at, String label) {
    return with(new Item.Level(label, at));
  }

  /** The same in another size. */
  public Chart size(int otherWidth, int otherHeight) {
    return new Chart(title, x, y, items, otherWidth, otherHeight);
  }

  private Chart axes(Axis otherX, Axis otherY) {
    return new Chart(title, otherX, otherY, items, width, height);
  }

  private Chart with(Item more) {
    return new Chart(title, x, y, Item.with(items, more), width, height);
  }
}
