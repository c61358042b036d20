package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.SPECIES;
import static dev.cortado.vector.Transposition.FOUR;
import static dev.cortado.vector.Transposition.HIGH;
import static dev.cortado.vector.Transposition.ODD;
import static dev.cortado.vector.Transposition.SWAP_HALVES;
import static dev.cortado.vector.Transposition.SWAP_NEIGHBORS;
import static java.lang.Math.ceilDiv;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.fromArray;

/**
 * Packs up to {@link Tiling#COLUMNS} columns of {@code B}: the numbers of one step side by side,
 * filled up with zeros to whole vectors, step after step. The number of steps is rounded up to
 * even, as {@link PanelOfA} explains.
 */
final class PanelOfB {

  /** Steps packed of all columns before the next are: what they fill stays in the first cache. */
  private static final int STEPS_TOGETHER = 64;

  private PanelOfB() {}

  /** From rows {@code stride} apart. */
  static void packRows(
      float[] b, int from, int stride, int columns, int steps, float[] to, int toFrom) {
    int whole = columns / LANES * LANES;
    var last = Tiling.lanes(columns - whole);
    int at = toFrom;
    for (int p = 0; p < steps; p++) {
      int row = from + p * stride;
      for (int j = 0; j < whole; j += LANES) {
        fromArray(SPECIES, b, row + j).intoArray(to, at);
        at += LANES;
      }
      if (whole < columns) {
        fromArray(SPECIES, b, row + whole, last).intoArray(to, at);
        at += LANES;
      }
    }
  }

  /** From columns {@code stride} apart. */
  static void packColumns(
      float[] b, int from, int stride, int columns, int steps, float[] to, int toFrom) {
    int width = ceilDiv(columns, LANES) * LANES;
    int whole = columns & -4;
    for (int p = 0; p < steps; p += STEPS_TOGETHER) {
      int end = min(steps, p + STEPS_TOGETHER);
      for (int j = 0; j < whole; j += 4) {
        packFour(b, from + j * stride, stride, p, end, to, toFrom + j, width);
      }
      for (int j = whole; j < width; j++) {
        for (int q = p; q < end; q++) {
          float x = j < columns ? b[from + j * stride + q] : 0;
          to[toFrom + q * width + j] = x;
        }
      }
    }
  }

  private static void packFour(
      float[] b, int from, int stride, int firstStep, int end, float[] to, int toFrom, int width) {
    int p = firstStep;
    for (; p < end - 3; p += 4) {
      var row0 = fromArray(FOUR, b, from + p);
      var row1 = fromArray(FOUR, b, from + p + stride);
      var row2 = fromArray(FOUR, b, from + p + 2 * stride);
      var row3 = fromArray(FOUR, b, from + p + 3 * stride);
      var even01 = row0.blend(row1.rearrange(SWAP_NEIGHBORS), ODD);
      var odd01 = row0.rearrange(SWAP_NEIGHBORS).blend(row1, ODD);
      var even23 = row2.blend(row3.rearrange(SWAP_NEIGHBORS), ODD);
      var odd23 = row2.rearrange(SWAP_NEIGHBORS).blend(row3, ODD);
      int at = toFrom + p * width;
      even01.blend(even23.rearrange(SWAP_HALVES), HIGH).intoArray(to, at);
      odd01.blend(odd23.rearrange(SWAP_HALVES), HIGH).intoArray(to, at + width);
      even01.rearrange(SWAP_HALVES).blend(even23, HIGH).intoArray(to, at + 2 * width);
      odd01.rearrange(SWAP_HALVES).blend(odd23, HIGH).intoArray(to, at + 3 * width);
    }
    for (; p < end; p++) {
      for (int j = 0; j < 4; j++) {
        to[toFrom + p * width + j] = b[from + j * stride + p];
      }
    }
  }
}
