package dev.cortado.plot;

import java.util.List;

/** Lines and dots in a frame. */
final class Drawing {

  /** The points of a line get dots if there are at least so many pixels for each. */
  private static final int APART = 12;

  private final Svg svg;
  private final Frame frame;

  /** Whether lines get a light rim, because they are drawn on colors. */
  private final boolean rimmed;

  Drawing(Svg svg, Frame frame, boolean rimmed) {
    this.svg = svg;
    this.frame = frame;
    this.rimmed = rimmed;
  }

  /** All lines and dots, in their order. */
  void draw(List<Item> items) {
    for (int i = 0; i < items.size(); i++) {
      var style = Style.of(items, i);
      switch (items.get(i)) {
        case Item.Line(var name, var points) -> drawLine(name, points, style);
        case Item.Dots(var name, var points) -> drawDots(name, points, style);
        case Item.Mark _, Item.Level _ -> {
          // The frame draws them.
        }
      }
    }
  }

  private void drawLine(String name, Points points, Style style) {
    double[] x = points.xs().map(frame::x).toArray();
    double[] y = points.ys().map(frame::y).toArray();
    var path = new StringBuilder();
    var alone = new StringBuilder();
    boolean few = points.size() * APART <= frame.area().width();
    for (var run : Thinning.line(x, y)) {
      char letter = 'M';
      for (int i : run) {
        path.append(letter).append(Svg.pair(x[i], y[i]));
        letter = 'L';
        if (few || run.size() == 1) {
          alone.append('M').append(Svg.pair(x[i], y[i])).append("h0");
        }
      }
    }
    begin(name);
    if (rimmed) {
      stroke(path, Palette.PAPER, 4.5, "");
    }
    stroke(path, style.color(), 2.2, style.dash());
    stroke(alone, style.color(), 5.5, "");
    svg.append("</g>\n");
  }

  private void drawDots(String name, Points points, Style style) {
    double[] x = points.xs().map(frame::x).toArray();
    double[] y = points.ys().map(frame::y).toArray();
    var dots = Thinning.dots(x, y, frame.area().width(), frame.area().height());
    double radius = dots.size() <= 150 ? 4.5 : dots.size() <= 600 ? 3.5 : 2.5;
    var outline = style.marker().outline(radius);
    var path = new StringBuilder();
    for (int i : dots) {
      path.append('M').append(Svg.pair(x[i], y[i])).append(outline);
    }
    begin(name);
    svg.path(
        path,
        " fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"",
        style.color(),
        Palette.PAPER,
        Svg.number(radius / 6));
    svg.append("</g>\n");
  }

  private void begin(String name) {
    svg.add("<g><title>%s</title>", SvgText.escape(name));
  }

  private void stroke(CharSequence path, String color, double width, String dash) {
    if (!path.isEmpty()) {
      svg.path(
          path,
          " fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s",
          color,
          Svg.number(width),
          dash.isEmpty() ? " stroke-linecap=\"round\"" : dash);
    }
  }
}
