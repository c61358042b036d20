package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.ROWS;

/**
 * Packs {@link Tiling#ROWS} rows of {@code A}: the numbers of one step side by side, step after
 * step, and zeros where there are fewer rows.
 */
final class PanelOfA {

  private PanelOfA() {}

  /** From rows {@code stride} apart. */
  static void packRows(
      float[] a, int from, int stride, int rows, int steps, float[] to, int toFrom) {
    if (rows == ROWS && steps >= LANES) {
      Interleave.rows(a, from, stride, ROWS, steps, to, toFrom);
    } else {
      packSome(a, from, stride, 1, rows, steps, to, toFrom);
    }
  }

  /** From columns {@code stride} apart. */
  static void packColumns(
      float[] a, int from, int stride, int rows, int steps, float[] to, int toFrom) {
    if (rows == ROWS) {
      for (int p = 0; p < steps; p++) {
        for (int r = 0; r < ROWS; r++) {
          to[toFrom + p * ROWS + r] = a[from + p * stride + r];
        }
      }
    } else {
      packSome(a, from, 1, stride, rows, steps, to, toFrom);
    }
  }

  private static void packSome(
      float[] a,
      int from,
      int rowStride,
      int stepStride,
      int rows,
      int steps,
      float[] to,
      int toFrom) {
    for (int r = 0; r < ROWS; r++) {
      for (int p = 0; p < steps; p++) {
        to[toFrom + p * ROWS + r] = r < rows ? a[from + r * rowStride + p * stepStride] : 0;
      }
    }
  }
}
