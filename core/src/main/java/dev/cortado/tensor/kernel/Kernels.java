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
    // The larger the exponent, the larger the bits; as whole numbers they have a maximum in SIMD.
    int largest = 0;
    for (int i = from; i < from + n; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(x[i]) & Integer.MAX_VALUE);
    }
    return largest <= Numerics.LARGEST_BITS;
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
