package dev.cortado.plot;

import java.util.List;
import java.util.stream.IntStream;

/** Draws {@link Panels}. */
final class PanelsPicture {

  private static final int HEADING = 40;
  private static final int EDGE = 14;

  /** A plot that is made narrower becomes lower too, but not lower than this. */
  private static final int LOWEST = 230;

  private PanelsPicture() {}

  static int height(Panels panels, int width) {
    return heading(panels) + rows(panels, width).sum();
  }

  private static int heading(Panels panels) {
    return panels.title().isEmpty() ? 0 : HEADING;
  }

  /** The height of each row: that of the highest plot in it. */
  private static IntStream rows(Panels panels, int width) {
    int cell = width / panels.columns();
    int rows = (panels.plots().size() - 1) / panels.columns() + 1;
    return IntStream.range(0, rows)
        .map(row -> row(panels, row).stream().mapToInt(plot -> height(plot, cell)).max().orElse(0));
  }

  private static List<Plot> row(Panels panels, int row) {
    int from = row * panels.columns();
    return panels.plots().subList(from, Math.min(panels.plots().size(), from + panels.columns()));
  }

  private static int height(Plot plot, int width) {
    return switch (plot) {
      case Panels panels -> height(panels, width);
      case Chart chart -> narrowed(chart, width);
      case Field field -> narrowed(field, width);
    };
  }

  private static int narrowed(Plot plot, int width) {
    int inProportion = (int) ((long) plot.height() * width / plot.width());
    return Math.min(plot.height(), Math.max(LOWEST, inProportion));
  }

  static void draw(Svg svg, Panels panels, Box box) {
    if (!panels.title().isEmpty()) {
      int size = 17;
      var title = Svg.fitted(panels.title(), size, box.width() - 2 * EDGE);
      svg.heading(box.x() + EDGE, box.y() + EDGE + size, size, title);
    }
    int cell = box.width() / panels.columns();
    int[] heights = rows(panels, box.width()).toArray();
    int top = box.y() + heading(panels);
    for (int row = 0; row < heights.length; row++) {
      int left = box.x();
      for (var plot : row(panels, row)) {
        Picture.draw(svg, plot, new Box(left, top, cell, heights[row]));
        left += cell;
      }
      top += heights[row];
    }
  }
}
