package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.SPECIES;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes rows by interleaving: two rows become one in which their numbers alternate. Rows 0 and
 * 2 make one, rows 1 and 3 another, and these two make one in which the four numbers of each column
 * are side by side.
 *
 * <p>All vectors have the preferred length, however many rows there are: all stores of vectors
 * share one profile, and shorter ones in it make the compiler keep sums in memory elsewhere (see
 * {@link Tiling}). The steps are written out, since vectors become objects when they are passed to
 * a method that the compiler does not inline.
 */
final class Interleave {

  /**
   * Each number of the first half of a vector twice; {@link #HIGH} does so with the second half.
   */
  private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(SPECIES, i -> i / 2);

  private static final VectorShuffle<Float> HIGH =
      VectorShuffle.fromOp(SPECIES, i -> (i + LANES) / 2);

  private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAA_AAAA_AAAA_AAAAL);

  private Interleave() {}

  /**
   * Writes the first {@code steps} columns of 2, 4 or 8 rows, {@code stride} apart, one column
   * after the other. There are none or at least {@link Tiling#LANES} columns.
   */
  static void rows(float[] x, int from, int stride, int rows, int steps, float[] to, int toFrom) {
    switch (rows) {
      case 2 -> two(x, from, from + stride, steps, to, toFrom, LANES);
      case 4 -> four(x, from, stride, steps, to, toFrom);
      case 8 -> eight(x, from, stride, steps, to, toFrom);
      default -> throw new AssertionError(rows);
    }
  }

  /**
   * Interleaves two rows of {@code n} numbers; the resulting vectors are {@code toStride} numbers
   * apart. The last vector overlaps the one before it where {@code n} is not a multiple.
   */
  static void two(float[] x, int from, int otherFrom, int n, float[] to, int toFrom, int toStride) {
    if (n == 0) {
      return;
    }
    for (int q = 0; q < n; q += LANES) {
      int p = min(q, n - LANES);
      var a0 = fromArray(SPECIES, x, from + p);
      var a1 = fromArray(SPECIES, x, otherFrom + p);
      int at = toFrom + 2 * p * toStride / LANES;
      ((FloatVector) a0.rearrange(LOW).blend(a1.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at);
      ((FloatVector) a0.rearrange(HIGH).blend(a1.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + toStride);
    }
  }

  private static void four(float[] x, int from, int stride, int steps, float[] to, int toFrom) {
    if (steps == 0) {
      return;
    }
    for (int q = 0; q < steps; q += LANES) {
      int p = min(q, steps - LANES);
      int row = from + p;
      int at = toFrom + 4 * p;
      var a0 = fromArray(SPECIES, x, row);
      var a1 = fromArray(SPECIES, x, row + stride);
      var a2 = fromArray(SPECIES, x, row + 2 * stride);
      var a3 = fromArray(SPECIES, x, row + 3 * stride);
      var b0 = a0.rearrange(LOW).blend(a2.rearrange(LOW), ODD);
      var b1 = a0.rearrange(HIGH).blend(a2.rearrange(HIGH), ODD);
      var b2 = a1.rearrange(LOW).blend(a3.rearrange(LOW), ODD);
      var b3 = a1.rearrange(HIGH).blend(a3.rearrange(HIGH), ODD);
      ((FloatVector) b0.rearrange(LOW).blend(b2.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at);
      ((FloatVector) b0.rearrange(HIGH).blend(b2.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + LANES);
      ((FloatVector) b1.rearrange(LOW).blend(b3.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at + 2 * LANES);
      ((FloatVector) b1.rearrange(HIGH).blend(b3.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + 3 * LANES);
    }
  }

  private static void eight(float[] x, int from, int stride, int steps, float[] to, int toFrom) {
    if (steps == 0) {
      return;
    }
    for (int q = 0; q < steps; q += LANES) {
      int p = min(q, steps - LANES);
      int row = from + p;
      int at = toFrom + 8 * p;
      var a0 = fromArray(SPECIES, x, row);
      var a1 = fromArray(SPECIES, x, row + stride);
      var a2 = fromArray(SPECIES, x, row + 2 * stride);
      var a3 = fromArray(SPECIES, x, row + 3 * stride);
      var a4 = fromArray(SPECIES, x, row + 4 * stride);
      var a5 = fromArray(SPECIES, x, row + 5 * stride);
      var a6 = fromArray(SPECIES, x, row + 6 * stride);
      var a7 = fromArray(SPECIES, x, row + 7 * stride);
      var b0 = a0.rearrange(LOW).blend(a4.rearrange(LOW), ODD);
      var b1 = a0.rearrange(HIGH).blend(a4.rearrange(HIGH), ODD);
      var b2 = a1.rearrange(LOW).blend(a5.rearrange(LOW), ODD);
      var b3 = a1.rearrange(HIGH).blend(a5.rearrange(HIGH), ODD);
      var b4 = a2.rearrange(LOW).blend(a6.rearrange(LOW), ODD);
      var b5 = a2.rearrange(HIGH).blend(a6.rearrange(HIGH), ODD);
      var b6 = a3.rearrange(LOW).blend(a7.rearrange(LOW), ODD);
      var b7 = a3.rearrange(HIGH).blend(a7.rearrange(HIGH), ODD);
      var c0 = b0.rearrange(LOW).blend(b4.rearrange(LOW), ODD);
      var c1 = b0.rearrange(HIGH).blend(b4.rearrange(HIGH), ODD);
      var c2 = b1.rearrange(LOW).blend(b5.rearrange(LOW), ODD);
      var c3 = b1.rearrange(HIGH).blend(b5.rearrange(HIGH), ODD);
      var c4 = b2.rearrange(LOW).blend(b6.rearrange(LOW), ODD);
      var c5 = b2.rearrange(HIGH).blend(b6.rearrange(HIGH), ODD);
      var c6 = b3.rearrange(LOW).blend(b7.rearrange(LOW), ODD);
      var c7 = b3.rearrange(HIGH).blend(b7.rearrange(HIGH), ODD);
      ((FloatVector) c0.rearrange(LOW).blend(c4.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at);
      ((FloatVector) c0.rearrange(HIGH).blend(c4.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + LANES);
      ((FloatVector) c1.rearrange(LOW).blend(c5.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at + 2 * LANES);
      ((FloatVector) c1.rearrange(HIGH).blend(c5.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + 3 * LANES);
      ((FloatVector) c2.rearrange(LOW).blend(c6.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at + 4 * LANES);
      ((FloatVector) c2.rearrange(HIGH).blend(c6.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + 5 * LANES);
      ((FloatVector) c3.rearrange(LOW).blend(c7.rearrange(LOW), ODD).check(SPECIES))
          .intoArray(to, at + 6 * LANES);
      ((FloatVector) c3.rearrange(HIGH).blend(c7.rearrange(HIGH), ODD).check(SPECIES))
          .intoArray(to, at + 7 * LANES);
    }
  }
}
