package dev.cortado.vector;

import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;

/** The matrix product: scalar until the compiler has made SIMD the faster way, then SIMD. */
final class VectorMatmul implements Matmul {

  private final Matmul scalar = new ScalarKernels()::matmul;
  private final SimdMatmul simd = new SimdMatmul();
  private final WarmUp warmUp;

  VectorMatmul() {
    this(new WarmUp(new ScalarKernels()::matmul));
  }

  private VectorMatmul(WarmUp warmUp) {
    this.warmUp = warmUp;
  }

  /** With SIMD at once, however slow. */
  static VectorMatmul fromTheFirst() {
    return new VectorMatmul(WarmUp.over());
  }

  /** Whether SIMD is in use, at least where operands are not packed. */
  boolean isWarm() {
    return warmUp.isDone(false);
  }

  /** Counts work that was done without SIMD. */
  void count(long work) {
    warmUp.count(work);
  }

  @Override
  public void multiply(
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
    var way = warmUp.isDone(simd.packs(bTransposed, m, n, k)) ? simd : scalar;
    way.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
    warmUp.count((long) m * n * k);
  }
}
