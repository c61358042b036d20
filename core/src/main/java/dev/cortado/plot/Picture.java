package dev.cortado.plot;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A {@link Plot} as a whole document. */
final class Picture {

  private static final double BESIDE_DOTS = 0.03;
  private static final double ABOVE_AND_BELOW = 0.05;

  /** How far the lines of a chart may reach over the edge of its area. */
  private static final int BLEED = 4;

  private static final int PANELS_HEADING = 40;
  private static final int PANELS_EDGE = 14;

  /** A panel that is made narrower becomes lower too, but not lower than this. */
  private static final int LOWEST_PANEL = 230;

  private Picture() {}

  static String of(Plot plot) {
    var svg = new Svg();
    var box = new Box(0, 0, plot.width(), plot.height());
    svg.add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" \
        viewBox="0 0 %d %d" font-size="%d" \
        font-family="'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif">
        <title>%s</title>
        <desc>%s</desc>
        <rect width="%d" height="%d" fill="%s"/>
        """,
        box.width(),
        box.height(),
        box.width(),
        box.height(),
        Svg.SMALL,
        SvgText.escape(plot.title()),
        SvgText.escape(AltText.of(plot)),
        box.width(),
        box.height(),
        Palette.PAPER);
    draw(svg, plot, box);
    return svg + "</svg>\n";
  }

  static void draw(Svg svg, Plot plot, Box box) {
    switch (plot) {
      case Chart chart -> drawChart(svg, chart, box);
      case Field field -> FieldPicture.draw(svg, field, box);
      case Panels panels -> drawPanels(svg, panels, box);
    }
  }

  private static void drawChart(Svg svg, Chart chart, Box box) {
    boolean dots = chart.items().stream().anyMatch(Item.Dots.class::isInstance);
    var x =
        Extent.of(
            chart.x(), chart.items().stream().flatMapToDouble(Picture::xs), dots ? BESIDE_DOTS : 0);
    var y =
        Extent.of(chart.y(), chart.items().stream().flatMapToDouble(Picture::ys), ABOVE_AND_BELOW);
    var entries = Legend.entries(chart.items());
    var frame =
        new Frame(box, chart.title(), entries, chart.x(), chart.y(), x, y, chart.items(), 0);
    frame.drawBack(svg);
    svg.enter(frame.area(), BLEED);
    new Drawing(svg, frame, false).draw(chart.items());
    svg.leave();
    frame.drawFront(svg);
  }

  private static DoubleStream xs(Item item) {
    return switch (item) {
      case Item.Line(_, var points) -> points.xs();
      case Item.Dots(_, var points) -> points.xs();
      case Item.Mark(_, double at) -> DoubleStream.of(at);
      case Item.Level _ -> DoubleStream.empty();
    };
  }

  private static DoubleStream ys(Item item) {
    return switch (item) {
      case Item.Line(_, var points) -> points.ys();
      case Item.Dots(_, var points) -> points.ys();
      case Item.Mark _ -> DoubleStream.empty();
      case Item.Level(_, double at) -> DoubleStream.of(at);
    };
  }

  /** The height of panels that are so wide. */
  static int height(Panels panels, int width) {
    return heading(panels) + rows(panels, width).sum();
  }

  private static int heading(Panels panels) {
    return panels.title().isEmpty() ? 0 : PANELS_HEADING;
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
    return Math.min(plot.height(), Math.max(LOWEST_PANEL, inProportion));
  }

  private static void drawPanels(Svg svg, Panels panels, Box box) {
    if (!panels.title().isEmpty()) {
      int size = 17;
      var title = Svg.fitted(panels.title(), size, box.width() - 2 * PANELS_EDGE);
      svg.heading(box.x() + PANELS_EDGE, box.y() + PANELS_EDGE + size, size, title);
    }
    int cell = box.width() / panels.columns();
    int[] heights = rows(panels, box.width()).toArray();
    int top = box.y() + heading(panels);
    for (int row = 0; row < heights.length; row++) {
      int left = box.x();
      for (var plot : row(panels, row)) {
        draw(svg, plot, new Box(left, top, cell, heights[row]));
        left += cell;
      }
      top += heights[row];
    }
  }
}
