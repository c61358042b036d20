package dev.cortado.tensor.kernel;

import java.util.Arrays;

/** The order in which numbers along an axis are sorted. */
public final class SortOrder {

  private SortOrder() {}

  /**
   * For each place along the middle axis of {@code [outer, length, inner]} the index of the element
   * that comes there when sorted. Equal ones, as −0 and 0, stay in their order; NaN comes last.
   */
  public static void argSort(
      float[] x, int outer, int length, int inner, boolean descending, float[] out) {
    long[] keys = new long[length];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * length * inner + i;
        for (int r = 0; r < length; r++) {
          keys[r] = ((long) key(x[at + r * inner], descending) << 32) | r;
        }
        Arrays.sort(keys);
        for (int r = 0; r < length; r++) {
          out[at + r * inner] = (int) keys[r];
        }
      }
    }
  }

  /** A whole number that is larger for what comes later. */
  private static int key(float value, boolean descending) {
    if (Float.isNaN(value)) {
      return Integer.MAX_VALUE;
    }
    // 0 + 0 is 0, also where the first is −0.
    int bits = Float.floatToIntBits(value + 0f);
    int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
    return descending ? ~ascending : ascending;
  }
}
