package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Values on a rectangular grid; one that is not finite leaves a hole. */
public final class Grid {

  private final double[] x;
  private final double[] y;
  private final double[][] values;

  private Grid(double[] x, double[] y, double[][] values) {
    this.x = x;
    this.y = y;
    this.values = values;
  }

  /**
   * {@code values[i][j]} is the value at {@code x[j]} and {@code y[i]}, both ascending; all are
   * copied.
   */
  public static Grid of(double[] x, double[] y, double[][] values) {
    requireAscending("x", x);
    requireAscending("y", y);
    if (values.length != y.length) {
      throw Errors.argument("grid: %d rows of values for %d y", values.length, y.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i].length != x.length) {
        throw Errors.argument("grid: row %d has %d values for %d x", i, values[i].length, x.length);
      }
    }
    var copy = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    return new Grid(x.clone(), y.clone(), copy);
  }

  /** The midpoints of equal parts of a range. */
  public static double[] middles(double from, double to, int parts) {
    var middles = new double[parts];
    for (int i = 0; i < parts; i++) {
      double share = (i + 0.5) / parts;
      middles[i] = from * (1 - share) + to * share;
    }
    return middles;
  }

  private static void requireAscending(String axis, double[] places) {
    if (places.length == 0) {
      throw Errors.argument("grid: no %s, expected at least one", axis);
    }
    for (int i = 0; i < places.length; i++) {
      if (!Double.isFinite(places[i]) || (i > 0 && places[i] <= places[i - 1])) {
        throw Errors.argument("grid: %s[%d] is %s, expected ascending numbers", axis, i, places[i]);
      }
    }
  }

  /** How many numbers a row has. */
  public int columns() {
    return x.length;
  }

  /** How many rows there are. */
  public int rows() {
    return y.length;
  }

  /** Where a column is. */
  public double x(int column) {
    return x[column];
  }

  /** Where a row is. */
  public double y(int row) {
    return y[row];
  }

  /** The value at a crossing. */
  public double value(int row, int column) {
    return values[row][column];
  }

  DoubleStream values() {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream);
  }

  /** The ends of the columns: halfway between them. */
  double[] xEdges() {
    return edges(x);
  }

  /** The ends of the rows: halfway between them. */
  double[] yEdges() {
    return edges(y);
  }

  private static double[] edges(double[] places) {
    int n = places.length;
    var edges = new double[n + 1];
    for (int i = 1; i < n; i++) {
      edges[i] = places[i - 1] / 2 + places[i] / 2;
    }
    edges[0] = n == 1 ? places[0] - 0.5 : places[0] - (edges[1] - places[0]);
    edges[n] = n == 1 ? places[0] + 0.5 : places[n - 1] + (places[n - 1] - edges[n - 1]);
    return edges;
  }

  /** At most so many columns and rows, evenly spread. */
  Grid thinned(int mostColumns, int mostRows) {
    int[] columns = chosen(x.length, mostColumns);
    int[] rows = chosen(y.length, mostRows);
    var thinned = new double[rows.length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        thinned[i][j] = values[rows[i]][columns[j]];
      }
    }
    return new Grid(
        Arrays.stream(columns).mapToDouble(j -> x[j]).toArray(),
        Arrays.stream(rows).mapToDouble(i -> y[i]).toArray(),
        thinned);
  }

  private static int[] chosen(int size, int most) {
    int count = Math.min(size, most);
    var chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = (int) ((2L * i + 1) * size / (2L * count));
    }
    return chosen;
  }
}
