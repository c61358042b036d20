package dev.cortado.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Running sums and maxima down columns. Each lane is a column's chain of its own. Memory is read
 * row after row as it lies there: keeping a few columns in registers while the rows go by is half
 * as fast on long arrays, because it reads in jumps.
 */
final class VectorColumns {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Columns in one vector. */
  static final int LANES = SPECIES.length();

  /** Fewer numbers than this are not worth it. */
  static final int WORTH_IT = 512;

  private VectorColumns() {}

  /** Adds the rows to {@code n} running sums; {@code n} is a multiple of {@link #LANES}. */
  static void add(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        int c0 = to + j;
        int c1 = c0 + LANES;
        int c2 = c1 + LANES;
        int c3 = c2 + LANES;
        int shift = at - to;
        var s0 = fromArray(SPECIES, sums, c0).add(fromArray(SPECIES, x, shift + c0));
        var s1 = fromArray(SPECIES, sums, c1).add(fromArray(SPECIES, x, shift + c1));
        var s2 = fromArray(SPECIES, sums, c2).add(fromArray(SPECIES, x, shift + c2));
        var s3 = fromArray(SPECIES, sums, c3).add(fromArray(SPECIES, x, shift + c3));
        s0.intoArray(sums, c0);
        s1.intoArray(sums, c1);
        s2.intoArray(sums, c2);
        s3.intoArray(sums, c3);
      }
      for (; j < n; j += LANES) {
        var s = fromArray(SPECIES, sums, to + j);
        s.add(fromArray(SPECIES, x, at + j)).intoArray(sums, to + j);
      }
    }
  }

  /** Raises {@code n} running maxima; {@code n} is a multiple of {@link #LANES}. */
  static void raise(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        int c0 = to + j;
        int c1 = c0 + LANES;
        int c2 = c1 + LANES;
        int c3 = c2 + LANES;
        int shift = at - to;
        var s0 = fromArray(SPECIES, largest, c0).max(fromArray(SPECIES, x, shift + c0));
        var s1 = fromArray(SPECIES, largest, c1).max(fromArray(SPECIES, x, shift + c1));
        var s2 = fromArray(SPECIES, largest, c2).max(fromArray(SPECIES, x, shift + c2));
        var s3 = fromArray(SPECIES, largest, c3).max(fromArray(SPECIES, x, shift + c3));
        s0.intoArray(largest, c0);
        s1.intoArray(largest, c1);
        s2.intoArray(largest, c2);
        s3.intoArray(largest, c3);
      }
      for (; j < n; j += LANES) {
        var s = fromArray(SPECIES, largest, to + j);
        s.max(fromArray(SPECIES, x, at + j)).intoArray(largest, to + j);
      }
    }
  }
}
