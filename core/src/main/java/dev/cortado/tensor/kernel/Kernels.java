package dev.cortado.tensor.kernel;

/**
 * The loops worth writing twice: once in plain Java ({@link ScalarKernels}), once in SIMD (the
 * optional {@code vector} module). Both give the same bits, which {@code docs/numerics.md} fixes
 * and the agreement tests check; everything else is plain loops that the compiler vectorizes by
 * itself.
 *
 * <p>An implementation has no state that a caller can see and may be used from any number of
 * threads. Arguments are trusted: ranges were checked where tensors were made.
 */
public interface Kernels {

  /** What runs, for people: {@code scalar} or {@code vector, 512 bits}. */
  String name();

  /**
   * {@code y[yFrom + i] = f(x[xFrom + i])} for {@code 0 ≤ i < n}; {@code x} and {@code y} may be
   * the same array.
   */
  void map(Function f, float[] x, int xFrom, float[] y, int yFrom, int n);

  /**
   * The sum of one block of at most {@link Numerics#SUM_BLOCK} neighbors: {@link Numerics#LANES}
   * running sums, added by a fixed tree.
   */
  float sum(float[] x, int from, int n);

  /** The largest of {@code n ≥ 1} neighbors: NaN if one is NaN, and {@code +0} above {@code -0}. */
  float max(float[] x, int from, int n);

  /**
   * Adds {@code rows} rows of {@code n} numbers, {@code step} apart, one after the other to {@code
   * n} running sums.
   */
  void addRows(float[] x, int from, int step, int rows, float[] sums, int to, int n);

  /** Raises {@code n} running maxima to those of {@code rows} rows, as {@link #max} does. */
  void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n);

  /** Whether all of {@code n} neighbors are finite. */
  default boolean isFinite(float[] x, int from, int n) {
    // 0 times what is not finite is no number, and a sum that has one stays so.
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    int i = from;
    for (; i <= from + n - 8; i += 8) {
      s0 += x[i] * 0f;
      s1 += x[i + 1] * 0f;
      s2 += x[i + 2] * 0f;
      s3 += x[i + 3] * 0f;
      s4 += x[i + 4] * 0f;
      s5 += x[i + 5] * 0f;
      s6 += x[i + 6] * 0f;
      s7 += x[i + 7] * 0f;
    }
    for (; i < from + n; i++) {
      s0 += x[i] * 0f;
    }
    return !Float.isNaN(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
  }

  /** {@code out = g · (y > 0)}, element by element: 0 with the sign of {@code g} where not. */
  default void mask(float[] g, float[] y, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = y[i] > 0 ? g[i] : g[i] * 0f;
    }
  }

  /**
   * {@code C = A·B}, {@code [m, k] × [k, n] → [m, n]}, all dense and row-major. A transposed
   * operand is stored as its transpose: {@code A} as {@code [k, m]}, {@code B} as {@code [n, k]}.
   * Every element of {@code C} is a chain of fused multiply-adds over ascending {@code k}, in
   * blocks of {@link Numerics#MATMUL_BLOCK} whose sums are added in order.
   */
  void matmul(
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
      int k,
      Workers workers);
}
