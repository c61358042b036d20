package dev.cortado.plot;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Chooses which of many points are drawn. Places are in pixels; NaN is a gap.
 *
 * <p>Of a line, the first, lowest, highest and last point in each column of pixels: the picture is
 * the same as of all of them (M4, U. Jugel and others, <i>M4: A Visualization-Oriented Time Series
 * Data Aggregation</i>, 2014). Of a line that goes back and forth too often for that, the same
 * points of each of a thousand parts. Of single points, the first in each small square.
 */
final class Thinning {

  private static final int MOST_IN_A_LINE = 4000;
  private static final int PARTS = 1000;
  private static final int MOST_DOTS = 2500;

  private final double[] y;
  private final List<List<Integer>> runs = new ArrayList<>();

  /** Of the group that is being read: index of the first point, or -1, and so on. */
  private int first = -1;

  private int lowest;
  private int highest;
  private int last;
  private boolean broken = true;

  private Thinning(double[] y) {
    this.y = y;
  }

  /** The indexes of the points of a line that are drawn; a list for each part without a gap. */
  static List<List<Integer>> line(double[] x, double[] y) {
    if (x.length <= PARTS) {
      return group(x, y, i -> i);
    }
    var byColumn = group(x, y, i -> (long) Math.floor(x[i]));
    if (byColumn.stream().mapToInt(List::size).sum() <= MOST_IN_A_LINE) {
      return byColumn;
    }
    int part = (x.length - 1) / PARTS + 1;
    return group(x, y, i -> i / part);
  }

  private static List<List<Integer>> group(double[] x, double[] y, IntToLongFunction key) {
    var thinning = new Thinning(y);
    long group = 0;
    boolean gap = false;
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
        gap = true;
        continue;
      }
      long next = key.applyAsLong(i);
      if (thinning.first < 0 || next != group) {
        thinning.finishGroup();
        thinning.broken |= gap;
        thinning.begin(i);
        group = next;
      }
      gap = false;
      thinning.include(i);
    }
    thinning.finishGroup();
    return thinning.runs;
  }

  private void begin(int i) {
    first = i;
    lowest = i;
    highest = i;
  }

  private void include(int i) {
    lowest = y[i] > y[lowest] ? i : lowest;
    highest = y[i] < y[highest] ? i : highest;
    last = i;
  }

  private void finishGroup() {
    if (first < 0) {
      return;
    }
    if (broken) {
      runs.add(new ArrayList<>());
      broken = false;
    }
    var run = runs.getLast();
    run.add(first);
    add(run, Math.min(lowest, highest));
    add(run, Math.max(lowest, highest));
    add(run, last);
    first = -1;
  }

  private static void add(List<Integer> run, int index) {
    if (run.getLast() != index) {
      run.add(index);
    }
  }

  /** The indexes of the dots that are drawn, of those within a width and height. */
  static List<Integer> dots(double[] x, double[] y, int width, int height) {
    for (int size = 1; ; size++) {
      var taken = new BitSet();
      var dots = new ArrayList<Integer>();
      int columns = width / size + 1;
      for (int i = 0; i < x.length; i++) {
        if (x[i] >= 0 && x[i] <= width && y[i] >= 0 && y[i] <= height) {
          int row = (int) (y[i] / size);
          int square = row * columns + (int) (x[i] / size);
          if (!taken.get(square)) {
            taken.set(square);
            dots.add(i);
          }
        }
      }
      if (dots.size() <= MOST_DOTS) {
        return dots;
      }
    }
  }
}
