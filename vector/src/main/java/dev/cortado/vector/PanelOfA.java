package dev.cortado.vector;

import static dev.cortado.vector.Tiling.ROWS;
import static dev.cortado.vector.Transposition.FOUR;
import static dev.cortado.vector.Transposition.HIGH;
import static dev.cortado.vector.Transposition.ODD;
import static dev.cortado.vector.Transposition.SWAP_HALVES;
import static dev.cortado.vector.Transposition.SWAP_NEIGHBORS;
import static jdk.incubator.vector.FloatVector.fromArray;

/**
 * Packs {@link Tiling#ROWS} rows of {@code A}: the numbers of one step side by side, step after
 * step, and zeros where there are fewer rows.
 */
final class PanelOfA {

  private PanelOfA() {}

  /** From rows {@code stride} apart. */
  static void packRows(
      float[] a, int from, int stride, int rows, int steps, float[] to, int toFrom) {
    int packed = 0;
    if (rows == ROWS) {
      packed = steps & -4;
      for (int r = 0; r < ROWS; r += 4) {
        int row = from + r * stride;
        for (int p = 0; p < packed; p += 4) {
          var row0 = fromArray(FOUR, a, row + p);
          var row1 = fromArray(FOUR, a, row + p + stride);
          var row2 = fromArray(FOUR, a, row + p + 2 * stride);
          var row3 = fromArray(FOUR, a, row + p + 3 * stride);
          var even01 = row0.blend(row1.rearrange(SWAP_NEIGHBORS), ODD);
          var odd01 = row0.rearrange(SWAP_NEIGHBORS).blend(row1, ODD);
          var even23 = row2.blend(row3.rearrange(SWAP_NEIGHBORS), ODD);
          var odd23 = row2.rearrange(SWAP_NEIGHBORS).blend(row3, ODD);
          int at = toFrom + p * ROWS + r;
          even01.blend(even23.rearrange(SWAP_HALVES), HIGH).intoArray(to, at);
          odd01.blend(odd23.rearrange(SWAP_HALVES), HIGH).intoArray(to, at + ROWS);
          even01.rearrange(SWAP_HALVES).blend(even23, HIGH).intoArray(to, at + 2 * ROWS);
          odd01.rearrange(SWAP_HALVES).blend(odd23, HIGH).intoArray(to, at + 3 * ROWS);
        }
      }
    }
    packRest(a, from, stride, 1, rows, packed, steps, to, toFrom);
  }

  /** From columns {@code stride} apart. */
  static void packColumns(
      float[] a, int from, int stride, int rows, int steps, float[] to, int toFrom) {
    int packed = 0;
    if (rows == ROWS) {
      packed = steps;
      for (int p = 0; p < steps; p++) {
        int at = from + p * stride;
        int packedAt = toFrom + p * ROWS;
        fromArray(FOUR, a, at).intoArray(to, packedAt);
        if (ROWS == 8) {
          fromArray(FOUR, a, at + 4).intoArray(to, packedAt + 4);
        }
      }
    }
    packRest(a, from, 1, stride, rows, packed, steps, to, toFrom);
  }

  private static void packRest(
      float[] a,
      int from,
      int rowStride,
      int stepStride,
      int rows,
      int firstStep,
      int steps,
      float[] to,
      int toFrom) {
    for (int p = firstStep; p < steps; p++) {
      for (int r = 0; r < ROWS; r++) {
        to[toFrom + p * ROWS + r] = r < rows ? a[from + r * rowStride + p * stepStride] : 0;
      }
    }
  }
}
