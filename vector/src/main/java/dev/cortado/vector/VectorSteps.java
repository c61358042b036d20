package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.ROWS;
import static dev.cortado.vector.Tiling.SPECIES;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * Steps of the product of one row and a matrix, with as many columns at a time as registers hold,
 * so that memory is read in long runs. The sums are variables for the reason that {@link EightRows}
 * gives.
 */
final class VectorSteps {

  private VectorSteps() {}

  /** As {@code Kernels.sumSteps}. */
  static void sum(float[] x, int[] steps, int count, float[] b, float[] sums, int n) {
    int j = 0;
    if (ROWS == 8) {
      for (; j <= n - 16 * LANES; j += 16 * LANES) {
        bySixteen(x, steps, count, b, sums, n, j);
      }
    }
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      byFour(x, steps, count, b, sums, n, j);
    }
    for (; j < n; j += LANES) {
      byOne(x, steps, count, b, sums, n, j);
    }
  }

  private static void bySixteen(
      float[] x, int[] steps, int count, float[] b, float[] sums, int n, int j) {
    var zero = FloatVector.zero(SPECIES);
    FloatVector s0 = zero,
        s1 = zero,
        s2 = zero,
        s3 = zero,
        s4 = zero,
        s5 = zero,
        s6 = zero,
        s7 = zero,
        s8 = zero,
        s9 = zero,
        s10 = zero,
        s11 = zero,
        s12 = zero,
        s13 = zero,
        s14 = zero,
        s15 = zero;
    for (int i = 0; i < count; i++) {
      int p = steps[i];
      int at = p * n + j;
      var factor = broadcast(SPECIES, x[p]);
      s0 = factor.fma(fromArray(SPECIES, b, at), s0);
      s1 = factor.fma(fromArray(SPECIES, b, at + LANES), s1);
      s2 = factor.fma(fromArray(SPECIES, b, at + 2 * LANES), s2);
      s3 = factor.fma(fromArray(SPECIES, b, at + 3 * LANES), s3);
      s4 = factor.fma(fromArray(SPECIES, b, at + 4 * LANES), s4);
      s5 = factor.fma(fromArray(SPECIES, b, at + 5 * LANES), s5);
      s6 = factor.fma(fromArray(SPECIES, b, at + 6 * LANES), s6);
      s7 = factor.fma(fromArray(SPECIES, b, at + 7 * LANES), s7);
      s8 = factor.fma(fromArray(SPECIES, b, at + 8 * LANES), s8);
      s9 = factor.fma(fromArray(SPECIES, b, at + 9 * LANES), s9);
      s10 = factor.fma(fromArray(SPECIES, b, at + 10 * LANES), s10);
      s11 = factor.fma(fromArray(SPECIES, b, at + 11 * LANES), s11);
      s12 = factor.fma(fromArray(SPECIES, b, at + 12 * LANES), s12);
      s13 = factor.fma(fromArray(SPECIES, b, at + 13 * LANES), s13);
      s14 = factor.fma(fromArray(SPECIES, b, at + 14 * LANES), s14);
      s15 = factor.fma(fromArray(SPECIES, b, at + 15 * LANES), s15);
    }
    s0.intoArray(sums, j);
    s1.intoArray(sums, j + LANES);
    s2.intoArray(sums, j + 2 * LANES);
    s3.intoArray(sums, j + 3 * LANES);
    s4.intoArray(sums, j + 4 * LANES);
    s5.intoArray(sums, j + 5 * LANES);
    s6.intoArray(sums, j + 6 * LANES);
    s7.intoArray(sums, j + 7 * LANES);
    s8.intoArray(sums, j + 8 * LANES);
    s9.intoArray(sums, j + 9 * LANES);
    s10.intoArray(sums, j + 10 * LANES);
    s11.intoArray(sums, j + 11 * LANES);
    s12.intoArray(sums, j + 12 * LANES);
    s13.intoArray(sums, j + 13 * LANES);
    s14.intoArray(sums, j + 14 * LANES);
    s15.intoArray(sums, j + 15 * LANES);
  }

  private static void byFour(
      float[] x, int[] steps, int count, float[] b, float[] sums, int n, int j) {
    var zero = FloatVector.zero(SPECIES);
    FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    for (int i = 0; i < count; i++) {
      int p = steps[i];
      int at = p * n + j;
      var factor = broadcast(SPECIES, x[p]);
      s0 = factor.fma(fromArray(SPECIES, b, at), s0);
      s1 = factor.fma(fromArray(SPECIES, b, at + LANES), s1);
      s2 = factor.fma(fromArray(SPECIES, b, at + 2 * LANES), s2);
      s3 = factor.fma(fromArray(SPECIES, b, at + 3 * LANES), s3);
    }
    s0.intoArray(sums, j);
    s1.intoArray(sums, j + LANES);
    s2.intoArray(sums, j + 2 * LANES);
    s3.intoArray(sums, j + 3 * LANES);
  }

  private static void byOne(
      float[] x, int[] steps, int count, float[] b, float[] sums, int n, int j) {
    var lanes = Tiling.lanes(min(LANES, n - j));
    var sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i++) {
      int p = steps[i];
      sum = broadcast(SPECIES, x[p]).fma(fromArray(SPECIES, b, p * n + j, lanes), sum);
    }
    sum.intoArray(sums, j, lanes);
  }
}
