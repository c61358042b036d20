package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;

import dev.cortado.tensor.kernel.Numerics;
import dev.cortado.tensor.kernel.SmallMatmul;
import dev.cortado.tensor.kernel.Workers;

/**
 * The matrix product in SIMD: a {@link DirectProduct} where packing would take longer than it
 * saves, otherwise a {@link PackedProduct}, in scratch memory that is kept for the next.
 */
final class SimdMatmul implements Matmul {

  /** Below this many multiply-adds, operands are read where they are. */
  private static final long WORTH_PACKING = 32_000;

  /** With fewer rows each number of {@code B} is used so seldom that packing it never pays. */
  private static final int ROWS_WORTH_PACKING = 4;

  /** Below this many multiply-adds, smaller tiles are sooner done. */
  private static final int WORTH_LARGE_TILES = 4_000;

  /** With so many rows, each number of {@code B} is used often enough. */
  private static final int MOST_OPEN_ROWS = 256;

  /** Below this many numbers, a transposed {@code B} is turned faster than packed. */
  private static final int WORTH_PACKING_TRANSPOSED = 100;

  private final int block;
  private final int mostOpenRows;
  private final Pool pool = new Pool();

  /** The product of the contract. */
  SimdMatmul() {
    this(Numerics.MATMUL_BLOCK, MOST_OPEN_ROWS);
  }

  /** A product with chains of another length, and open tiles for up to so many rows. */
  SimdMatmul(int block, int mostOpenRows) {
    this.block = block;
    this.mostOpenRows = mostOpenRows;
  }

  /** Whether operands are packed into panels first. */
  boolean packs(boolean bTransposed, int m, int n, int k) {
    if (bTransposed) {
      return (long) m * n * k >= WORTH_PACKING || n * k >= WORTH_PACKING_TRANSPOSED;
    }
    return !isOpen(false, m, n, k) && (long) m * n * k >= WORTH_PACKING && m >= ROWS_WORTH_PACKING;
  }

  private boolean isOpen(boolean bTransposed, int m, int n, int k) {
    return !bTransposed
        && Tiling.ROWS == 8
        && (m >= 8 && m <= mostOpenRows)
        && n >= LANES
        && (long) m * n * k >= WORTH_LARGE_TILES;
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
    int aRow = aTransposed ? 1 : k;
    int aStep = aTransposed ? m : 1;
    long work = (long) m * n * k;
    if (work == 0) {
      SmallMatmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k);
    } else if (isOpen(bTransposed, m, n, k)) {
      OpenProduct.multiply(a, aFrom, aRow, aStep, b, bFrom, c, cFrom, m, n, k, block, workers);
    } else if (!bTransposed && !packs(false, m, n, k)) {
      DirectProduct.multiply(a, aFrom, aRow, aStep, b, bFrom, n, c, cFrom, n, m, n, k, block);
    } else if (!packs(bTransposed, m, n, k)) {
      var scratch = pool.borrow();
      scratch.grow(n * k, 0, 0);
      turn(b, bFrom, n, k, scratch.a());
      DirectProduct.multiply(a, aFrom, aRow, aStep, scratch.a(), 0, n, c, cFrom, n, m, n, k, block);
      pool.giveBack(scratch);
    } else {
      var scratch = pool.borrow();
      scratch
          .product()
          .multiply(
              a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, block, workers);
      pool.giveBack(scratch);
    }
  }

  /**
   * Makes columns of {@code k} numbers into rows of {@code n}, in one loop, since starting short
   * ones costs more.
   */
  private static void turn(float[] b, int from, int n, int k, float[] to) {
    int j = 0;
    int p = 0;
    for (int at = 0; at < n * k; at++) {
      to[p * n + j] = b[from + at];
      if (++p == k) {
        p = 0;
        j++;
      }
    }
  }
}
