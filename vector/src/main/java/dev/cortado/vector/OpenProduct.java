package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.SPECIES;
import static java.lang.Math.ceilDiv;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.cortado.tensor.kernel.Workers;
import jdk.incubator.vector.FloatVector;

/**
 * The matrix product of operands read where they are, in the large tiles of a {@link
 * PackedProduct}: for a batch of up to a few hundred rows, which meet each number of {@code B} too
 * seldom to pay for packing it. {@code B} must lie in rows; what does not fill a tile is left to
 * {@link DirectProduct}.
 *
 * <p>The sums are 24 variables, as in {@link EightRows}, and for the same reason.
 */
final class OpenProduct {

  private static final int ROWS = 8;

  /** Fewer multiply-adds are done before another thread is awake. */
  private static final long WORTH_SHARING = 1 << 18;

  /** Columns that one thread takes at a time: one tile. */
  private static final int COLUMNS_TOGETHER = 3 * LANES;

  /** Rows that one thread takes at a time, at least, so that what it reads of B pays. */
  private static final int ROWS_TOGETHER = 32;

  private OpenProduct() {}

  /**
   * The product in chains of {@code block}, where element {@code (i, p)} of {@code A} is at {@code
   * aFrom + i·aRow + p·aStep}, and rows of {@code B} and {@code C} are {@code n} apart.
   */
  static void multiply(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom,
      int m,
      int n,
      int k,
      int block,
      Workers workers) {
    if (workers.threads() == 1 || (long) m * n * k < WORTH_SHARING) {
      part(a, aFrom, aRow, aStep, b, bFrom, c, cFrom, 0, n, m, n, k, block);
      return;
    }
    int rows = max(ROWS_TOGETHER, ceilDiv(ceilDiv(m, 2), ROWS) * ROWS);
    int down = ceilDiv(m, rows);
    workers.run(
        down * ceilDiv(n, COLUMNS_TOGETHER),
        part -> {
          int row = part % down * rows;
          int from = part / down * COLUMNS_TOGETHER;
          int to = min(n, from + COLUMNS_TOGETHER);
          int aAt = aFrom + row * aRow;
          int cAt = cFrom + row * n;
          int some = min(rows, m - row);
          part(a, aAt, aRow, aStep, b, bFrom, c, cAt, from, to, some, n, k, block);
        });
  }

  /** Columns {@code from} to {@code to} of some rows. */
  private static void part(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom,
      int from,
      int to,
      int m,
      int n,
      int k,
      int block) {
    int whole = m - m % ROWS;
    int rest = (to - from) % LANES;
    for (int step = 0; step < k; step += block) {
      int steps = min(block, k - step);
      int aAt = aFrom + step * aStep;
      int bAt = bFrom + step * n;
      boolean first = step == 0;
      for (int j = from; j < to - rest; ) {
        int vectors = vectors((to - rest - j) / LANES);
        for (int i = 0; i < whole; i += ROWS) {
          int at = cFrom + i * n + j;
          switch (vectors) {
            case 3 ->
                byThree(a, aAt + i * aRow, aRow, aStep, b, bAt + j, n, steps, c, at, n, first);
            case 2 -> byTwo(a, aAt + i * aRow, aRow, aStep, b, bAt + j, n, steps, c, at, n, first);
            default -> byOne(a, aAt + i * aRow, aRow, aStep, b, bAt + j, n, steps, c, at, n, first);
          }
        }
        j += vectors * LANES;
      }
    }
    if (rest > 0) {
      int j = to - rest;
      DirectProduct.multiply(
          a, aFrom, aRow, aStep, b, bFrom + j, n, c, cFrom + j, n, whole, rest, k, block);
    }
    if (whole < m) {
      DirectProduct.multiply(
          a,
          aFrom + whole * aRow,
          aRow,
          aStep,
          b,
          bFrom + from,
          n,
          c,
          cFrom + whole * n + from,
          n,
          m - whole,
          to - from,
          k,
          block);
    }
  }

  /** How many of some vectors the next tile takes: four are better cut in two and two. */
  private static int vectors(int left) {
    return left == 4 ? 2 : min(left, 3);
  }

  /** 8 rows of 3 vectors. */
  private static void byThree(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      boolean first) {
    int row1 = aRow;
    int row2 = 2 * aRow;
    int row3 = 3 * aRow;
    int row4 = 4 * aRow;
    int row5 = 5 * aRow;
    int row6 = 6 * aRow;
    int row7 = 7 * aRow;
    var zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero, s01 = zero, s02 = zero;
    FloatVector s10 = zero, s11 = zero, s12 = zero;
    FloatVector s20 = zero, s21 = zero, s22 = zero;
    FloatVector s30 = zero, s31 = zero, s32 = zero;
    FloatVector s40 = zero, s41 = zero, s42 = zero;
    FloatVector s50 = zero, s51 = zero, s52 = zero;
    FloatVector s60 = zero, s61 = zero, s62 = zero;
    FloatVector s70 = zero, s71 = zero, s72 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + p * aStep;
      int bAt = bFrom + p * bStep;
      var b0 = fromArray(SPECIES, b, bAt);
      var b1 = fromArray(SPECIES, b, bAt + LANES);
      var b2 = fromArray(SPECIES, b, bAt + 2 * LANES);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      x = broadcast(SPECIES, a[aAt + row1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      x = broadcast(SPECIES, a[aAt + row2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      s22 = x.fma(b2, s22);
      x = broadcast(SPECIES, a[aAt + row3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      s32 = x.fma(b2, s32);
      x = broadcast(SPECIES, a[aAt + row4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      s42 = x.fma(b2, s42);
      x = broadcast(SPECIES, a[aAt + row5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      s52 = x.fma(b2, s52);
      x = broadcast(SPECIES, a[aAt + row6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      s62 = x.fma(b2, s62);
      x = broadcast(SPECIES, a[aAt + row7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      s72 = x.fma(b2, s72);
    }
    int at = cFrom;
    (first ? s00 : fromArray(SPECIES, c, at).add(s00)).intoArray(c, at);
    (first ? s01 : fromArray(SPECIES, c, at + LANES).add(s01)).intoArray(c, at + LANES);
    (first ? s02 : fromArray(SPECIES, c, at + 2 * LANES).add(s02)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s10 : fromArray(SPECIES, c, at).add(s10)).intoArray(c, at);
    (first ? s11 : fromArray(SPECIES, c, at + LANES).add(s11)).intoArray(c, at + LANES);
    (first ? s12 : fromArray(SPECIES, c, at + 2 * LANES).add(s12)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s20 : fromArray(SPECIES, c, at).add(s20)).intoArray(c, at);
    (first ? s21 : fromArray(SPECIES, c, at + LANES).add(s21)).intoArray(c, at + LANES);
    (first ? s22 : fromArray(SPECIES, c, at + 2 * LANES).add(s22)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s30 : fromArray(SPECIES, c, at).add(s30)).intoArray(c, at);
    (first ? s31 : fromArray(SPECIES, c, at + LANES).add(s31)).intoArray(c, at + LANES);
    (first ? s32 : fromArray(SPECIES, c, at + 2 * LANES).add(s32)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s40 : fromArray(SPECIES, c, at).add(s40)).intoArray(c, at);
    (first ? s41 : fromArray(SPECIES, c, at + LANES).add(s41)).intoArray(c, at + LANES);
    (first ? s42 : fromArray(SPECIES, c, at + 2 * LANES).add(s42)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s50 : fromArray(SPECIES, c, at).add(s50)).intoArray(c, at);
    (first ? s51 : fromArray(SPECIES, c, at + LANES).add(s51)).intoArray(c, at + LANES);
    (first ? s52 : fromArray(SPECIES, c, at + 2 * LANES).add(s52)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s60 : fromArray(SPECIES, c, at).add(s60)).intoArray(c, at);
    (first ? s61 : fromArray(SPECIES, c, at + LANES).add(s61)).intoArray(c, at + LANES);
    (first ? s62 : fromArray(SPECIES, c, at + 2 * LANES).add(s62)).intoArray(c, at + 2 * LANES);
    at += cRow;
    (first ? s70 : fromArray(SPECIES, c, at).add(s70)).intoArray(c, at);
    (first ? s71 : fromArray(SPECIES, c, at + LANES).add(s71)).intoArray(c, at + LANES);
    (first ? s72 : fromArray(SPECIES, c, at + 2 * LANES).add(s72)).intoArray(c, at + 2 * LANES);
  }

  /** 8 rows of 2 vectors. */
  private static void byTwo(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      boolean first) {
    int row1 = aRow;
    int row2 = 2 * aRow;
    int row3 = 3 * aRow;
    int row4 = 4 * aRow;
    int row5 = 5 * aRow;
    int row6 = 6 * aRow;
    int row7 = 7 * aRow;
    var zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero, s01 = zero;
    FloatVector s10 = zero, s11 = zero;
    FloatVector s20 = zero, s21 = zero;
    FloatVector s30 = zero, s31 = zero;
    FloatVector s40 = zero, s41 = zero;
    FloatVector s50 = zero, s51 = zero;
    FloatVector s60 = zero, s61 = zero;
    FloatVector s70 = zero, s71 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + p * aStep;
      int bAt = bFrom + p * bStep;
      var b0 = fromArray(SPECIES, b, bAt);
      var b1 = fromArray(SPECIES, b, bAt + LANES);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = broadcast(SPECIES, a[aAt + row1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = broadcast(SPECIES, a[aAt + row2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = broadcast(SPECIES, a[aAt + row3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = broadcast(SPECIES, a[aAt + row4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = broadcast(SPECIES, a[aAt + row5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = broadcast(SPECIES, a[aAt + row6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = broadcast(SPECIES, a[aAt + row7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
    }
    int at = cFrom;
    (first ? s00 : fromArray(SPECIES, c, at).add(s00)).intoArray(c, at);
    (first ? s01 : fromArray(SPECIES, c, at + LANES).add(s01)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s10 : fromArray(SPECIES, c, at).add(s10)).intoArray(c, at);
    (first ? s11 : fromArray(SPECIES, c, at + LANES).add(s11)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s20 : fromArray(SPECIES, c, at).add(s20)).intoArray(c, at);
    (first ? s21 : fromArray(SPECIES, c, at + LANES).add(s21)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s30 : fromArray(SPECIES, c, at).add(s30)).intoArray(c, at);
    (first ? s31 : fromArray(SPECIES, c, at + LANES).add(s31)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s40 : fromArray(SPECIES, c, at).add(s40)).intoArray(c, at);
    (first ? s41 : fromArray(SPECIES, c, at + LANES).add(s41)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s50 : fromArray(SPECIES, c, at).add(s50)).intoArray(c, at);
    (first ? s51 : fromArray(SPECIES, c, at + LANES).add(s51)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s60 : fromArray(SPECIES, c, at).add(s60)).intoArray(c, at);
    (first ? s61 : fromArray(SPECIES, c, at + LANES).add(s61)).intoArray(c, at + LANES);
    at += cRow;
    (first ? s70 : fromArray(SPECIES, c, at).add(s70)).intoArray(c, at);
    (first ? s71 : fromArray(SPECIES, c, at + LANES).add(s71)).intoArray(c, at + LANES);
  }

  /** 8 rows of 1 vector. */
  private static void byOne(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int steps,
      float[] c,
      int cFrom,
      int cRow,
      boolean first) {
    int row1 = aRow;
    int row2 = 2 * aRow;
    int row3 = 3 * aRow;
    int row4 = 4 * aRow;
    int row5 = 5 * aRow;
    int row6 = 6 * aRow;
    int row7 = 7 * aRow;
    var zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero;
    FloatVector s10 = zero;
    FloatVector s20 = zero;
    FloatVector s30 = zero;
    FloatVector s40 = zero;
    FloatVector s50 = zero;
    FloatVector s60 = zero;
    FloatVector s70 = zero;
    for (int p = 0; p < steps; p++) {
      int aAt = aFrom + p * aStep;
      int bAt = bFrom + p * bStep;
      var b0 = fromArray(SPECIES, b, bAt);
      var x = broadcast(SPECIES, a[aAt]);
      s00 = x.fma(b0, s00);
      x = broadcast(SPECIES, a[aAt + row1]);
      s10 = x.fma(b0, s10);
      x = broadcast(SPECIES, a[aAt + row2]);
      s20 = x.fma(b0, s20);
      x = broadcast(SPECIES, a[aAt + row3]);
      s30 = x.fma(b0, s30);
      x = broadcast(SPECIES, a[aAt + row4]);
      s40 = x.fma(b0, s40);
      x = broadcast(SPECIES, a[aAt + row5]);
      s50 = x.fma(b0, s50);
      x = broadcast(SPECIES, a[aAt + row6]);
      s60 = x.fma(b0, s60);
      x = broadcast(SPECIES, a[aAt + row7]);
      s70 = x.fma(b0, s70);
    }
    int at = cFrom;
    (first ? s00 : fromArray(SPECIES, c, at).add(s00)).intoArray(c, at);
    at += cRow;
    (first ? s10 : fromArray(SPECIES, c, at).add(s10)).intoArray(c, at);
    at += cRow;
    (first ? s20 : fromArray(SPECIES, c, at).add(s20)).intoArray(c, at);
    at += cRow;
    (first ? s30 : fromArray(SPECIES, c, at).add(s30)).intoArray(c, at);
    at += cRow;
    (first ? s40 : fromArray(SPECIES, c, at).add(s40)).intoArray(c, at);
    at += cRow;
    (first ? s50 : fromArray(SPECIES, c, at).add(s50)).intoArray(c, at);
    at += cRow;
    (first ? s60 : fromArray(SPECIES, c, at).add(s60)).intoArray(c, at);
    at += cRow;
    (first ? s70 : fromArray(SPECIES, c, at).add(s70)).intoArray(c, at);
  }
}
