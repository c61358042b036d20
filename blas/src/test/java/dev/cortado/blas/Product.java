package dev.cortado.blas;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.Arrays;

/** A product with its operands inside larger arrays, and how far apart two ways to make it are. */
record Product(
    int m, int n, int k, boolean aTransposed, boolean bTransposed, float[] a, float[] b) {

  private static final int A_FROM = 3;
  private static final int B_FROM = 5;
  static final int C_FROM = 7;
  private static final int AFTER = 4;

  static Product of(int m, int n, int k, boolean aTransposed, boolean bTransposed) {
    return new Product(
        m, n, k, aTransposed, bTransposed, numbers(A_FROM + m * k, 1), numbers(B_FROM + k * n, 2));
  }

  /** {@code C} and what is around it, which was {@code filling} before. */
  float[] by(Kernels kernels, Workers workers, float filling) {
    var c = new float[C_FROM + m * n + AFTER];
    Arrays.fill(c, filling);
    kernels.matmul(a, A_FROM, aTransposed, b, B_FROM, bTransposed, c, C_FROM, m, n, k, workers);
    return c;
  }

  /** The same by a library whatever the size, cut like this. */
  float[] by(Blas blas, Workers workers, CallTiling tiling, float filling) {
    var c = new float[C_FROM + m * n + AFTER];
    Arrays.fill(c, filling);
    BlasProduct.of(a, A_FROM, aTransposed, b, B_FROM, bTransposed, c, C_FROM, m, n, k)
        .run(blas, workers, tiling);
    return c;
  }

  float[] byScalarKernels(Workers workers, float filling) {
    return by(new ScalarKernels(), workers, filling);
  }

  /** The largest difference, relative to a row's length times a column's. */
  double distance(float[] c, float[] other) {
    double largest = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = C_FROM + i * n + j;
        double difference = Math.abs((double) c[at] - other[at]);
        // Written so that a NaN is the largest.
        if (!(difference <= largest * scale(i, j))) {
          largest = difference / scale(i, j);
        }
      }
    }
    return largest;
  }

  /** Whether the numbers before and after {@code C} are still these. */
  boolean isUntouchedAround(float[] c, float filling) {
    for (int i = 0; i < c.length; i++) {
      boolean outside = i < C_FROM || i >= C_FROM + m * n;
      if (outside && Float.compare(c[i], filling) != 0) {
        return false;
      }
    }
    return true;
  }

  private double scale(int i, int j) {
    double row = 0;
    double column = 0;
    for (int p = 0; p < k; p++) {
      row += square(a[A_FROM + (aTransposed ? p * m + i : i * k + p)]);
      column += square(b[B_FROM + (bTransposed ? j * k + p : p * n + j)]);
    }
    return Math.sqrt(row * column);
  }

  private static double square(double x) {
    return x * x;
  }

  private static float[] numbers(int n, int seed) {
    var x = new float[n];
    int state = 0x9E3779B9 * seed;
    for (int i = 0; i < n; i++) {
      state = state * 1664525 + 1013904223;
      x[i] = state * 0x1p-31f;
    }
    return x;
  }

  @Override
  public String toString() {
    return m + "x" + n + "x" + k + (aTransposed ? " A'" : "") + (bTransposed ? " B'" : "");
  }
}
