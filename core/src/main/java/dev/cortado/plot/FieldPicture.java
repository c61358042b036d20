package dev.cortado.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;

/** Draws a {@link Field}. */
final class FieldPicture {

  private static final int BAR = 14;
  private static final int SMALLEST_CELL = 3;

  private final Svg svg;
  private final Field field;
  private final Extent z;
  private final Colors colors;
  private final List<Ticks.Tick> zTicks;
  private final Frame frame;
  private final Grid grid;

  private FieldPicture(Svg svg, Field field, Box box) {
    this.svg = svg;
    this.field = field;
    z = Extent.of(field.z(), field.grid().values(), 0);
    colors = new Colors(field.coloring(), z);
    zTicks = Ticks.of(z, Math.clamp((box.height() - 90) / 32, 2, 9));
    var x = Extent.of(field.x(), DoubleStream.of(field.grid().xEdges()), 0);
    var y = Extent.of(field.y(), DoubleStream.of(field.grid().yEdges()), 0);
    frame =
        new Frame(
            box, field.title(), entries(), field.x(), field.y(), x, y, field.items(), besideArea());
    var area = frame.area();
    grid = field.grid().thinned(area.width() / SMALLEST_CELL, area.height() / SMALLEST_CELL);
  }

  static void draw(Svg svg, Field field, Box box) {
    new FieldPicture(svg, field, box).draw();
  }

  private List<Legend.Entry> entries() {
    var entries = new ArrayList<Legend.Entry>();
    if (field.coloring() instanceof Coloring.Classes(var names)) {
      for (int i = 0; i < names.size(); i++) {
        if (!isShownByDots(names.get(i))) {
          entries.add(new Legend.Entry.OfColor(names.get(i), Palette.tint(i)));
        }
      }
    }
    if (field.grid().values().anyMatch(value -> colors.of(value).equals(Colors.HOLE))) {
      entries.add(new Legend.Entry.OfColor("no value", Colors.HOLE));
    }
    entries.addAll(Legend.entries(field.items()));
    return entries;
  }

  private boolean isShownByDots(String name) {
    return field.items().stream()
        .anyMatch(item -> item instanceof Item.Dots(var dots, _) && dots.equals(name));
  }

  private boolean hasBar() {
    return !(field.coloring() instanceof Coloring.Classes);
  }

  private int besideArea() {
    int widest =
        zTicks.stream().mapToInt(tick -> SvgText.width(tick.label(), Svg.SMALL)).max().orElse(0);
    return hasBar() ? 14 + BAR + 10 + widest + (field.z().label().isEmpty() ? 12 : 32) : 0;
  }

  private void draw() {
    frame.drawBack(svg);
    svg.enter(frame.area(), 0);
    drawCells();
    drawLines();
    new Drawing(svg, frame, true).draw(field.items());
    svg.leave();
    if (hasBar()) {
      drawBar();
    }
    frame.drawFront(svg);
  }

  /** Neighbors in a row that have the same color are one rectangle, on whole pixels. */
  private void drawCells() {
    int[] x = DoubleStream.of(grid.xEdges()).mapToInt(edge -> whole(frame.x(edge))).toArray();
    int[] y = DoubleStream.of(grid.yEdges()).mapToInt(edge -> whole(frame.y(edge))).toArray();
    x[0] = 0;
    x[x.length - 1] = frame.area().width();
    y[0] = frame.area().height();
    y[y.length - 1] = 0;
    SequencedMap<String, StringBuilder> paths = new LinkedHashMap<>();
    for (int row = 0; row < grid.rows(); row++) {
      int begin = 0;
      for (int column = 1; column <= grid.columns(); column++) {
        var color = colors.of(grid.value(row, begin));
        if (column == grid.columns() || !color.equals(colors.of(grid.value(row, column)))) {
          int width = x[column] - x[begin];
          int height = y[row] - y[row + 1];
          paths
              .computeIfAbsent(color, _ -> new StringBuilder())
              .append("M" + x[begin] + " " + y[row + 1])
              .append("h" + width + "v" + height + "h" + -width + "z");
          begin = column;
        }
      }
    }
    svg.append("<g shape-rendering=\"crispEdges\">\n");
    paths.forEach((color, path) -> {
      svg.path(path, " fill=\"%s\"", color);
    });
    svg.append("</g>\n");
    if (!hasBar()) {
      line(borders(x, y), 1.2, 0.8);
    }
  }

  /** The lines between cells of different classes. */
  private String borders(int[] x, int[] y) {
    var path = new StringBuilder();
    for (int row = 0; row < grid.rows(); row++) {
      for (int column = 0; column < grid.columns(); column++) {
        double value = grid.value(row, column);
        if (column > 0 && differ(value, grid.value(row, column - 1))) {
          path.append("M" + x[column] + " " + y[row] + "V" + y[row + 1]);
        }
        if (row > 0 && differ(value, grid.value(row - 1, column))) {
          path.append("M" + x[column] + " " + y[row] + "H" + x[column + 1]);
        }
      }
    }
    return path.toString();
  }

  private static boolean differ(double a, double b) {
    return Double.compare(a, b) != 0;
  }

  private static int whole(double pixels) {
    return (int) Math.rint(pixels);
  }

  private void drawLines() {
    switch (field.coloring()) {
      case Coloring.Rising _ -> {
        for (var tick : zTicks) {
          if (tick.isLabeled()) {
            line(Contour.path(grid, frame, z, tick.at()), 0.9, 0.55);
          }
        }
      }
      case Coloring.Around(double middle) -> line(Contour.path(grid, frame, z, z.at(middle)), 2, 1);
      case Coloring.Classes _ -> {
        // Their lines are along the cells.
      }
    }
  }

  private void line(String path, double width, double opacity) {
    if (!path.isEmpty()) {
      svg.path(
          path,
          " fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-opacity=\"%s\""
              + " stroke-linecap=\"round\"",
          Palette.INK,
          Svg.number(width),
          Svg.number(opacity));
    }
  }

  private void drawBar() {
    var area = frame.area();
    int left = area.right() + 14;
    svg.append("<g shape-rendering=\"crispEdges\">\n");
    for (int step = 0; step < Colors.STEPS; step++) {
      int top = area.bottom() - (step + 1) * area.height() / Colors.STEPS;
      int bottom = area.bottom() - step * area.height() / Colors.STEPS;
      svg.add(
          "<path d=\"M%d %dh%dv%dh-%dz\" fill=\"%s\"/>\n",
          left, top, BAR, bottom - top, BAR, colors.at((step + 0.5) / Colors.STEPS));
    }
    svg.append("</g>\n");
    svg.add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"%s\"/>\n",
        left, area.y(), BAR, area.height(), Palette.RULE);
    int widest = 0;
    for (var tick : zTicks) {
      if (tick.isLabeled()) {
        double place = area.bottom() - tick.at() * area.height();
        svg.add(
            "<path d=\"M%d %sh5\" stroke=\"%s\"/>\n", left + BAR, Svg.number(place), Palette.RULE);
        svg.write(left + BAR + 8, place + 4, Svg.Anchor.START, Palette.FAINT, tick.label());
        widest = Math.max(widest, SvgText.width(tick.label(), Svg.SMALL));
      }
    }
    var label = Svg.fitted(field.z().label(), Svg.SMALL, area.height());
    svg.writeUpwards(left + BAR + widest + 24, area.y() + area.height() / 2, label);
  }
}
