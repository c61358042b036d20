package dev.cortado.vector;

import static dev.cortado.vector.Tiling.NOTHING;
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
      s0 = fromArray(SPECIES, x, at).add(s0);
      s1 = fromArray(SPECIES, x, at + LANES).add(s1);
      s2 = fromArray(SPECIES, x, at + 2 * LANES).add(s2);
      s3 = fromArray(SPECIES, x, at + 3 * LANES).add(s3);
      s4 = fromArray(SPECIES, x, at + 4 * LANES).add(s4);
      s5 = fromArray(SPECIES, x, at + 5 * LANES).add(s5);
      s6 = fromArray(SPECIES, x, at + 6 * LANES).add(s6);
      s7 = fromArray(SPECIES, x, at + 7 * LANES).add(s7);
    }
    NOTHING.add(s0).intoArray(sums, to);
    NOTHING.add(s1).intoArray(sums, to + LANES);
    NOTHING.add(s2).intoArray(sums, to + 2 * LANES);
    NOTHING.add(s3).intoArray(sums, to + 3 * LANES);
    NOTHING.add(s4).intoArray(sums, to + 4 * LANES);
    NOTHING.add(s5).intoArray(sums, to + 5 * LANES);
    NOTHING.add(s6).intoArray(sums, to + 6 * LANES);
    NOTHING.add(s7).intoArray(sums, to + 7 * LANES);
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
        s0 = fromArray(SPECIES, x, at + j).add(s0);
        s1 = fromArray(SPECIES, x, at + next).add(s1);
      }
      NOTHING.add(s0).intoArray(sums, to + j);
      NOTHING.add(s1).intoArray(sums, to + next);
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
      ((FloatVector) s0.check(SPECIES)).intoArray(sums, c);
      ((FloatVector) s1.check(SPECIES)).intoArray(sums, c + LANES);
      ((FloatVector) s2.check(SPECIES)).intoArray(sums, c + 2 * LANES);
      ((FloatVector) s3.check(SPECIES)).intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      ((FloatVector) s.add(fromArray(SPECIES, x, from + j)).check(SPECIES)).intoArray(sums, to + j);
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
        s0 = fromArray(SPECIES, a, i).mul(fromArray(SPECIES, b, i)).add(s0);
        s1 = fromArray(SPECIES, a, i1).mul(fromArray(SPECIES, b, i1)).add(s1);
        s2 = fromArray(SPECIES, a, i2).mul(fromArray(SPECIES, b, i2)).add(s2);
        s3 = fromArray(SPECIES, a, i3).mul(fromArray(SPECIES, b, i3)).add(s3);
      }
      NOTHING.add(s0).intoArray(sums, c);
      NOTHING.add(s1).intoArray(sums, c + LANES);
      NOTHING.add(s2).intoArray(sums, c + 2 * LANES);
      NOTHING.add(s3).intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        s = fromArray(SPECIES, a, i).mul(fromArray(SPECIES, b, i)).add(s);
      }
      NOTHING.add(s).intoArray(sums, to + j);
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
        s0 = d0.mul(d0).add(s0);
        s1 = d1.mul(d1).add(s1);
        s2 = d2.mul(d2).add(s2);
        s3 = d3.mul(d3).add(s3);
      }
      NOTHING.add(s0).intoArray(sums, c);
      NOTHING.add(s1).intoArray(sums, c + LANES);
      NOTHING.add(s2).intoArray(sums, c + 2 * LANES);
      NOTHING.add(s3).intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      var m = fromArray(SPECIES, row, rowFrom + j);
      for (int r = 0; r < rows; r++) {
        var d = fromArray(SPECIES, x, from + r * step + j).sub(m);
        s = d.mul(d).add(s);
      }
      NOTHING.add(s).intoArray(sums, to + j);
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
        s0 = fromArray(SPECIES, g, i).mul(fromArray(SPECIES, x, i).sub(m0)).add(s0);
        s1 = fromArray(SPECIES, g, i1).mul(fromArray(SPECIES, x, i1).sub(m1)).add(s1);
        s2 = fromArray(SPECIES, g, i2).mul(fromArray(SPECIES, x, i2).sub(m2)).add(s2);
        s3 = fromArray(SPECIES, g, i3).mul(fromArray(SPECIES, x, i3).sub(m3)).add(s3);
      }
      NOTHING.add(s0).intoArray(sums, c);
      NOTHING.add(s1).intoArray(sums, c + LANES);
      NOTHING.add(s2).intoArray(sums, c + 2 * LANES);
      NOTHING.add(s3).intoArray(sums, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, sums, to + j);
      var m = fromArray(SPECIES, row, rowFrom + j);
      for (int r = 0; r < rows; r++) {
        int i = from + r * step + j;
        s = fromArray(SPECIES, g, i).mul(fromArray(SPECIES, x, i).sub(m)).add(s);
      }
      NOTHING.add(s).intoArray(sums, to + j);
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
      ((FloatVector) s0.check(SPECIES)).intoArray(largest, c);
      ((FloatVector) s1.check(SPECIES)).intoArray(largest, c + LANES);
      ((FloatVector) s2.check(SPECIES)).intoArray(largest, c + 2 * LANES);
      ((FloatVector) s3.check(SPECIES)).intoArray(largest, c + 3 * LANES);
    }
    for (; j < n; j += LANES) {
      var s = fromArray(SPECIES, largest, to + j);
      ((FloatVector) s.max(fromArray(SPECIES, x, from + j)).check(SPECIES))
          .intoArray(largest, to + j);
    }
  }
}
