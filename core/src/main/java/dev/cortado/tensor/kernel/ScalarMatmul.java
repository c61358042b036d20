package dev.cortado.tensor.kernel;

import static java.lang.Math.ceilDiv;
import static java.lang.Math.clamp;
import static java.lang.Math.fma;
import static java.lang.Math.min;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The matrix product in plain Java. {@code C} is cut into tiles, each worked out alone over all of
 * {@code k}. A tile's part of {@code B} is packed into one array a row, because the compiler makes
 * SIMD of a loop over several arrays only when each is used at the same index; four rows of {@code
 * C} are summed up together, four {@code k} at a time.
 */
final class ScalarMatmul {

  private static final int BLOCK = Numerics.MATMUL_BLOCK;
  private static final int TILE_ROWS = 128;

  /**
   * Compiled loops begin and end with scalar rounds, up to a vector's worth each, so long ones are
   * faster: 512 columns take two thirds of the time of four times 128.
   */
  private static final int TILE_COLUMNS = 512;

  /** Threads share out narrower tiles. */
  private static final int LEAST_TILE_COLUMNS = 128;

  private static final long WORTH_SHARING = 1 << 17;

  /**
   * Below this many rows of {@code A}, packing {@code B} takes longer than it saves; below these
   * columns, SIMD does.
   */
  private static final int WORTH_PACKING_ROWS = 8;

  private static final int WORTH_PACKING_COLUMNS = 32;

  private final ArrayBlockingQueue<Scratch> pool = new ArrayBlockingQueue<>(16);

  /** The product as {@link Kernels#matmul} defines it. */
  void multiply(
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
    if (workers.threads() == 1 || (long) m * n * k < WORTH_SHARING) {
      if (m < WORTH_PACKING_ROWS || n < WORTH_PACKING_COLUMNS) {
        SmallMatmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k);
        return;
      }
    }
    var product =
        new Product(
            a,
            aFrom,
            aTransposed ? 1 : k,
            aTransposed ? m : 1,
            b,
            bFrom,
            bTransposed ? 1 : n,
            bTransposed ? k : 1,
            c,
            cFrom,
            n,
            m,
            n,
            k);
    int columns = clamp(ceilDiv(n, workers.threads()), LEAST_TILE_COLUMNS, TILE_COLUMNS);
    int down = ceilDiv(m, TILE_ROWS);
    workers.run(
        down * ceilDiv(n, columns),
        tile -> multiply(product.part(tile % down * TILE_ROWS, tile / down * columns, columns)));
  }

  private void multiply(Product part) {
    if (part.m < WORTH_PACKING_ROWS || part.n < WORTH_PACKING_COLUMNS) {
      part.multiplySmall();
      return;
    }
    var lent = pool.poll();
    var scratch = lent == null ? new Scratch() : lent;
    part.multiply(scratch);
    pool.offer(scratch);
  }

  /** A block of {@code B}, an array a row, and sums of four rows of {@code C}. */
  private record Scratch(float[][] b, float[][] sums) {
    Scratch() {
      this(new float[BLOCK][TILE_COLUMNS], new float[4][TILE_COLUMNS]);
    }
  }

  /** A product of operands given by strides, as {@link SmallMatmul} has them. */
  private record Product(
      float[] a,
      int aFrom,
      int aRow,
      int aStep,
      float[] b,
      int bFrom,
      int bStep,
      int bColumn,
      float[] c,
      int cFrom,
      int cRow,
      int m,
      int n,
      int k) {

    /** The part that makes a tile of {@code C}: its first element is {@code (i, j)}. */
    Product part(int i, int j, int columns) {
      return new Product(
          a,
          aFrom + i * aRow,
          aRow,
          aStep,
          b,
          bFrom + j * bColumn,
          bStep,
          bColumn,
          c,
          cFrom + i * cRow + j,
          cRow,
          min(TILE_ROWS, m - i),
          min(columns, n - j),
          k);
    }

    void multiplySmall() {
      SmallMatmul.multiply(
          a, aFrom, aRow, aStep, b, bFrom, bStep, bColumn, c, cFrom, cRow, 1, m, n, k);
    }

    void multiply(Scratch scratch) {
      for (int from = 0; from == 0 || from < k; from += BLOCK) {
        int steps = min(BLOCK, k - from);
        pack(from, steps, scratch.b);
        for (int i = 0; i < m; i += 4) {
          sum(i, from, steps, scratch.b, scratch.sums);
          for (int r = 0; r < 4 && i + r < m; r++) {
            put(scratch.sums[r], cFrom + (i + r) * cRow, from == 0);
          }
        }
      }
    }

    private void pack(int from, int steps, float[][] packed) {
      for (int p = 0; p < steps; p++) {
        int at = bFrom + (from + p) * bStep;
        if (bColumn == 1) {
          System.arraycopy(b, at, packed[p], 0, n);
        } else {
          for (int j = 0; j < n; j++) {
            packed[p][j] = b[at + j * bColumn];
          }
        }
      }
    }

    /**
     * The sums of four rows of {@code C} over one block; past the last row, it is worked out again.
     */
    private void sum(int i, int from, int steps, float[][] packed, float[][] sums) {
      for (var row : sums) {
        Arrays.fill(row, 0, n, 0);
      }
      int a0 = aFrom + from * aStep + i * aRow;
      int a1 = a0 + min(1, m - 1 - i) * aRow;
      int a2 = a0 + min(2, m - 1 - i) * aRow;
      int a3 = a0 + min(3, m - 1 - i) * aRow;
      int p = 0;
      for (; p < steps - 3; p += 4) {
        fourSteps(
            packed[p],
            packed[p + 1],
            packed[p + 2],
            packed[p + 3],
            sums[0],
            sums[1],
            sums[2],
            sums[3],
            n,
            a,
            a0 + p * aStep,
            a1 + p * aStep,
            a2 + p * aStep,
            a3 + p * aStep,
            aStep);
      }
      for (; p < steps; p++) {
        oneStep(packed[p], sums[0], a[a0 + p * aStep], n);
        oneStep(packed[p], sums[1], a[a1 + p * aStep], n);
        oneStep(packed[p], sums[2], a[a2 + p * aStep], n);
        oneStep(packed[p], sums[3], a[a3 + p * aStep], n);
      }
    }

    private void put(float[] sums, int at, boolean first) {
      if (first) {
        System.arraycopy(sums, 0, c, at, n);
      } else {
        for (int j = 0; j < n; j++) {
          c[at + j] += sums[j];
        }
      }
    }
  }

  private static void fourSteps(
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] sums0,
      float[] sums1,
      float[] sums2,
      float[] sums3,
      int n,
      float[] a,
      int row0,
      int row1,
      int row2,
      int row3,
      int step) {
    float x00 = a[row0], x01 = a[row0 + step], x02 = a[row0 + 2 * step], x03 = a[row0 + 3 * step];
    float x10 = a[row1], x11 = a[row1 + step], x12 = a[row1 + 2 * step], x13 = a[row1 + 3 * step];
    float x20 = a[row2], x21 = a[row2 + step], x22 = a[row2 + 2 * step], x23 = a[row2 + 3 * step];
    float x30 = a[row3], x31 = a[row3 + step], x32 = a[row3 + 2 * step], x33 = a[row3 + 3 * step];
    for (int j = 0; j < n; j++) {
      float y0 = b0[j], y1 = b1[j], y2 = b2[j], y3 = b3[j];
      sums0[j] = fma(x03, y3, fma(x02, y2, fma(x01, y1, fma(x00, y0, sums0[j]))));
      sums1[j] = fma(x13, y3, fma(x12, y2, fma(x11, y1, fma(x10, y0, sums1[j]))));
      sums2[j] = fma(x23, y3, fma(x22, y2, fma(x21, y1, fma(x20, y0, sums2[j]))));
      sums3[j] = fma(x33, y3, fma(x32, y2, fma(x31, y1, fma(x30, y0, sums3[j]))));
    }
  }

  private static void oneStep(float[] b, float[] sums, float x, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = fma(x, b[j], sums[j]);
    }
  }
}
