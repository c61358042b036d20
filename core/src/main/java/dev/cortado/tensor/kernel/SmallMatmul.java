package dev.cortado.tensor.kernel;

import static java.lang.Math.fma;
import static java.lang.Math.min;

/**
 * The matrix product for operands too small or too thin to prepare: a few elements of {@code C} at
 * a time are summed up in registers, and the operands are read where they are. Nothing is
 * allocated.
 */
public final class SmallMatmul {

  private static final int BLOCK = Numerics.MATMUL_BLOCK;

  private SmallMatmul() {}

  /** The product as {@link Kernels#matmul} defines it, on the caller's thread. */
  public static void multiply(
      float[] a,
      int aFrom,
      boolean aTransposed,
      float[] b,
      int bFrom,
      boolean bTransposed,
      float[] c,
      int cFrom,
      int m,
      int n,
      int k) {
    multiply(
        a,
        aFrom,
        aTransposed ? 1 : k,
        aTransposed ? m : 1,
        b,
        bFrom,
        bTransposed ? 1 : n,
        bTransposed ? k : 1,
        c,
        cFrom,
        n,
        1,
        m,
        n,
        k);
  }

  /**
   * The product of operands given by strides: element {@code (i, p)} of {@code A} is at {@code
   * aFrom + i·aRow + p·aStep}, element {@code (p, j)} of {@code B} at {@code bFrom + p·bStep +
   * j·bColumn}, and {@code (i, j)} of {@code C} at {@code cFrom + i·cRow + j·cColumn}.
   */
  static void multiply(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      float[] c,
      int cFrom,
      int cRow,
      int cColumn,
      int m,
      int n,
      int k) {
    if (n == 1 && m > 1) { // a column is the transpose of a row, and rows have a loop of their own
      multiply(b, bFrom, bColumn, bStep, a, aFrom, aStep, aRow, c, cFrom, cColumn, cRow, n, m, k);
      return;
    }
    for (int p = 0; p == 0 || p < k; p += BLOCK) {
      int steps = min(BLOCK, k - p);
      int aBlock = aFrom + p * aStep;
      int bBlock = bFrom + p * bStep;
      boolean first = p == 0;
      int i = 0;
      for (; i < m - 1; i += 4) {
        for (int j = 0; j < n; j += 4) {
          square(
              a,
              aBlock + i * aRow,
              aRow,
              aStep,
              b,
              bBlock + j * bColumn,
              bStep,
              bColumn,
              c,
              cFrom + i * cRow + j * cColumn,
              cRow,
              cColumn,
              min(4, m - i),
              min(4, n - j),
              steps,
              first);
        }
      }
      for (int j = 0; i < m && j < n; j += 8) {
        strip(
            a,
            aBlock + i * aRow,
            aStep,
            b,
            bBlock + j * bColumn,
            bStep,
            bColumn,
            c,
            cFrom + i * cRow + j * cColumn,
            cColumn,
            min(8, n - j),
            steps,
            first);
      }
    }
  }

  /**
   * Up to 4 × 4 elements of {@code C}; where there are fewer, the last row or column is worked out
   * again.
   */
  private static void square(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      float[] c,
      int cFrom,
      int cRow,
      int cColumn,
      int rows,
      int columns,
      int steps,
      boolean first) {
    int row1 = min(1, rows - 1) * aRow;
    int row2 = min(2, rows - 1) * aRow;
    int row3 = min(3, rows - 1) * aRow;
    int column1 = min(1, columns - 1) * bColumn;
    int column2 = min(2, columns - 1) * bColumn;
    int column3 = min(3, columns - 1) * bColumn;
    float s00 = 0, s01 = 0, s02 = 0, s03 = 0;
    float s10 = 0, s11 = 0, s12 = 0, s13 = 0;
    float s20 = 0, s21 = 0, s22 = 0, s23 = 0;
    float s30 = 0, s31 = 0, s32 = 0, s33 = 0;
    for (int p = 0; p < steps; p++) {
      int at = aFrom + p * aStep;
      float x0 = a[at];
      float x1 = a[at + row1];
      float x2 = a[at + row2];
      float x3 = a[at + row3];
      at = bFrom + p * bStep;
      float y = b[at];
      s00 = fma(x0, y, s00);
      s10 = fma(x1, y, s10);
      s20 = fma(x2, y, s20);
      s30 = fma(x3, y, s30);
      y = b[at + column1];
      s01 = fma(x0, y, s01);
      s11 = fma(x1, y, s11);
      s21 = fma(x2, y, s21);
      s31 = fma(x3, y, s31);
      y = b[at + column2];
      s02 = fma(x0, y, s02);
      s12 = fma(x1, y, s12);
      s22 = fma(x2, y, s22);
      s32 = fma(x3, y, s32);
      y = b[at + column3];
      s03 = fma(x0, y, s03);
      s13 = fma(x1, y, s13);
      s23 = fma(x2, y, s23);
      s33 = fma(x3, y, s33);
    }
    put(c, cFrom, cColumn, columns, first, s00, s01, s02, s03);
    if (rows > 1) {
      put(c, cFrom + cRow, cColumn, columns, first, s10, s11, s12, s13);
    }
    if (rows > 2) {
      put(c, cFrom + 2 * cRow, cColumn, columns, first, s20, s21, s22, s23);
    }
    if (rows > 3) {
      put(c, cFrom + 3 * cRow, cColumn, columns, first, s30, s31, s32, s33);
    }
  }

  /**
   * Up to 8 neighbors in a row of {@code C}; where there are fewer, the last is worked out again.
   */
  private static void strip(
      float[] a,
      int aFrom,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      float[] c,
      int cFrom,
      int cColumn,
      int columns,
      int steps,
      boolean first) {
    int column1 = min(1, columns - 1) * bColumn;
    int column2 = min(2, columns - 1) * bColumn;
    int column3 = min(3, columns - 1) * bColumn;
    int column4 = min(4, columns - 1) * bColumn;
    int column5 = min(5, columns - 1) * bColumn;
    int column6 = min(6, columns - 1) * bColumn;
    int column7 = min(7, columns - 1) * bColumn;
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    for (int p = 0; p < steps; p++) {
      float x = a[aFrom + p * aStep];
      int at = bFrom + p * bStep;
      s0 = fma(x, b[at], s0);
      s1 = fma(x, b[at + column1], s1);
      s2 = fma(x, b[at + column2], s2);
      s3 = fma(x, b[at + column3], s3);
      s4 = fma(x, b[at + column4], s4);
      s5 = fma(x, b[at + column5], s5);
      s6 = fma(x, b[at + column6], s6);
      s7 = fma(x, b[at + column7], s7);
    }
    put(c, cFrom, cColumn, columns, first, s0, s1, s2, s3);
    if (columns > 4) {
      put(c, cFrom + 4 * cColumn, cColumn, columns - 4, first, s4, s5, s6, s7);
    }
  }

  /**
   * Stores the first block's sums, or adds a later block's: the first {@code count} of four
   * neighbors.
   */
  private static void put(
      float[] c,
      int at,
      int step,
      int count,
      boolean first,
      float s0,
      float s1,
      float s2,
      float s3) {
    put(c, at, first, s0);
    if (count > 1) {
      put(c, at + step, first, s1);
    }
    if (count > 2) {
      put(c, at + 2 * step, first, s2);
    }
    if (count > 3) {
      put(c, at + 3 * step, first, s3);
    }
  }

  private static void put(float[] c, int at, boolean first, float sum) {
    c[at] = first ? sum : c[at] + sum;
  }
}
