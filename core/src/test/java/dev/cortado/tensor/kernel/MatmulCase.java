package dev.cortado.tensor.kernel;

import java.util.Arrays;

/**
 * A matrix product with its operands inside larger arrays, and what {@link Kernels#matmul} promises
 * for it, spelled out element by element.
 */
record MatmulCase(
    int m, int n, int k, boolean aTransposed, boolean bTransposed, float[] a, float[] b) {

  private static final int A_FROM = 3;
  private static final int B_FROM = 5;
  private static final int C_FROM = 7;
  private static final float AROUND = 1234.5f;

  /** What is tried: a product from arrays into an array. */
  interface Multiply {
    void multiply(
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
        int k);
  }

  /** Operands of full mantissas around 0, so that any other order of additions shows. */
  static MatmulCase of(int m, int n, int k, boolean aTransposed, boolean bTransposed) {
    return new MatmulCase(
        m, n, k, aTransposed, bTransposed, numbers(A_FROM + m * k, 1), numbers(B_FROM + k * n, 2));
  }

  /** The same with every {@code stride}th number replaced by one of these. */
  MatmulCase sprinkled(int stride, float... specials) {
    for (int i = 0; i < a.length; i += stride) {
      a[i] = specials[i / stride % specials.length];
    }
    for (int i = 1; i < b.length; i += stride + 2) {
      b[i] = specials[i / (stride + 2) % specials.length];
    }
    return this;
  }

  /** The product as the contract has it, with untouched numbers around. */
  int[] expected() {
    var c = around();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        c[C_FROM + i * n + j] = element(i, j);
      }
    }
    return bits(c);
  }

  /** The product as it is made. */
  int[] actual(Multiply multiply) {
    var c = around();
    multiply.multiply(a, A_FROM, aTransposed, b, B_FROM, bTransposed, c, C_FROM, m, n, k);
    return bits(c);
  }

  private float element(int i, int j) {
    float total = 0;
    for (int from = 0; from < k; from += Numerics.MATMUL_BLOCK) {
      float sum = 0;
      for (int p = from; p < Math.min(k, from + Numerics.MATMUL_BLOCK); p++) {
        float x = a[A_FROM + (aTransposed ? p * m + i : i * k + p)];
        float y = b[B_FROM + (bTransposed ? j * k + p : p * n + j)];
        sum = Math.fma(x, y, sum);
      }
      total = from == 0 ? sum : total + sum;
    }
    return total;
  }

  private float[] around() {
    var c = new float[C_FROM + m * n + 4];
    Arrays.fill(c, AROUND);
    return c;
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

  /** Bits, with one NaN for all: which NaN comes out of two is the processor's choice. */
  private static int[] bits(float[] x) {
    var bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }

  @Override
  public String toString() {
    return (aTransposed ? "[%1$d, %3$d]ᵀ" : "[%1$d, %3$d]").formatted(m, n, k)
        + " × "
        + (bTransposed ? "[%3$d, %2$d]ᵀ" : "[%3$d, %2$d]").formatted(m, n, k);
  }
}
