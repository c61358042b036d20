package dev.cortado.blas;

import static java.lang.Math.ceilDiv;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * How a product is divided into calls: tiles of {@code rows × columns} of {@code C}, {@code across}
 * of them side by side, each in steps of {@code depth} along k. It depends on the sizes alone, so
 * the number of threads does not change the result.
 *
 * <p>Small tiles keep many threads busy and calls short: the garbage collector waits while one
 * runs. Large tiles copy less, since a library packs its operands in each call.
 */
record CallTiling(int rows, int columns, int depth, int across, int tiles) {

  /** The side of the largest tile; a thin one may be longer. */
  private static final int SIDE = 512;

  /** Below this side, copying the other operand for each tile costs what sharing saves. */
  private static final int SHORTEST_SIDE = 32;

  private static final int ENOUGH_TILES = 8;

  /** Multiply-adds of a tile that is worth waking a thread for: a tenth of a millisecond. */
  private static final long WORTH_SHARING = 6_000_000;

  /** Multiply-adds of the longest call: a few milliseconds. */
  private static final long LONGEST_CALL = 1 << 28;

  /** The tiling of {@code [m, k] × [k, n]}. */
  static CallTiling of(int m, int n, int k) {
    int columns = min(n, max(SIDE, SIDE * SIDE / m));
    int rows = min(m, max(SIDE, SIDE * SIDE / columns));
    while (tiles(m, n, rows, columns) < ENOUGH_TILES
        && (long) rows * columns * k >= 2 * WORTH_SHARING
        && max(rows, columns) >= 2 * SHORTEST_SIDE) {
      if (rows > columns) {
        rows = ceilDiv(rows, 2);
      } else {
        columns = ceilDiv(columns, 2);
      }
    }
    rows = ceilDiv(m, ceilDiv(m, rows));
    columns = ceilDiv(n, ceilDiv(n, columns));
    int depth = Math.clamp(LONGEST_CALL / ((long) rows * columns), 1, k);
    return new CallTiling(rows, columns, depth, ceilDiv(n, columns), tiles(m, n, rows, columns));
  }

  private static int tiles(int m, int n, int rows, int columns) {
    return ceilDiv(m, rows) * ceilDiv(n, columns);
  }
}
