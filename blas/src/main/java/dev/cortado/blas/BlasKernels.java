package dev.cortado.blas;

import dev.cortado.tensor.kernel.Function;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.Workers;

/** Kernels whose larger matrix products are a native library's. */
final class BlasKernels implements Kernels {

  /** Below this many multiply-adds, going out of Java costs more than it brings. */
  static final long WORTH_CALLING = 10_000;

  private final Blas blas;
  private final Kernels others;

  /** The products of {@code blas}, and everything else of {@code others}. */
  BlasKernels(Blas blas, Kernels others) {
    this.blas = blas;
    this.others = others;
  }

  @Override
  public String name() {
    return others.name() + "; products by " + blas.name() + ", outside the same-bits contract";
  }

  @Override
  public void map(Function f, float[] x, int xFrom, float[] y, int yFrom, int n) {
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
  public void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    others.raiseByRows(x, from, step, rows, largest, to, n);
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
