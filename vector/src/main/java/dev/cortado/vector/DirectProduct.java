package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.MINUS_ZERO;
import static dev.cortado.vector.Tiling.ONE;
import static dev.cortado.vector.Tiling.SPECIES;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * The matrix product of operands that are not packed, where packing would cost more than it saves:
 * small products, and those with few rows, which use each number of {@code B} too rarely. {@code B}
 * is not transposed.
 */
final class DirectProduct {

  private DirectProduct() {}

  /**
   * The product in chains of {@code block}, where element {@code (i, p)} of {@code A} is at {@code
   * aFrom + i·aRow + p·aStep}, and rows of {@code B} are {@code bStep} apart.
   */
  static void multiply(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      float[] c,
      int cFrom,
      int cRow,
      int m,
      int n,
      int k,
      int block) {
    if (k == 2 && n >= LANES) {
      twoSteps(a, aFrom, aRow, aStep, b, bFrom, bStep, c, cFrom, cRow, m, n);
      return;
    }
    for (int from = 0; from < k; from += block) {
      int steps = min(block, k - from);
      int aAt = aFrom + from * aStep;
      int bAt = bFrom + from * bStep;
      boolean first = from == 0;
      if (m == 1) {
        row(a, aAt, aStep, b, bAt, bStep, steps, c, cFrom, n, first);
        continue;
      }
      int j = 0;
      for (; j < n - LANES; j += 2 * LANES) {
        int next = min(LANES, n - LANES - j);
        byTwo(a, aAt, aRow, aStep, m, b, bAt + j, bStep, steps, c, cFrom + j, cRow, next, first);
      }
      if (j < n) {
        byOne(a, aAt, aRow, aStep, m, b, bAt + j, bStep, steps, c, cFrom + j, cRow, n - j, first);
      }
    }
  }

  /**
   * Chains of two steps: both rows of {@code B} stay in registers for all of {@code A}. The last
   * vectors overlap those before them and store the same bits again.
   */
  private static void twoSteps(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      float[] c,
      int cFrom,
      int cRow,
      int m,
      int n) {
    var zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < n; j += 2 * LANES) {
      int j0 = min(j, n - LANES);
      int j1 = min(j + LANES, n - LANES);
      var b00 = fromArray(SPECIES, b, bFrom + j0);
      var b01 = fromArray(SPECIES, b, bFrom + j1);
      var b10 = fromArray(SPECIES, b, bFrom + bStep + j0);
      var b11 = fromArray(SPECIES, b, bFrom + bStep + j1);
      for (int i = 0; i < m; i++) {
        var x0 = broadcast(SPECIES, a[aFrom + i * aRow]);
        var x1 = broadcast(SPECIES, a[aFrom + i * aRow + aStep]);
        ((FloatVector) x1.fma(b10, x0.fma(b00, zero)).check(SPECIES))
            .intoArray(c, cFrom + i * cRow + j0);
        ((FloatVector) x1.fma(b11, x0.fma(b01, zero)).check(SPECIES))
            .intoArray(c, cFrom + i * cRow + j1);
      }
    }
  }

  /**
   * Columns of two vectors, four rows at a time. The second vector starts {@code next} numbers
   * after the first and may overlap it; where rows are missing, the last one is computed and stored
   * again.
   */
  private static void byTwo(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      int m,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      int next,
      boolean first) {
    for (int i = 0; i < m; i += 4) {
      int row1 = min(i + 1, m - 1);
      int row2 = min(i + 2, m - 1);
      int row3 = min(i + 3, m - 1);
      int a0 = aFrom + i * aRow;
      int a1 = aFrom + row1 * aRow;
      int a2 = aFrom + row2 * aRow;
      int a3 = aFrom + row3 * aRow;
      var zero = FloatVector.zero(SPECIES);
      var nothing = broadcast(SPECIES, MINUS_ZERO);
      FloatVector s00 = zero, s01 = zero;
      FloatVector s10 = zero, s11 = zero;
      FloatVector s20 = zero, s21 = zero;
      FloatVector s30 = zero, s31 = zero;
      for (int p = 0; p < steps; p++) {
        int bAt = bFrom + p * bStep;
        int aAt = p * aStep;
        var b0 = fromArray(SPECIES, b, bAt);
        var b1 = fromArray(SPECIES, b, bAt + next);
        var x = broadcast(SPECIES, a[a0 + aAt]);
        s00 = x.fma(b0, s00);
        s01 = x.fma(b1, s01);
        x = broadcast(SPECIES, a[a1 + aAt]);
        s10 = x.fma(b0, s10);
        s11 = x.fma(b1, s11);
        x = broadcast(SPECIES, a[a2 + aAt]);
        s20 = x.fma(b0, s20);
        s21 = x.fma(b1, s21);
        x = broadcast(SPECIES, a[a3 + aAt]);
        s30 = x.fma(b0, s30);
        s31 = x.fma(b1, s31);
      }
      int c0 = cFrom + i * cRow;
      int c1 = cFrom + row1 * cRow;
      int c2 = cFrom + row2 * cRow;
      int c3 = cFrom + row3 * cRow;
      // All are read before one is stored: a row computed twice is added once.
      s00 = ONE.fma(s00, first ? nothing : fromArray(SPECIES, c, c0));
      s01 = ONE.fma(s01, first ? nothing : fromArray(SPECIES, c, c0 + next));
      s10 = ONE.fma(s10, first ? nothing : fromArray(SPECIES, c, c1));
      s11 = ONE.fma(s11, first ? nothing : fromArray(SPECIES, c, c1 + next));
      s20 = ONE.fma(s20, first ? nothing : fromArray(SPECIES, c, c2));
      s21 = ONE.fma(s21, first ? nothing : fromArray(SPECIES, c, c2 + next));
      s30 = ONE.fma(s30, first ? nothing : fromArray(SPECIES, c, c3));
      s31 = ONE.fma(s31, first ? nothing : fromArray(SPECIES, c, c3 + next));
      s00.intoArray(c, c0);
      s01.intoArray(c, c0 + next);
      s10.intoArray(c, c1);
      s11.intoArray(c, c1 + next);
      s20.intoArray(c, c2);
      s21.intoArray(c, c2 + next);
      s30.intoArray(c, c3);
      s31.intoArray(c, c3 + next);
    }
  }

  /** Columns of one vector, as {@link #byTwo} does them. */
  private static void byOne(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      int m,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      int lastLanes,
      boolean first) {
    var last = Tiling.lanes(lastLanes);
    for (int i = 0; i < m; i += 4) {
      int row1 = min(i + 1, m - 1);
      int row2 = min(i + 2, m - 1);
      int row3 = min(i + 3, m - 1);
      int a0 = aFrom + i * aRow;
      int a1 = aFrom + row1 * aRow;
      int a2 = aFrom + row2 * aRow;
      int a3 = aFrom + row3 * aRow;
      var zero = FloatVector.zero(SPECIES);
      var nothing = broadcast(SPECIES, MINUS_ZERO);
      FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
      for (int p = 0; p < steps; p++) {
        int aAt = p * aStep;
        var b0 = fromArray(SPECIES, b, bFrom + p * bStep, last);
        s0 = broadcast(SPECIES, a[a0 + aAt]).fma(b0, s0);
        s1 = broadcast(SPECIES, a[a1 + aAt]).fma(b0, s1);
        s2 = broadcast(SPECIES, a[a2 + aAt]).fma(b0, s2);
        s3 = broadcast(SPECIES, a[a3 + aAt]).fma(b0, s3);
      }
      int c0 = cFrom + i * cRow;
      int c1 = cFrom + row1 * cRow;
      int c2 = cFrom + row2 * cRow;
      int c3 = cFrom + row3 * cRow;
      s0 = ONE.fma(s0, first ? nothing : fromArray(SPECIES, c, c0, last));
      s1 = ONE.fma(s1, first ? nothing : fromArray(SPECIES, c, c1, last));
      s2 = ONE.fma(s2, first ? nothing : fromArray(SPECIES, c, c2, last));
      s3 = ONE.fma(s3, first ? nothing : fromArray(SPECIES, c, c3, last));
      s0.intoArray(c, c0, last);
      s1.intoArray(c, c1, last);
      s2.intoArray(c, c2, last);
      s3.intoArray(c, c3, last);
    }
  }

  /** One row, four vectors at a time, then one. */
  private static void row(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int n,
      boolean first) {
    int j = 0;
    for (; j <= n - 4 * LANES; j += 4 * LANES) {
      rowByFour(a, aFrom, aStep, b, bFrom + j, bStep, steps, c, cFrom + j, first);
    }
    for (; j < n; j += LANES) {
      rowByOne(a, aFrom, aStep, b, bFrom + j, bStep, steps, c, cFrom + j, min(LANES, n - j), first);
    }
  }

  private static void rowByFour(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      boolean first) {
    var zero = FloatVector.zero(SPECIES);
    var nothing = broadcast(SPECIES, MINUS_ZERO);
    FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    for (int p = 0; p < steps; p++) {
      int bAt = bFrom + p * bStep;
      var x = broadcast(SPECIES, a[aFrom + p * aStep]);
      s0 = x.fma(fromArray(SPECIES, b, bAt), s0);
      s1 = x.fma(fromArray(SPECIES, b, bAt + LANES), s1);
      s2 = x.fma(fromArray(SPECIES, b, bAt + 2 * LANES), s2);
      s3 = x.fma(fromArray(SPECIES, b, bAt + 3 * LANES), s3);
    }
    ONE.fma(s0, first ? nothing : fromArray(SPECIES, c, cFrom)).intoArray(c, cFrom);
    ONE.fma(s1, first ? nothing : fromArray(SPECIES, c, cFrom + LANES)).intoArray(c, cFrom + LANES);
    ONE.fma(s2, first ? nothing : fromArray(SPECIES, c, cFrom + 2 * LANES))
        .intoArray(c, cFrom + 2 * LANES);
    ONE.fma(s3, first ? nothing : fromArray(SPECIES, c, cFrom + 3 * LANES))
        .intoArray(c, cFrom + 3 * LANES);
  }

  private static void rowByOne(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int lastLanes,
      boolean first) {
    var last = Tiling.lanes(lastLanes);
    var nothing = broadcast(SPECIES, MINUS_ZERO);
    var sum = FloatVector.zero(SPECIES);
    for (int p = 0; p < steps; p++) {
      var x = broadcast(SPECIES, a[aFrom + p * aStep]);
      sum = x.fma(fromArray(SPECIES, b, bFrom + p * bStep, last), sum);
    }
    ONE.fma(sum, first ? nothing : fromArray(SPECIES, c, cFrom, last)).intoArray(c, cFrom, last);
  }
}
