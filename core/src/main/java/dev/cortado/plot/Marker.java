package dev.cortado.plot;

/** The shape of a point; classes differ in it, not only in color. */
enum Marker {
  CIRCLE,
  TRIANGLE(0, -1.3, 1.2, 0.8, -1.2, 0.8),
  SQUARE(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9),
  DIAMOND(0, -1.35, 1.35, 0, 0, 1.35, -1.35, 0),
  UPSIDE_DOWN(0, 1.3, 1.2, -0.8, -1.2, -0.8),
  PLUS(
      -0.4, -1.3, 0.4, -1.3, 0.4, -0.4, 1.3, -0.4, 1.3, 0.4, 0.4, 0.4, 0.4, 1.3, -0.4, 1.3, -0.4,
      0.4, -1.3, 0.4, -1.3, -0.4, -0.4, -0.4);

  /** x and y of each corner, in radii of a circle that is as large. */
  private final double[] corners;

  Marker(double... corners) {
    this.corners = corners;
  }

  static Marker of(int index) {
    return values()[index % values().length];
  }

  /** The outline as a path relative to the current point. */
  String outline(double radius) {
    if (this == CIRCLE) {
      var r = Svg.number(radius);
      var d = Svg.number(2 * radius);
      return "m-%r 0a%r %r 0 1 0 %d 0a%r %r 0 1 0-%d 0z".replace("%r", r).replace("%d", d);
    }
    var path = new StringBuilder("m");
    double x = 0;
    double y = 0;
    for (int i = 0; i < corners.length; i += 2) {
      double nextX = corners[i] * radius;
      double nextY = corners[i + 1] * radius;
      path.append(i == 2 ? "l" : i > 2 ? " " : "").append(Svg.pair(nextX - x, nextY - y));
      x = nextX;
      y = nextY;
    }
    return path.append('z').toString();
  }
}
