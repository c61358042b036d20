package dev.cortado.tensor.kernel;

import java.util.Arrays;

/** The matrix where it lies; four steps at a time, so that a sum is not stored after each. */
record ScalarPackedMatrix(float[] b, int n) implements PackedMatrix {

  @Override
  public void sum(float[] x, int[] steps, int count, float[] sums) {
    Arrays.fill(sums, 0, n, 0);
    int i = 0;
    for (; i < count - 3; i += 4) {
      float x0 = x[steps[i]];
      float x1 = x[steps[i + 1]];
      float x2 = x[steps[i + 2]];
      float x3 = x[steps[i + 3]];
      int row0 = steps[i] * n;
      int row1 = steps[i + 1] * n;
      int row2 = steps[i + 2] * n;
      int row3 = steps[i + 3] * n;
      for (int j = 0; j < n; j++) {
        float two = Math.fma(x1, b[row1 + j], Math.fma(x0, b[row0 + j], sums[j]));
        sums[j] = Math.fma(x3, b[row3 + j], Math.fma(x2, b[row2 + j], two));
      }
    }
    for (; i < count; i++) {
      int row = steps[i] * n;
      for (int j = 0; j < n; j++) {
        sums[j] = Math.fma(x[steps[i]], b[row + j], sums[j]);
      }
    }
  }
}
