package dev.cortado.plot;

/**
 * A contour line of a grid by marching squares, straight within each square. Where a square can be
 * crossed in two ways, the mean of its corners decides.
 */
final class Contour {

  private final Grid grid;
  private final Frame frame;
  private final Extent z;
  private final double level;
  private final StringBuilder path = new StringBuilder();

  private Contour(Grid grid, Frame frame, Extent z, double level) {
    this.grid = grid;
    this.frame = frame;
    this.z = z;
    this.level = level;
  }

  /** The path in the frame; {@code level} is a share of {@code z}. */
  static String path(Grid grid, Frame frame, Extent z, double level) {
    var contour = new Contour(grid, frame, z, level);
    for (int row = 0; row + 1 < grid.rows(); row++) {
      for (int column = 0; column + 1 < grid.columns(); column++) {
        contour.cross(row, column);
      }
    }
    return contour.path.toString();
  }

  /** How far a corner of a square is above the level; corners are counted around the square. */
  private double above(int row, int column, int corner) {
    return z.at(grid.value(row + corner / 2, column + (corner + 1) / 2 % 2)) - level;
  }

  private void cross(int row, int column) {
    var above = new double[4];
    double sum = 0;
    int signs = 0;
    for (int corner = 0; corner < 4; corner++) {
      above[corner] = above(row, column, corner);
      sum += above[corner];
      signs |= above[corner] >= 0 ? 1 << corner : 0;
    }
    if (Double.isNaN(sum) || signs == 0 || signs == 0b1111) {
      return;
    }
    boolean saddle = signs == 0b0101 || signs == 0b1010;
    // A line cuts off the corners that differ from the middle; a saddle has two of these.
    boolean highMiddle = sum >= 0;
    var edges = new int[4];
    int count = 0;
    for (int corner = 0; corner < 4; corner++) {
      int next = (corner + 1) % 4;
      if (above[corner] >= 0 != above[next] >= 0) {
        edges[count++] = corner;
      }
    }
    if (!saddle) {
      join(row, column, above, edges[0], edges[1]);
    } else if (above[0] >= 0 == highMiddle) { // corners 1 and 3 are cut off
      join(row, column, above, 0, 1);
      join(row, column, above, 2, 3);
    } else {
      join(row, column, above, 3, 0);
      join(row, column, above, 1, 2);
    }
  }

  private void join(int row, int column, double[] above, int from, int to) {
    path.append('M').append(place(row, column, above, from));
    path.append('L').append(place(row, column, above, to));
  }

  /** Where the edge from a corner to the next one is crossed. */
  private String place(int row, int column, double[] above, int edge) {
    int next = (edge + 1) % 4;
    double share = above[edge] / (above[edge] - above[next]);
    return Svg.pair(
        between(x(column, edge), x(column, next), share),
        between(y(row, edge), y(row, next), share));
  }

  private double x(int column, int corner) {
    return frame.x(grid.x(column + (corner + 1) / 2 % 2));
  }

  private double y(int row, int corner) {
    return frame.y(grid.y(row + corner / 2));
  }

  private static double between(double a, double b, double share) {
    return a + (b - a) * share;
  }
}
