package dev.cortado.tensor.kernel;

import java.util.Arrays;

/**
 * Fills a dense result from a source walked with any step along each axis. A permutation of axes, a
 * broadcast (step 0) and a slice are the same walk with other steps.
 */
public final class StridedCopy {

  /**
   * Rows and columns copied together when the source runs across the result, so that both stay in
   * cache.
   */
  private static final int BLOCK = 32;

  private StridedCopy() {}

  /**
   * {@code out[i₀, i₁, …] = x[from + i₀·steps₀ + i₁·steps₁ + …]}, for a result of lengths {@code
   * dims}.
   */
  public static void copy(float[] x, int from, int[] steps, float[] out, int[] dims) {
    if (out.length == 0) {
      return;
    }
    int[] lengths = new int[dims.length + 2];
    int[] strides = new int[dims.length + 2];
    int axes = merge(dims, steps, lengths, strides);
    if (axes < 2) {
      axes = 2; // the arrays start as zeros: an outer axis of length 1 costs nothing
      lengths[1] = 1;
      lengths[0] = Math.max(lengths[0], 1);
    }
    int plane = lengths[0] * lengths[1];
    for (int start = 0; start < out.length; start += plane) {
      int at = from;
      int rest = start / plane;
      for (int axis = 2; axis < axes; axis++) {
        at += rest % lengths[axis] * strides[axis];
        rest /= lengths[axis];
      }
      plane(x, at, strides[1], strides[0], out, start, lengths[1], lengths[0]);
    }
  }

  /** Merges axes that are walked as one, innermost first; says how many are left. */
  private static int merge(int[] dims, int[] steps, int[] lengths, int[] strides) {
    int axes = 0;
    for (int i = dims.length - 1; i >= 0; i--) {
      if (dims[i] == 1) {
        continue;
      }
      if (axes > 0 && steps[i] == strides[axes - 1] * lengths[axes - 1]) {
        lengths[axes - 1] *= dims[i];
      } else {
        lengths[axes] = dims[i];
        strides[axes] = steps[i];
        axes++;
      }
    }
    return axes;
  }

  private static void plane(
      float[] x, int from, int rowStep, int step, float[] out, int to, int rows, int columns) {
    if (step == 1 || columns == 1) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(x, from + r * rowStep, out, to + r * columns, columns);
      }
    } else if (step == 0) {
      for (int r = 0; r < rows; r++) {
        Arrays.fill(out, to + r * columns, to + (r + 1) * columns, x[from + r * rowStep]);
      }
    } else {
      across(x, from, rowStep, step, out, to, rows, columns);
    }
  }

  private static void across(
      float[] x, int from, int rowStep, int step, float[] out, int to, int rows, int columns) {
    for (int r0 = 0; r0 < rows; r0 += BLOCK) {
      int r1 = Math.min(rows, r0 + BLOCK);
      for (int c0 = 0; c0 < columns; c0 += BLOCK) {
        int c1 = Math.min(columns, c0 + BLOCK);
        for (int r = r0; r < r1; r++) {
          int source = from + r * rowStep;
          int target = to + r * columns;
          for (int c = c0; c < c1; c++) {
            out[target + c] = x[source + c * step];
          }
        }
      }
    }
  }
}
