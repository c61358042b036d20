package dev.cortado.train;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.PackedMatrix;
import dev.cortado.tensor.kernel.RowFormula;
import dev.cortado.tensor.kernel.UnaryFunction;
import dev.cortado.tensor.kernel.Workers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Kernels that hand on to others and note what they are asked for; they may fall asleep now and
 * then, in whatever thread they are, so that tiles are finished in another order each time.
 */
final class SixModelsKernels implements Kernels {

  private static final long LONGEST_SLEEP = 200_000;

  private final Kernels kernels;
  private final double sleepy;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sharedProducts = new AtomicInteger();

  private SixModelsKernels(Kernels kernels, double sleepy) {
    this.kernels = kernels;
    this.sleepy = sleepy;
  }

  /** That only watch. */
  static SixModelsKernels watching(Kernels kernels) {
    return new SixModelsKernels(kernels, 0);
  }

  /** That sleep in this part of the calls. */
  static SixModelsKernels sleeping(Kernels kernels, double part) {
    return new SixModelsKernels(kernels, part);
  }

  /** In how many threads they were called. */
  int threads() {
    return threads.size();
  }

  /**
   * How many products were large enough for every kind of kernel to pack their operands and to
   * share out tiles of 128 by 128.
   */
  int sharedProducts() {
    return sharedProducts.get();
  }

  private void note() {
    threads.add(Thread.currentThread());
    var random = ThreadLocalRandom.current();
    if (random.nextDouble() < sleepy) {
      LockSupport.parkNanos(random.nextLong(LONGEST_SLEEP));
    }
  }

  @Override
  public String name() {
    return kernels.name();
  }

  @Override
  public void map(UnaryFunction f, float[] x, int xFrom, float[] y, int yFrom, int n) {
    note();
    kernels.map(f, x, xFrom, y, yFrom, n);
  }

  @Override
  public float sum(float[] x, int from, int n) {
    note();
    return kernels.sum(x, from, n);
  }

  @Override
  public float max(float[] x, int from, int n) {
    note();
    return kernels.max(x, from, n);
  }

  @Override
  public void addRows(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    note();
    kernels.addRows(x, from, step, rows, sums, to, n);
  }

  @Override
  public void addProducts(
      float[] a, float[] b, int from, int step, int rows, float[] sums, int to, int n) {
    note();
    kernels.addProducts(a, b, from, step, rows, sums, to, n);
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
    note();
    kernels.addSquares(x, row, rowFrom, from, step, rows, sums, to, n);
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
    note();
    kernels.addMoments(g, x, row, rowFrom, from, step, rows, sums, to, n);
  }

  @Override
  public void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    note();
    kernels.raiseByRows(x, from, step, rows, largest, to, n);
  }

  @Override
  public boolean isFinite(float[] x, int from, int n) {
    note();
    return kernels.isFinite(x, from, n);
  }

  @Override
  public void mask(float[] g, float[] y, float[] out, int from, int n) {
    note();
    kernels.mask(g, y, out, from, n);
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
    note();
    kernels.combine(f, a, aIsRow, b, bIsRow, rowFrom, out, from, step, rows, n);
  }

  @Override
  public boolean likesFormulas() {
    note();
    return kernels.likesFormulas();
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
    note();
    kernels.formula(f, x, y, a, b, c, d, out, from, step, rows, begin, n);
  }

  @Override
  public void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n) {
    note();
    kernels.choose(key, first, threshold, yes, no, out, at, n);
  }

  @Override
  public PackedMatrix steps(float[] b, int n) {
    note();
    return kernels.steps(b, n);
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
    note();
    if ((long) m * n * k >= 1 << 19 && Math.max(m, n) > 128 && Math.min(m, n) >= 32) {
      sharedProducts.incrementAndGet();
    }
    kernels.matmul(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
  }
}
