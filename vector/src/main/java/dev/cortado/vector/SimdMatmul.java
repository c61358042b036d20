package dev.cortado.vector;

import static dev.cortado.vector.Tiling.LANES;

import dev.cortado.tensor.kernel.Numerics;
import dev.cortado.tensor.kernel.SmallMatmul;
import dev.cortado.tensor.kernel.Workers;

/**
 * The matrix product in SIMD: a {@link DirectProduct} where packing tiles costs more than it saves,
 * otherwise a {@link TiledProduct}, in scratch memory that is reused.
 */
final class SimdMatmul implements Matmul {

  /** From this many multiply-adds on, large tiles are worth packing. */
  private static final long WORTH_TILES = 32_000;

  /** With fewer rows they are not, since each number of {@code B} is used too rarely. */
  private static final int ROWS_WORTH_TILES = 4;

  /** From this many multiply-adds on, whole tiles are worth it, which need no packing. */
  private static final int WORTH_WHOLE_TILES = 4_000;

  /** From this many columns on, each number of {@code A} is used often enough to pack it. */
  private static final int COLUMNS_WORTH_PACKING_A = 1024;

  /** From this many rows and results on, packing {@code B} is worth it. */
  private static final int ROWS_WORTH_PACKING_B = 257;

  private static final long PRODUCT_WORTH_PACKING_B = 1 << 19;

  /** Below this many numbers, transposing {@code B} is faster than packing it. */
  private static final int WORTH_PACKING_TRANSPOSED = 100;

  private final int block;
  private final boolean packs;
  private final Pool pool = new Pool();

  /** The product that the numerics contract defines. */
  SimdMatmul() {
    this(Numerics.MATMUL_BLOCK, false);
  }

  /** A product with chains of another length, which always packs its operands if told to. */
  SimdMatmul(int block, boolean packs) {
    this.block = block;
    this.packs = packs;
  }

  /** Whether a product is computed in large tiles. */
  boolean isTiled(boolean bTransposed, int m, int n, int k) {
    long work = (long) m * n * k;
    if (bTransposed) {
      return work >= WORTH_TILES || n * k >= WORTH_PACKING_TRANSPOSED;
    }
    return (m >= ROWS_WORTH_TILES && work >= WORTH_TILES)
        || (Tiling.ROWS == 8 && m >= 8 && n >= LANES && work >= WORTH_WHOLE_TILES);
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
    boolean tiled = isTiled(bTransposed, m, n, k);
    if ((long) m * n * k == 0) {
      SmallMatmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k);
    } else if (n == 1 && aTransposed) { // a column is the transpose of a row
      DirectProduct.multiply(b, bFrom, 0, 1, a, aFrom, m, c, cFrom, 0, 1, m, k, block);
    } else if (n == 1 && !tiled && k <= block) { // one column leaves lanes empty
      SmallMatmul.multiply(a, aFrom, false, b, bFrom, false, c, cFrom, m, n, k);
    } else if (tiled) {
      boolean packsA = packs || n >= COLUMNS_WORTH_PACKING_A;
      boolean packsB =
          packs || (m >= ROWS_WORTH_PACKING_B && (long) m * n >= PRODUCT_WORTH_PACKING_B);
      var scratch = pool.borrow();
      scratch
          .product()
          .multiply(
              a,
              aFrom,
              aTransposed,
              b,
              bFrom,
              bTransposed,
              c,
              cFrom,
              m,
              n,
              k,
              block,
              packsA,
              packsB,
              workers);
      pool.giveBack(scratch);
    } else if (bTransposed) {
      var scratch = pool.borrow();
      scratch.grow(n * k, 0, 0);
      turn(b, bFrom, n, k, scratch.a());
      DirectProduct.multiply(a, aFrom, aRow, aStep, scratch.a(), 0, n, c, cFrom, n, m, n, k, block);
      pool.giveBack(scratch);
    } else {
      DirectProduct.multiply(a, aFrom, aRow, aStep, b, bFrom, n, c, cFrom, n, m, n, k, block);
    }
  }

  /**
   * Transposes columns of {@code k} numbers into rows of {@code n}, in one loop, since many short
   * loops cost more.
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
