package dev.cortado.vector;

import dev.cortado.tensor.kernel.SmallMatmul;
import dev.cortado.tensor.kernel.Workers;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The matrix product in SIMD. Small products go to {@link SmallMatmul}: the bits are the same and there is nothing to
 * prepare. Others are a {@link PackedProduct} in scratch memory that is kept for the next.
 */
final class VectorMatmul {

  private static final long WORTH_PACKING = 4_000;

  private final ArrayBlockingQueue<Scratch> pool = new ArrayBlockingQueue<>(16);

  /** The product as {@code Kernels.matmul} defines it. */
  void multiply(
      float[] a, int aFrom, boolean aTransposed,
      float[] b, int bFrom, boolean bTransposed,
      float[] c, int cFrom,
      int m, int n, int k,
      Workers workers) {
    if ((long) m * n * k < WORTH_PACKING) {
      SmallMatmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k);
      return;
    }
    var scratch =
        lend(PackedProduct.sizeOfA(m, k), PackedProduct.sizeOfB(n, k), PackedProduct.sizeOfC(m, n));
    new PackedProduct(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, scratch)
        .multiply(workers);
    pool.offer(scratch);
  }

  /** Scratch from the pool if its next is large enough; a smaller one is left to the garbage collector. */
  private Scratch lend(int aSize, int bSize, int cSize) {
    var pooled = pool.poll();
    if (pooled != null && pooled.holds(aSize, bSize, cSize)) {
      return pooled;
    }
    return Scratch.of(aSize, bSize, cSize);
  }
}
