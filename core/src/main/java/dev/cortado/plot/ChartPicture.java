package dev.cortado.plot;

import java.util.stream.DoubleStream;

/** Draws a {@link Chart}. */
final class ChartPicture {

  private static final double BESIDE_DOTS = 0.03;
  private static final double ABOVE_AND_BELOW = 0.05;
  private static final int BLEED = 4;

  private ChartPicture() {}

  static void draw(Svg svg, Chart chart, Box box) {
    boolean dots = chart.items().stream().anyMatch(Item.Dots.class::isInstance);
    var x =
        Extent.of(
            chart.x(),
            chart.items().stream().flatMapToDouble(ChartPicture::xs),
            dots ? BESIDE_DOTS : 0);
    var y =
        Extent.of(
            chart.y(), chart.items().stream().flatMapToDouble(ChartPicture::ys), ABOVE_AND_BELOW);
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
}
