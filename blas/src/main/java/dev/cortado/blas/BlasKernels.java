package dev.cortado.blas;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.PackedMatrix;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.UnaryFunction;
import dev.cortado.tensor.kernel.Workers;

/** Kernels that leave larger matrix products to a native library. */
final class BlasKernels implements Kernels {

  /** Below this many multiply-adds, a native call costs more than it saves. */
  static final long WORTH_CALLING = 10_000;

  private final Blas blas;
  private final Kernels others;

  /** Kernels with the products of {@code blas} and everything else of {@code others}. */
  BlasKernels(Blas blas, Kernels others) {
    this.blas = blas;
    this.others = others;
  }

  @Override
  public String name() {
    return others.name() + "; products by " + blas.name() + ", outside the same-bits contract";
  }

  @Override
  public void map(UnaryFunction f, float[] x, int xFrom, float[] y, int yFrom, int n) {
    others.map(f, x, xFrom, y, yFrom, n);
  }

  @Override
  public float sum(float[] x, int from, int n) {
    return others.sum(x, from, n);
  }

  @Override
  public float max(float[] x, int from, int n) {
    return others.max(x, from, n);
  }

  @Override
  public void addRows(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    others.addRows(x, from, step, rows, sums, to, n);
  }

  @Override
  public void addMoments(
      float[] g,
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    others.addMoments(g, x, row, rowFrom, from, step, rows, sums, to, n);
  }

  @Override
  public void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    others.raiseByRows(x, from, step, rows, largest, to, n);
  }

  @Override
  public void addProducts(
      float[] a, float[] b, int from, int step, int rows, float[] sums, int to, int n) {
    others.addProducts(a, b, from, step, rows, sums, to, n);
  }

  @Override
  public void addSquares(
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    others.addSquares(x, row, rowFrom, from, step, rows, sums, to, n);
  }

  @Override
  public boolean isFinite(float[] x, int from, int n) {
    return others.isFinite(x, from, n);
  }

  @Override
  public void mask(float[] g, float[] y, float[] out, int from, int n) {
    others.mask(g, y, out, from, n);
  }

  @Override
  public void combine(
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
      int n) {
    others.combine(f, a, aIsRow, b, bIsRow, rowFrom, out, from, step, rows, n);
  }

  @Override
  public boolean likesFormulas() {
    return others.likesFormulas();
  }

  @Override
  public void formula(
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
      int n) {
    others.formula(f, x, y, a, b, c, d, out, from, step, rows, begin, n);
  }

  @Override
  public void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n) {
    others.choose(key, first, threshold, yes, no, out, at, n);
  }

  @Override
  public PackedMatrix steps(float[] b, int n) {
    return others.steps(b, n);
  }

  @Override
  public void matmul(
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
      Workers workers) {
    if ((long) m * n * k < WORTH_CALLING) {
      others.matmul(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
    } else {
      BlasProduct.of(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k)
          .run(blas, workers);
    }
  }
}
