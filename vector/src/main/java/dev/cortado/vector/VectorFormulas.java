package dev.cortado.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The formulas of {@code RowFormula} for rows {@code step} apart, of which the first {@code n}
 * numbers are worked on, a multiple of {@link #LANES}. Each is a loop of its own, whose
 * intermediate results stay in registers.
 */
final class VectorFormulas {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorFormulas() {}

  static void standardize(
      float[] x, float[] a, float[] b, float[] out, int from, int step, int rows, int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, x, at + j)
                    .sub(fromArray(SPECIES, a, j))
                    .div(fromArray(SPECIES, b, j))
                    .check(SPECIES))
            .intoArray(out, at + j);
      }
    }
  }

  static void scale(
      float[] x, float[] a, float[] b, float[] out, int from, int step, int rows, int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, x, at + j)
                    .mul(fromArray(SPECIES, a, j))
                    .add(fromArray(SPECIES, b, j))
                    .check(SPECIES))
            .intoArray(out, at + j);
      }
    }
  }

  static void scaleAndRectify(
      float[] x, float[] a, float[] b, float[] out, int from, int step, int rows, int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, x, at + j)
                    .mul(fromArray(SPECIES, a, j))
                    .add(fromArray(SPECIES, b, j))
                    .max(0)
                    .check(SPECIES))
            .intoArray(out, at + j);
      }
    }
  }

  /**
   * For any {@code n} of at least a vector. The last vector overlaps the one before it, so it is
   * computed before anything is stored: {@code out} may be {@code x}.
   */
  static void shiftAndRectify(
      float[] x, float[] a, float[] out, int from, int step, int rows, int n) {
    if (rows == 0) {
      return;
    }
    int last = n - LANES;
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      var end = fromArray(SPECIES, x, at + last).add(fromArray(SPECIES, a, last)).max(0);
      for (int j = 0; j < last; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, x, at + j).add(fromArray(SPECIES, a, j)).max(0).check(SPECIES))
            .intoArray(out, at + j);
      }
      ((FloatVector) end.check(SPECIES)).intoArray(out, at + last);
    }
  }

  static void normalize(
      float[] x,
      float[] a,
      float[] b,
      float[] c,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, x, at + j)
                    .sub(fromArray(SPECIES, a, j))
                    .mul(fromArray(SPECIES, b, j))
                    .add(fromArray(SPECIES, c, j))
                    .check(SPECIES))
            .intoArray(out, at + j);
      }
    }
  }

  static void normalizeAndRectify(
      float[] x,
      float[] a,
      float[] b,
      float[] c,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, x, at + j)
                    .sub(fromArray(SPECIES, a, j))
                    .mul(fromArray(SPECIES, b, j))
                    .add(fromArray(SPECIES, c, j))
                    .max(0)
                    .check(SPECIES))
            .intoArray(out, at + j);
      }
    }
  }

  static void correct(
      float[] x,
      float[] y,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j += LANES) {
        var product =
            fromArray(SPECIES, y, at + j)
                .sub(fromArray(SPECIES, b, j))
                .mul(fromArray(SPECIES, c, j));
        ((FloatVector)
                fromArray(SPECIES, x, at + j)
                    .sub(fromArray(SPECIES, a, j))
                    .sub(product)
                    .mul(fromArray(SPECIES, d, j))
                    .check(SPECIES))
            .intoArray(out, at + j);
      }
    }
  }
}
