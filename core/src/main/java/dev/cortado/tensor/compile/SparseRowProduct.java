package dev.cortado.tensor.compile;

import dev.cortado.tensor.kernel.Numerics;
import dev.cortado.tensor.kernel.PackedMatrix;

/**
 * One row times a matrix of finite numbers, leaving out the zeros of the row: those of columns for
 * a choice, of dark pixels, of rectified units. It has the bits of the product that leaves out
 * nothing.
 *
 * <p>A zero adds {@code ±0} to a sum, which changes no sum but {@code −0}, and that only to {@code
 * +0}. A chain begins with {@code +0}, and without the zeros it ends in the same bits, unless it
 * ends in {@code −0}. Where one does, it is summed up again with all there is.
 */
final class SparseRowProduct {

  private static final int BLOCK = Numerics.MATMUL_BLOCK;

  private final PackedMatrix matrix;
  private final int n;
  private final int k;
  private final int[] places;
  private final float[] sums;

  /** For a row of {@code k} numbers and a matrix of {@code n} columns. */
  SparseRowProduct(PackedMatrix matrix, int n, int k) {
    this.matrix = matrix;
    this.n = n;
    this.k = k;
    places = new int[Math.min(k, BLOCK)];
    sums = new float[n];
  }

  /** Multiplies, on the caller's thread. */
  void multiply(float[] x, float[] out) {
    for (int from = 0; from < k; from += BLOCK) {
      float[] to = from == 0 ? out : sums;
      int end = Math.min(k, from + BLOCK);
      int count = find(x, from, end);
      matrix.sum(x, places, count, to);
      if (count < end - from && hasMinusZero(to)) {
        for (int i = 0; i < end - from; i++) {
          places[i] = from + i;
        }
        matrix.sum(x, places, end - from, to);
      }
      if (from > 0) {
        for (int j = 0; j < n; j++) {
          out[j] += sums[j];
        }
      }
    }
  }

  /** Finds the places of the elements that are not zero; returns how many. */
  private int find(float[] x, int from, int end) {
    int count = 0;
    for (int p = from; p < end; p++) {
      places[count] = p;
      count += x[p] == 0 ? 0 : 1;
    }
    return count;
  }

  private static boolean hasMinusZero(float[] x) {
    for (float number : x) {
      if (Float.floatToRawIntBits(number) == Integer.MIN_VALUE) {
        return true;
      }
    }
    return false;
  }
}
