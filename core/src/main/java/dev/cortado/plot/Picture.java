package dev.cortado.plot;

/** A {@link Plot} as a whole document. */
final class Picture {

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
      case Chart chart -> ChartPicture.draw(svg, chart, box);
      case Field field -> FieldPicture.draw(svg, field, box);
      case Panels panels -> PanelsPicture.draw(svg, panels, box);
    }
  }
}
