package dev.cortado.vector;

import static dev.cortado.vector.Tiling.COLUMNS;
import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.ROWS;
import static java.lang.Math.ceilDiv;
import static java.lang.Math.clamp;
import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.cortado.tensor.kernel.Workers;
import java.util.function.IntConsumer;

/**
 * A matrix product, cut to fit the caches. A block of {@code k}, of the rows of {@code A} and of
 * the columns of {@code B} is packed into panels, then each panel of {@code A} meets each panel of
 * {@code B} in a tile of {@code C}. Threads share the packing and then the tiles.
 */
final class PackedProduct {

  private static final float[] NONE = {};
  private static final int MOST_ROWS = 1024;
  private static final int MOST_COLUMNS = 32 * COLUMNS;

  /**
   * Rows that one thread takes at a time: few enough that their panels stay in its second cache.
   */
  private static final int MOST_ROWS_TOGETHER = 128;

  private static final int PANELS_OF_A_TOGETHER = 4;
  private static final long WORTH_SHARING = 1 << 19;

  private final Scratch scratch;
  private final IntConsumer packing = this::pack;
  private final IntConsumer multiplying = this::multiply;

  private float[] a = NONE;
  private int aFrom;
  private boolean aTransposed;
  private float[] b = NONE;
  private int bFrom;
  private boolean bTransposed;
  private float[] c = NONE;
  private int cFrom;
  private int m;
  private int n;
  private int k;
  private int block;

  /** The block at work: its first row, column and step, and how many of each there are. */
  private int row;

  private int rows;
  private int column;
  private int columns;
  private int step;
  private int steps;
  private int rowsTogether;

  /** In this memory, time and again. */
  PackedProduct(Scratch scratch) {
    this.scratch = scratch;
  }

  /** The product as {@code Kernels.matmul} defines it, in chains of {@code block}. */
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
      int block,
      Workers workers) {
    this.a = a;
    this.aFrom = aFrom;
    this.aTransposed = aTransposed;
    this.b = b;
    this.bFrom = bFrom;
    this.bTransposed = bTransposed;
    this.c = c;
    this.cFrom = cFrom;
    this.m = m;
    this.n = n;
    this.k = k;
    this.block = block;
    int steps = min(k, block);
    scratch.grow(sizeOfA(m, steps), sizeOfB(n, steps), sizeOfC(m, n));
    multiply(workers);
    this.a = NONE;
    this.b = NONE;
    this.c = NONE;
  }

  /** The numbers in the packed panels of {@code A}. */
  private static int sizeOfA(int m, int steps) {
    return roundUp(min(m, MOST_ROWS), ROWS) * evenSteps(steps);
  }

  /** The numbers in the packed panels of {@code B}. */
  private static int sizeOfB(int n, int steps) {
    return roundUp(min(n, MOST_COLUMNS), LANES) * evenSteps(steps);
  }

  /** The numbers in the tiles that stick out of {@code C}, one for each group of tiles. */
  private static int sizeOfC(int m, int n) {
    if (m % ROWS == 0 && n % LANES == 0) {
      return 0;
    }
    int rows = min(m, MOST_ROWS);
    return ceilDiv(rows, rowsTogether(rows))
        * ceilDiv(min(n, MOST_COLUMNS), COLUMNS)
        * ROWS
        * COLUMNS;
  }

  private void multiply(Workers workers) {
    boolean share = (long) m * n * k >= WORTH_SHARING && workers.threads() > 1;
    for (column = 0; column < n; column += MOST_COLUMNS) {
      columns = min(MOST_COLUMNS, n - column);
      for (step = 0; step < k; step += block) {
        steps = min(block, k - step);
        for (row = 0; row < m; row += MOST_ROWS) {
          rows = min(MOST_ROWS, m - row);
          rowsTogether = rowsTogether(rows);
          int packs = (row == 0 ? panelsOfB() : 0) + ceilDiv(panelsOfA(), PANELS_OF_A_TOGETHER);
          int tiles = ceilDiv(rows, rowsTogether) * panelsOfB();
          run(packs, packing, share, workers);
          run(tiles, multiplying, share, workers);
        }
      }
    }
  }

  private static void run(int count, IntConsumer job, boolean share, Workers workers) {
    if (share) {
      workers.run(count, job);
    } else {
      for (int i = 0; i < count; i++) {
        job.accept(i);
      }
    }
  }

  /** Packs a panel of {@code B}, or some of {@code A}. */
  private void pack(int number) {
    int ofB = row == 0 ? panelsOfB() : 0;
    if (number < ofB) {
      packB(number * COLUMNS);
    } else {
      int first = (number - ofB) * PANELS_OF_A_TOGETHER * ROWS;
      int end = min(rows, first + PANELS_OF_A_TOGETHER * ROWS);
      for (int i = first; i < end; i += ROWS) {
        packA(i);
      }
    }
  }

  private void packA(int i) {
    int count = min(ROWS, rows - i);
    int to = i * evenSteps(steps);
    if (aTransposed) {
      PanelOfA.packColumns(a, aFrom + step * m + row + i, m, count, steps, scratch.a(), to);
    } else {
      PanelOfA.packRows(a, aFrom + (row + i) * k + step, k, count, steps, scratch.a(), to);
    }
  }

  private void packB(int j) {
    int count = min(COLUMNS, columns - j);
    long to = (long) Float.BYTES * j * evenSteps(steps);
    if (bTransposed) {
      PanelOfB.packColumns(b, bFrom + (column + j) * k + step, k, count, steps, scratch.b(), to);
    } else {
      PanelOfB.packRows(b, bFrom + step * n + column + j, n, count, steps, scratch.b(), to);
    }
  }

  /** Works out the tiles of {@code C} in one panel's columns and some rows. */
  private void multiply(int number) {
    int groups = ceilDiv(rows, rowsTogether);
    int first = number % groups * rowsTogether;
    int j = number / groups * COLUMNS;
    int end = min(rows, first + rowsTogether);
    int width = min(COLUMNS, columns - j);
    for (int i = first; i < end; i += ROWS) {
      int to = cFrom + (row + i) * n + column + j;
      if (width % LANES == 0 && i + ROWS <= rows) {
        tile(i, j, c, to, n, step == 0);
      } else {
        int spare = number * ROWS * COLUMNS;
        tile(i, j, scratch.c(), spare, COLUMNS, true);
        put(spare, to, min(ROWS, rows - i), width);
      }
    }
  }

  /**
   * Works out one tile: whole vectors and all rows of its panels, whatever of them there is in
   * {@code C}.
   */
  private void tile(int i, int j, float[] to, int at, int stride, boolean first) {
    int even = evenSteps(steps);
    int aAt = i * even;
    long bAt = (long) Float.BYTES * j * even;
    int vectors = ceilDiv(min(COLUMNS, columns - j), LANES);
    if (ROWS == 8) {
      switch (vectors) {
        case 3 ->
            EightRows.byThree(scratch.a(), aAt, scratch.b(), bAt, even, to, at, stride, first);
        case 2 -> EightRows.byTwo(scratch.a(), aAt, scratch.b(), bAt, even, to, at, stride, first);
        default -> EightRows.byOne(scratch.a(), aAt, scratch.b(), bAt, even, to, at, stride, first);
      }
    } else if (vectors == 2) {
      FourRows.byTwo(scratch.a(), aAt, scratch.b(), bAt, even, to, at, stride, first);
    } else {
      FourRows.byOne(scratch.a(), aAt, scratch.b(), bAt, even, to, at, stride, first);
    }
  }

  /** Takes the part of a tile that is in {@code C} there. */
  private void put(int spare, int to, int height, int width) {
    for (int r = 0; r < height; r++) {
      int from = spare + r * COLUMNS;
      int at = to + r * n;
      if (step == 0) {
        System.arraycopy(scratch.c(), from, c, at, width);
      } else {
        for (int j = 0; j < width; j++) {
          c[at + j] += scratch.c()[from + j];
        }
      }
    }
  }

  private int panelsOfA() {
    return ceilDiv(rows, ROWS);
  }

  private int panelsOfB() {
    return ceilDiv(columns, COLUMNS);
  }

  private static int rowsTogether(int rows) {
    return clamp(roundUp(rows / 4, ROWS), ROWS, MOST_ROWS_TOGETHER);
  }

  private static int evenSteps(int steps) {
    return steps + (steps & 1);
  }

  private static int roundUp(int x, int unit) {
    return ceilDiv(max(x, 1), unit) * unit;
  }
}
