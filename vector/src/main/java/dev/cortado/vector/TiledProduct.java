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
 * A matrix product in tiles of {@code C}, cut to fit the caches. A tile is where a panel of a few
 * rows of {@code A} meets a panel of a few columns of {@code B}; both are read step after step.
 * Panels are packed first, a block at a time, where an operand is laid out differently, where its
 * last panel is incomplete, and where its numbers are used so often that packing pays. Threads
 * share the packing, then the tiles.
 */
final class TiledProduct {

  private static final float[] NONE = {};
  private static final int MOST_ROWS = 1024;
  private static final int MOST_COLUMNS = 32 * COLUMNS;

  /** Rows that one thread takes at a time: few enough that their panels stay in its L2 cache. */
  private static final int MOST_ROWS_TOGETHER = 128;

  private static final int PANELS_OF_A_TOGETHER = 4;

  /** Fewer multiply-adds than this are done before another thread wakes up. */
  private static final long WORTH_SHARING = 1 << 17;

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
  private boolean packsA;
  private boolean packsB;

  /**
   * Whether threads split the rows of {@code C}, not its columns: the longer side, and for
   * gradients the side by which the optimizer splits the weights.
   */
  private boolean byRows;

  /** The current block: its first row, column and step, and how many of each there are. */
  private int row;

  private int rows;
  private int column;
  private int columns;
  private int step;
  private int steps;
  private int rowsTogether;

  /** A product that reuses this memory. */
  TiledProduct(Scratch scratch) {
    this.scratch = scratch;
  }

  /**
   * The product as {@code Kernels.matmul} defines it, in chains of {@code block}. Only tiles of
   * eight rows can do without packing, for a transposed {@code A} and a {@code B} that is not.
   */
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
      boolean packsA,
      boolean packsB,
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
    this.packsA = packsA || !aTransposed || ROWS == 4;
    this.packsB = packsB || bTransposed || ROWS == 4;
    byRows = aTransposed ? m >= n : m > n;
    int steps = min(k, block);
    scratch.grow(sizeOfA(steps), sizeOfB(steps), max(sizeOfSpareTiles(), sizeOfHalfPacked()));
    multiply(workers);
    this.a = NONE;
    this.b = NONE;
    this.c = NONE;
  }

  /** The numbers in packed panels of {@code A}. */
  private int sizeOfA(int steps) {
    return !packsA && m % ROWS == 0 ? 0 : roundUp(min(m, MOST_ROWS), ROWS) * steps;
  }

  /** The numbers in packed panels of {@code B}. */
  private int sizeOfB(int steps) {
    return !packsB && n % LANES == 0 ? 0 : roundUp(min(n, MOST_COLUMNS), LANES) * steps;
  }

  /** The numbers in tiles that reach beyond {@code C}, one for each group of tiles. */
  private int sizeOfSpareTiles() {
    if (m % ROWS == 0 && n % LANES == 0) {
      return 0;
    }
    int rows = min(m, MOST_ROWS);
    return ceilDiv(rows, rowsTogether(rows))
        * ceilDiv(min(n, MOST_COLUMNS), COLUMNS)
        * ROWS
        * COLUMNS;
  }

  /** The numbers in half-packed panels, a part for each panel of {@code B}. */
  private int sizeOfHalfPacked() {
    return bTransposed ? ceilDiv(min(n, MOST_COLUMNS), COLUMNS) * PanelOfB.SPARE : 0;
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
          int packs = packedPanelsOfB() + ceilDiv(packedPanelsOfA(), PANELS_OF_A_TOGETHER);
          int tiles = ceilDiv(rows, rowsTogether) * panelsOfB();
          run(packs, packing, share, workers);
          run(tiles, multiplying, share, workers);
        }
      }
    }
  }

  private static void run(int count, IntConsumer job, boolean share, Workers workers) {
    if (share && count > 1) {
      workers.run(count, job);
    } else {
      for (int i = 0; i < count; i++) {
        job.accept(i);
      }
    }
  }

  /** Packs a panel of {@code B}, or some of {@code A}. */
  private void pack(int number) {
    int ofB = packedPanelsOfB();
    if (number < ofB) {
      packB(panelsOfB() - ofB + number);
    } else {
      int first = (number - ofB) * PANELS_OF_A_TOGETHER;
      int end = min(packedPanelsOfA(), first + PANELS_OF_A_TOGETHER);
      for (int i = first; i < end; i++) {
        packA((panelsOfA() - packedPanelsOfA() + i) * ROWS);
      }
    }
  }

  private void packA(int i) {
    int count = min(ROWS, rows - i);
    int to = i * steps;
    if (aTransposed) {
      PanelOfA.packColumns(a, aFrom + step * m + row + i, m, count, steps, scratch.a(), to);
    } else {
      PanelOfA.packRows(a, aFrom + (row + i) * k + step, k, count, steps, scratch.a(), to);
    }
  }

  private void packB(int panel) {
    int j = columnOf(panel);
    int count = columnOf(panel + 1) - j;
    int to = j * steps;
    if (bTransposed) {
      int from = bFrom + (column + j) * k + step;
      int spare = panel * PanelOfB.SPARE;
      PanelOfB.packColumns(b, from, k, count, steps, scratch.b(), to, scratch.spare(), spare);
    } else {
      PanelOfB.packRows(b, bFrom + step * n + column + j, n, count, steps, scratch.b(), to);
    }
  }

  /** Computes the tiles of {@code C} in one panel's columns and some rows. */
  private void multiply(int number) {
    int groups = ceilDiv(rows, rowsTogether);
    int first = (byRows ? number / panelsOfB() : number % groups) * rowsTogether;
    int panel = byRows ? number % panelsOfB() : number / groups;
    int j = columnOf(panel);
    int width = columnOf(panel + 1) - j;
    int end = min(rows, first + rowsTogether);
    for (int i = first; i < end; i += ROWS) {
      int to = cFrom + (row + i) * n + column + j;
      if (width % LANES == 0 && i + ROWS <= rows) {
        tile(i, j, width, c, to, n, step == 0);
      } else {
        int spare = number * ROWS * COLUMNS;
        tile(i, j, width, scratch.spare(), spare, COLUMNS, true);
        put(spare, to, min(ROWS, rows - i), width);
      }
    }
  }

  /** Computes one tile: whole vectors and all rows of its panels, also those beyond {@code C}. */
  private void tile(int i, int j, int width, float[] to, int at, int stride, boolean first) {
    boolean aLies = !packsA && i + ROWS <= rows;
    float[] a = aLies ? this.a : scratch.a();
    int aAt = aLies ? aFrom + step * m + row + i : i * steps;
    int aStep = aLies ? m : ROWS;
    boolean bLies = !packsB && width % LANES == 0;
    int vectors = ceilDiv(width, LANES);
    float[] b = bLies ? this.b : scratch.b();
    int bAt = bLies ? bFrom + step * n + column + j : j * steps;
    int bStep = bLies ? n : vectors * LANES;
    if (ROWS == 8) {
      switch (vectors) {
        case 3 -> EightRows.byThree(a, aAt, aStep, b, bAt, bStep, steps, to, at, stride, first);
        case 2 -> EightRows.byTwo(a, aAt, aStep, b, bAt, bStep, steps, to, at, stride, first);
        default -> EightRows.byOne(a, aAt, aStep, b, bAt, bStep, steps, to, at, stride, first);
      }
    } else if (vectors == 2) {
      FourRows.byTwo(a, aAt, b, bAt, steps, to, at, stride, first);
    } else {
      FourRows.byOne(a, aAt, b, bAt, steps, to, at, stride, first);
    }
  }

  /** Copies or adds the part of a tile that is inside {@code C}. */
  private void put(int spare, int to, int height, int width) {
    for (int r = 0; r < height; r++) {
      int from = spare + r * COLUMNS;
      int at = to + r * n;
      if (step == 0) {
        System.arraycopy(scratch.spare(), from, c, at, width);
      } else {
        for (int j = 0; j < width; j++) {
          c[at + j] += scratch.spare()[from + j];
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

  /** How many panels are packed, counted from the last. */
  private int packedPanelsOfA() {
    return packsA ? panelsOfA() : min(1, rows % ROWS);
  }

  /** How many panels are packed, counted from the last: none for later rows. */
  private int packedPanelsOfB() {
    if (row > 0) {
      return 0;
    }
    return packsB ? panelsOfB() : min(1, columns % LANES);
  }

  /**
   * The first column of a panel of {@code B}. The last four vectors make two panels of two, which
   * are faster than three and one.
   */
  private int columnOf(int panel) {
    int vectors = ceilDiv(columns, LANES);
    if (panel == panelsOfB()) {
      return columns;
    }
    boolean moved = COLUMNS == 3 * LANES && vectors % 3 == 1 && panel == vectors / 3 && panel > 0;
    return panel * COLUMNS - (moved ? LANES : 0);
  }

  private static int rowsTogether(int rows) {
    return clamp(roundUp(rows / 4, ROWS), ROWS, MOST_ROWS_TOGETHER);
  }

  private static int roundUp(int x, int unit) {
    return ceilDiv(max(x, 1), unit) * unit;
  }
}
