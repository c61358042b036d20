package dev.cortado.vector;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Arithmetic of two operands row by row, where one may be a single row for all, with step 0. The
 * compiler vectorizes such loops only if all arrays share one index. Lengths are multiples of
 * {@link #LANES}. Each operation is written out, because the compiler does not always inline one
 * that is an argument.
 */
final class VectorArithmetic {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorArithmetic() {}

  static void add(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int x = aFrom + r * aStep;
      int y = bFrom + r * bStep;
      int z = from + r * step;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        var r0 = fromArray(SPECIES, a, x + j).add(fromArray(SPECIES, b, y + j));
        var r1 = fromArray(SPECIES, a, x + j + LANES).add(fromArray(SPECIES, b, y + j + LANES));
        var r2 =
            fromArray(SPECIES, a, x + j + 2 * LANES).add(fromArray(SPECIES, b, y + j + 2 * LANES));
        var r3 =
            fromArray(SPECIES, a, x + j + 3 * LANES).add(fromArray(SPECIES, b, y + j + 3 * LANES));
        ((FloatVector) r0.check(SPECIES)).intoArray(out, z + j);
        ((FloatVector) r1.check(SPECIES)).intoArray(out, z + j + LANES);
        ((FloatVector) r2.check(SPECIES)).intoArray(out, z + j + 2 * LANES);
        ((FloatVector) r3.check(SPECIES)).intoArray(out, z + j + 3 * LANES);
      }
      for (; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, a, x + j).add(fromArray(SPECIES, b, y + j)).check(SPECIES))
            .intoArray(out, z + j);
      }
    }
  }

  static void subtract(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int x = aFrom + r * aStep;
      int y = bFrom + r * bStep;
      int z = from + r * step;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        var r0 = fromArray(SPECIES, a, x + j).sub(fromArray(SPECIES, b, y + j));
        var r1 = fromArray(SPECIES, a, x + j + LANES).sub(fromArray(SPECIES, b, y + j + LANES));
        var r2 =
            fromArray(SPECIES, a, x + j + 2 * LANES).sub(fromArray(SPECIES, b, y + j + 2 * LANES));
        var r3 =
            fromArray(SPECIES, a, x + j + 3 * LANES).sub(fromArray(SPECIES, b, y + j + 3 * LANES));
        ((FloatVector) r0.check(SPECIES)).intoArray(out, z + j);
        ((FloatVector) r1.check(SPECIES)).intoArray(out, z + j + LANES);
        ((FloatVector) r2.check(SPECIES)).intoArray(out, z + j + 2 * LANES);
        ((FloatVector) r3.check(SPECIES)).intoArray(out, z + j + 3 * LANES);
      }
      for (; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, a, x + j).sub(fromArray(SPECIES, b, y + j)).check(SPECIES))
            .intoArray(out, z + j);
      }
    }
  }

  static void multiply(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int x = aFrom + r * aStep;
      int y = bFrom + r * bStep;
      int z = from + r * step;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        var r0 = fromArray(SPECIES, a, x + j).mul(fromArray(SPECIES, b, y + j));
        var r1 = fromArray(SPECIES, a, x + j + LANES).mul(fromArray(SPECIES, b, y + j + LANES));
        var r2 =
            fromArray(SPECIES, a, x + j + 2 * LANES).mul(fromArray(SPECIES, b, y + j + 2 * LANES));
        var r3 =
            fromArray(SPECIES, a, x + j + 3 * LANES).mul(fromArray(SPECIES, b, y + j + 3 * LANES));
        ((FloatVector) r0.check(SPECIES)).intoArray(out, z + j);
        ((FloatVector) r1.check(SPECIES)).intoArray(out, z + j + LANES);
        ((FloatVector) r2.check(SPECIES)).intoArray(out, z + j + 2 * LANES);
        ((FloatVector) r3.check(SPECIES)).intoArray(out, z + j + 3 * LANES);
      }
      for (; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, a, x + j).mul(fromArray(SPECIES, b, y + j)).check(SPECIES))
            .intoArray(out, z + j);
      }
    }
  }

  static void divide(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    if (rows == 0) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int x = aFrom + r * aStep;
      int y = bFrom + r * bStep;
      int z = from + r * step;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        var r0 = fromArray(SPECIES, a, x + j).div(fromArray(SPECIES, b, y + j));
        var r1 = fromArray(SPECIES, a, x + j + LANES).div(fromArray(SPECIES, b, y + j + LANES));
        var r2 =
            fromArray(SPECIES, a, x + j + 2 * LANES).div(fromArray(SPECIES, b, y + j + 2 * LANES));
        var r3 =
            fromArray(SPECIES, a, x + j + 3 * LANES).div(fromArray(SPECIES, b, y + j + 3 * LANES));
        ((FloatVector) r0.check(SPECIES)).intoArray(out, z + j);
        ((FloatVector) r1.check(SPECIES)).intoArray(out, z + j + LANES);
        ((FloatVector) r2.check(SPECIES)).intoArray(out, z + j + 2 * LANES);
        ((FloatVector) r3.check(SPECIES)).intoArray(out, z + j + 3 * LANES);
      }
      for (; j < n; j += LANES) {
        ((FloatVector)
                fromArray(SPECIES, a, x + j).div(fromArray(SPECIES, b, y + j)).check(SPECIES))
            .intoArray(out, z + j);
      }
    }
  }
}
