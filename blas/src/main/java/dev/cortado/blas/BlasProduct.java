package dev.cortado.blas;

import static java.lang.Math.min;

import dev.cortado.tensor.kernel.Workers;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** One matrix product with its operands inside larger arrays, and how a BLAS is called for it. */
record BlasProduct(
    MemorySegment a,
    boolean aTransposed,
    MemorySegment b,
    boolean bTransposed,
    MemorySegment c,
    int m,
    int n,
    int k) {

  /** The product with the arguments of {@code Kernels.matmul}; all sizes are positive. */
  static BlasProduct of(
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
      int k) {
    return new BlasProduct(
        matrix(a, aFrom, m, k),
        aTransposed,
        matrix(b, bFrom, k, n),
        bTransposed,
        matrix(c, cFrom, m, n),
        m,
        n,
        k);
  }

  /** Computes it. */
  void run(Blas blas, Workers workers) {
    run(blas, workers, CallTiling.of(m, n, k));
  }

  /** Computes it in these tiles. */
  void run(Blas blas, Workers workers, CallTiling tiling) {
    blas.share(tiling.tiles(), number -> tile(blas, tiling, number), workers);
  }

  /** Computes one tile of {@code C}, along {@code k} in steps. */
  private void tile(Blas blas, CallTiling tiling, int number) {
    int row = number / tiling.across() * tiling.rows();
    int column = number % tiling.across() * tiling.columns();
    int rows = min(tiling.rows(), m - row);
    int columns = min(tiling.columns(), n - column);
    for (int from = 0; from < k; from += min(tiling.depth(), k - from)) {
      blas.multiply(
          part(a, aTransposed, row, from, m, k),
          aTransposed,
          aTransposed ? m : k,
          part(b, bTransposed, from, column, k, n),
          bTransposed,
          bTransposed ? k : n,
          from == 0 ? 0 : 1,
          part(c, false, row, column, m, n),
          n,
          rows,
          columns,
          min(tiling.depth(), k - from));
    }
  }

  /** Arguments are trusted elsewhere; a native library would write over memory that is not ours. */
  private static MemorySegment matrix(float[] x, int from, int rows, int columns) {
    long size = (long) rows * columns;
    Objects.checkFromIndexSize(from, size, x.length);
    return MemorySegment.ofArray(x).asSlice((long) from * Float.BYTES, size * Float.BYTES);
  }

  /** The matrix from an element on. */
  private static MemorySegment part(
      MemorySegment x, boolean transposed, int row, int column, int rows, int columns) {
    long at = transposed ? (long) column * rows + row : (long) row * columns + column;
    return x.asSlice(at * Float.BYTES);
  }
}
