package dev.cortado.vector;

import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Running sums and maxima down columns. Each lane is the chain of one column. Sums keep some
 * columns in registers over all rows. That reads memory in strides, which makes plain sums slower
 * where the matrix does not fit the L2 cache: these, and maxima, read row after row.
 */
final class VectorColumns {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Columns in one vector. */
  static final int LANES = SPECIES.length();

  /** From this many numbers on, whole vectors are worth a loop of their own. */
  static final int MANY = 512;

  /** With more numbers, rows are read one after the other. */
  private static final int MOST_IN_JUMPS = 1 << 17;

  private VectorColumns() {}

  /** Adds the rows to running sums, in whole vectors, and returns how many columns these are. */
  static int add(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    int whole = n - n % LANES;
    int j = 0;
    if ((long) n * rows <= MOST_IN_JUMPS) {
      for (; j <= whole - 8 * LANES; j += 8 * LANES) {
        addEight(x, from + j, step, rows, sums, to + j);
      }
    }
    for (int r = 0; r < rows; r++) {
      addRow(x, from + r * step + j, sums, to + j, whole - j);
    }
    return whole;
  }

  /** Adds the rows of eight vectors, whose sums stay in registers. */
  static void addEight(float[] x, int from, int step, int rows, float[] sums, int to) {
    if (rows == 0) {
      return;
    }
    var s0 = fromArray(SPECIES, sums, to);
    var s1 = fromArray(SPECIES, sums, to + LANES);
    var s2 = fromArray(SPECIES, sums, to + 2 * LANES);
    var s3 = fromArray(SPECIES, sums, to + 3 * LANES);
    var s4 = fromArray(SPECIES, sums, to + 4 * LANES);
    var s5 = fromArray(SPECIES, sums, to + 5 * LANES);
    var s6 = fromArray(SPECIES, sums, to + 6 * LANES);
    var s7 = fromArray(SPECIES, sums, to + 7 * LANES);
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      s0 = s0.add(fromArray(SPECIES, x, at));
      s1 = s1.add(fromArray(SPECIES, x, at + LANES));
      s2 = s2.add(fromArray(SPECIES, x, at + 2 * LANES));
      s3 = s3.add(fromArray(SPECIES, x, at + 3 * LANES));
      s4 = s4.add(fromArray(SPECIES, x, at + 4 * LANES));
      s5 = s5.add(fromArray(SPECIES, x, at + 5 * LANES));
      s6 = s6.add(fromArray(SPECIES, x, at + 6 * LANES));
      s7 = s7.add(fromArray(SPECIES, x, at + 7 * LANES));
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + LANES);
    s2.intoArray(sums, to + 2 * LANES);
    s3.intoArray(sums, to + 3 * LANES);
    s4.intoArray(sums, to + 4 * LANES);
    s5.intoArray(sums, to + 5 * LANES);
    s6.intoArray(sums, to + 6 * LANES);
    s7.intoArray(sums, to + 7 * LANES);
  }

  /**
   * Adds the rows of a small matrix to running sums that stay in registers, and returns how many
   * columns these are: all, or none if they are fewer than a vector. The second of two vectors may
   * overlap the first, so both are read before either is stored.
   */
  static int addFew(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    if (n == 0) {
      return 0;
    }
    int j = 0;
    for (; j <= n - LANES; j += 2 * LANES) {
      int next = min(j + LANES, n - LANES);
      var s0 = fromArray(SPECIES, sums, to + j);
      var s1 = fromArray(SPECIES, sums, to + next);
      for (int r = 0; r < rows; r++) {
        int at = from + r * step;
        s0 = s0.add(fromArray(SPECIES, x, at + j));
        s1 = s1.add(fromArray(SPECIES, x, at + next));
      }
      s0.intoArray(sums, to + j);
      s1.intoArray(sums, to + next);
    }
    return min(j, n);
  }

  static void addRow(float[] x, int from, float[] sums, int to, int n) {
    if (n == 0) {
      return;
    }
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      int at = from + j;
      int c = to + j;
      var s0 = fromArray(SPECIES, sums, c).add(fromArray(SPECIES, x, at));
      var s1 = fromArray(SPECIES, sums, c + LANES).add(fromArray(SPECIES, x, at + LANES));
      var s2 = fromArray(SPECIES, sums, c + 2 * LANES).add(fromArray(SPECIES, x, at + 2 * LANES));
      var s3 = fromArray(SPECIES, sums, c + 3 * LANES).add(fromArray(SPECIES, x, at + 3 * LANES));
      s0.intoArray(sums, c);
      s1.intoArray(sums, c + LANES);
      s2.intoArray(sums, c + 2 * LANES);
      s3.intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      s.add(fromArray(SPECIES, x, from + j)).intoArray(sums, to + j);
    }
  }

  /** Adds products of rows; {@code n} is a multiple of {@link #LANES}. */
  static void addProducts(
      float[] a, float[] b, int from, int step, int rows, float[] sums, int to, int n) {
    if (n == 0) {
      return;
    }
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      int c = to + j;
      var s0 = fromArray(SPECIES, sums, c);
      var s1 = fromArray(SPECIES, sums, c + LANES);
      var s2 = fromArray(SPECIES, sums, c + 2 * LANES);
      var s3 = fromArray(SPECIES, sums, c + 3 * LANES);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        int i1 = i + LANES;
        int i2 = i + 2 * LANES;
        int i3 = i + 3 * LANES;
        s0 = s0.add(fromArray(SPECIES, a, i).mul(fromArray(SPECIES, b, i)));
        s1 = s1.add(fromArray(SPECIES, a, i1).mul(fromArray(SPECIES, b, i1)));
        s2 = s2.add(fromArray(SPECIES, a, i2).mul(fromArray(SPECIES, b, i2)));
        s3 = s3.add(fromArray(SPECIES, a, i3).mul(fromArray(SPECIES, b, i3)));
      }
      s0.intoArray(sums, c);
      s1.intoArray(sums, c + LANES);
      s2.intoArray(sums, c + 2 * LANES);
      s3.intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        s = s.add(fromArray(SPECIES, a, i).mul(fromArray(SPECIES, b, i)));
      }
      s.intoArray(sums, to + j);
    }
  }

  /** Adds squares of differences from a row; {@code n} is a multiple of {@link #LANES}. */
  static void addSquares(
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    if (n == 0) {
      return;
    }
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      int c = to + j;
      int m = rowFrom + j;
      var s0 = fromArray(SPECIES, sums, c);
      var s1 = fromArray(SPECIES, sums, c + LANES);
      var s2 = fromArray(SPECIES, sums, c + 2 * LANES);
      var s3 = fromArray(SPECIES, sums, c + 3 * LANES);
      var m0 = fromArray(SPECIES, row, m);
      var m1 = fromArray(SPECIES, row, m + LANES);
      var m2 = fromArray(SPECIES, row, m + 2 * LANES);
      var m3 = fromArray(SPECIES, row, m + 3 * LANES);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        var d0 = fromArray(SPECIES, x, i).sub(m0);
        var d1 = fromArray(SPECIES, x, i + LANES).sub(m1);
        var d2 = fromArray(SPECIES, x, i + 2 * LANES).sub(m2);
        var d3 = fromArray(SPECIES, x, i + 3 * LANES).sub(m3);
        s0 = s0.add(d0.mul(d0));
        s1 = s1.add(d1.mul(d1));
        s2 = s2.add(d2.mul(d2));
        s3 = s3.add(d3.mul(d3));
      }
      s0.intoArray(sums, c);
      s1.intoArray(sums, c + LANES);
      s2.intoArray(sums, c + 2 * LANES);
      s3.intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      var m = fromArray(SPECIES, row, rowFrom + j);
      for (int r = 0; r < rows; r++) {
        var d = fromArray(SPECIES, x, from + r * step + j).sub(m);
        s = s.add(d.mul(d));
      }
      s.intoArray(sums, to + j);
    }
  }

  /** Adds {@code g·(x − row)}; {@code n} is a multiple of {@link #LANES}. */
  static void addMoments(
      float[] g,
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    if (n == 0) {
      return;
    }
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      int c = to + j;
      int m = rowFrom + j;
      var s0 = fromArray(SPECIES, sums, c);
      var s1 = fromArray(SPECIES, sums, c + LANES);
      var s2 = fromArray(SPECIES, sums, c + 2 * LANES);
      var s3 = fromArray(SPECIES, sums, c + 3 * LANES);
      var m0 = fromArray(SPECIES, row, m);
      var m1 = fromArray(SPECIES, row, m + LANES);
      var m2 = fromArray(SPECIES, row, m + 2 * LANES);
      var m3 = fromArray(SPECIES, row, m + 3 * LANES);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        int i1 = i + LANES;
        int i2 = i + 2 * LANES;
        int i3 = i + 3 * LANES;
        s0 = s0.add(fromArray(SPECIES, g, i).mul(fromArray(SPECIES, x, i).sub(m0)));
        s1 = s1.add(fromArray(SPECIES, g, i1).mul(fromArray(SPECIES, x, i1).sub(m1)));
        s2 = s2.add(fromArray(SPECIES, g, i2).mul(fromArray(SPECIES, x, i2).sub(m2)));
        s3 = s3.add(fromArray(SPECIES, g, i3).mul(fromArray(SPECIES, x, i3).sub(m3)));
      }
      s0.intoArray(sums, c);
      s1.intoArray(sums, c + LANES);
      s2.intoArray(sums, c + 2 * LANES);
      s3.intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      var m = fromArray(SPECIES, row, rowFrom + j);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        s = s.add(fromArray(SPECIES, g, i).mul(fromArray(SPECIES, x, i).sub(m)));
      }
      s.intoArray(sums, to + j);
    }
  }

  /** Raises {@code n} running maxima; {@code n} is a multiple of {@link #LANES}. */
  static void raise(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    for (int r = 0; r < rows; r++) {
      raiseRow(x, from + r * step, largest, to, n);
    }
  }

  static void raiseRow(float[] x, int from, float[] largest, int to, int n) {
    if (n == 0) {
      return;
    }
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      int at = from + j;
      int c = to + j;
      var s0 = fromArray(SPECIES, largest, c).max(fromArray(SPECIES, x, at));
      var s1 = fromArray(SPECIES, largest, c + LANES).max(fromArray(SPECIES, x, at + LANES));
      var s2 =
          fromArray(SPECIES, largest, c + 2 * LANES).max(fromArray(SPECIES, x, at + 2 * LANES));
      var s3 =
          fromArray(SPECIES, largest, c + 3 * LANES).max(fromArray(SPECIES, x, at + 3 * LANES));
      s0.intoArray(largest, c);
      s1.intoArray(largest, c + LANES);
      s2.intoArray(largest, c + 2 * LANES);
      s3.intoArray(largest, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, largest, to + j);
      s.max(fromArray(SPECIES, x, from + j)).intoArray(largest, to + j);
    }
  }
}
