package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.SPECIES;
import static java.lang.Math.ceilDiv;
import static java.lang.Math.min;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * Packs up to {@link Tiling#COLUMNS} columns of {@code B}: the numbers of one step side by side,
 * filled up with zeros to whole vectors, step after step.
 */
final class PanelOfB {

  /** Steps that are packed for all columns before the next steps: they stay in the L1 cache. */
  private static final int STEPS_TOGETHER = 64;

  /** Numbers in a half-packed panel. */
  static final int SPARE = LANES * STEPS_TOGETHER;

  private PanelOfB() {}

  /** From rows {@code stride} apart. */
  static void packRows(
      float[] b, int from, int stride, int columns, int steps, float[] to, int toFrom) {
    if (steps == 0) {
      return;
    }
    int whole = columns / LANES * LANES;
    var last = Tiling.lanes(columns - whole);
    int at = toFrom;
    for (int p = 0; p < steps; p++) {
      int row = from + p * stride;
      for (int j = 0; j < whole; j += LANES) {
        ((FloatVector) fromArray(SPECIES, b, row + j).check(SPECIES)).intoArray(to, at);
        at += LANES;
      }
      if (whole < columns) {
        ((FloatVector) fromArray(SPECIES, b, row + whole, last).check(SPECIES)).intoArray(to, at);
        at += LANES;
      }
    }
  }

  /** From columns {@code stride} apart, by way of {@link #SPARE} spare numbers. */
  static void packColumns(
      float[] b,
      int from,
      int stride,
      int columns,
      int steps,
      float[] to,
      int toFrom,
      float[] spare,
      int spareFrom) {
    int width = ceilDiv(columns, LANES) * LANES;
    int whole = steps < LANES ? 0 : columns / LANES * LANES;
    for (int q = 0; q < steps; q += STEPS_TOGETHER) {
      int count = min(steps, STEPS_TOGETHER);
      int p = min(q, steps - count);
      int row = from + p;
      int at = toFrom + p * width;
      for (int j = 0; j < whole; j += LANES) {
        packVector(b, row + j * stride, stride, count, to, at + j, width, spare, spareFrom);
      }
      for (int j = whole; j < columns; j++) {
        for (int i = 0; i < count; i++) {
          to[at + i * width + j] = b[row + j * stride + i];
        }
      }
      for (int j = columns; j < width; j++) {
        for (int i = 0; i < count; i++) {
          to[at + i * width + j] = 0;
        }
      }
    }
  }

  /**
   * Packs as many columns as a vector has lanes: the even ones, the odd ones, then both together.
   */
  private static void packVector(
      float[] b,
      int from,
      int stride,
      int steps,
      float[] to,
      int toFrom,
      int width,
      float[] spare,
      int spareFrom) {
    int half = LANES / 2;
    int others = spareFrom + half * STEPS_TOGETHER;
    Interleave.rows(b, from, 2 * stride, half, steps, spare, spareFrom);
    Interleave.rows(b, from + stride, 2 * stride, half, steps, spare, others);
    Interleave.two(spare, spareFrom, others, half * steps, to, toFrom, width);
  }
}
