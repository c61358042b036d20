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
  void map(UnaryFunction f, float[] x, int xFrom, float[] y, int yFrom, int n);

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

  /** Adds the products of rows of {@code a} and {@code b}, as {@link #addRows} adds rows. */
  void addProducts(float[] a, float[] b, int from, int step, int rows, float[] sums, int to, int n);

  /**
   * Adds {@code (x − row)²}, as {@link #addRows} adds rows; {@code row} runs from {@code rowFrom}
   * on.
   */
  void addSquares(
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n);

  /** Adds {@code g·(x − row)}, as {@link #addSquares} adds squares. */
  void addMoments(
      float[] g,
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n);

  /** Raises {@code n} running maxima to those of {@code rows} rows, as {@link #max} does. */
  void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n);

  /** Whether all of {@code n} neighbors are finite. */
  boolean isFinite(float[] x, int from, int n);

  /** {@code out = g · (y > 0)}, element by element: 0 with the sign of {@code g} where not. */
  void mask(float[] g, float[] y, float[] out, int from, int n);

  /**
   * {@code out = f(a, b)} in {@code rows} rows of {@code n} numbers, {@code step} apart, from
   * {@code out[from]} on. An operand lies as the result does, in the same array at most if neither
   * is a row; or it is one row for all, from {@code rowFrom} on.
   */
  void combine(
      BinaryFunction f,
      float[] a,
      boolean aIsRow,
      float[] b,
      boolean bIsRow,
      int rowFrom,
      float[] out,
      int from,
      int step,
      int rows,
      int n);

  /** Whether {@link #formula} is faster than its operations one after the other. */
  boolean likesFormulas();

  /**
   * {@code out = f(x, y, a, b, c, d)} in columns {@code begin} to {@code n − 1} of {@code rows}
   * rows, {@code step} apart, the first from {@code out[from]} on. {@code x} and {@code y} lie as
   * the result does, which may take the place of either; {@code a} to {@code d} are rows, of which
   * a formula reads those that it has.
   */
  void formula(
      RowFormula f,
      float[] x,
      float[] y,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] out,
      int from,
      int step,
      int rows,
      int begin,
      int n);

  /**
   * Random choices: {@code out[at + i]} is {@code yes} where word {@code first + i} of the key's
   * stream, as an unsigned number, is below {@code threshold}, else {@code no}.
   */
  void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n);

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

  /**
   * {@code B} of {@code n} columns, ready for sums of its steps. It may be a copy, so the numbers
   * of {@code B} have to stay as they are.
   */
  PackedMatrix steps(float[] b, int n);
}
