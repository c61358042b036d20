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
      addRow(x, from + r * step, sums, to, n);
    }
  }

  private static void addRow(float[] x, int from, float[] sums, int to, int n) {
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

  /** Raises {@code n} running maxima; {@code n} is a multiple of {@link #LANES}. */
  static void raise(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    for (int r = 0; r < rows; r++) {
      raiseRow(x, from + r * step, largest, to, n);
    }
  }

  private static void raiseRow(float[] x, int from, float[] largest, int to, int n) {
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
