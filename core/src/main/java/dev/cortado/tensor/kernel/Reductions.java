package dev.cortado.tensor.kernel;

import java.util.Arrays;

/**
 * Sums and maxima over the middle axis of {@code [outer, length, inner] → [outer, inner]}, in the
 * order of the numerics contract: over neighbors ({@code inner = 1}) in lanes and a tree, down
 * columns ({@code inner > 1}) in a chain; both in blocks of fixed length, whose results are reduced
 * by the same rule until one is left.
 */
public final class Reductions {

  /** Columns whose running sums stay in the first cache together. */
  private static final int COLUMNS = 4096;

  /** Columns of a tile in a sum of what is made of a matrix in one pass. */
  private static final int STRIP = 128;

  private Reductions() {}

  /** Adds rows of something, which are made of a matrix, to running sums. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Adds {@code rows} rows, whose first {@code n} numbers from {@code column} on are at {@code
     * at} and each next ones {@code step} later.
     */
    void add(int at, int column, int step, int rows, float[] sums, int to, int n);
  }

  /** The sums of {@code length} rows of what is made of a matrix with as many columns as sums. */
  public static void sum(Rows rows, int length, float[] out, Compute compute) {
    int inner = out.length;
    int blocks = Tiles.count(length, Numerics.COLUMN_BLOCK);
    float[] partial = blocks == 1 ? out : new float[blocks * inner];
    Arrays.fill(partial, 0f);
    if (length * inner <= Tiles.SIZE) {
      for (int block = 0; block < blocks; block++) {
        strip(rows, length, inner, inner, partial, block);
      }
    } else {
      int units = blocks * Tiles.count(inner, STRIP);
      compute.workers().run(units, unit -> strip(rows, length, inner, STRIP, partial, unit));
    }
    if (blocks > 1) {
      columns(Kind.SUM, partial, 1, blocks, inner, out, compute);
    }
  }

  private static void strip(
      Rows rows, int length, int inner, int width, float[] partial, int unit) {
    int strips = Tiles.count(inner, width);
    int column = unit % strips * width;
    int block = unit / strips;
    int row = block * Numerics.COLUMN_BLOCK;
    rows.add(
        row * inner + column,
        column,
        inner,
        Math.min(Numerics.COLUMN_BLOCK, length - row),
        partial,
        block * inner + column,
        Math.min(width, inner - column));
  }

  /** What a reduction does with two numbers. */
  public enum Kind {
    SUM,
    MAX,
  }

  /** Reduces the middle axis; {@code length ≥ 1} for {@link Kind#MAX}. */
  public static void reduce(
      Kind kind, float[] x, int outer, int length, int inner, float[] out, Compute compute) {
    if (length == 0) {
      Arrays.fill(out, 0f);
    } else if (inner == 1) {
      neighbors(kind, x, outer, length, out, compute);
    } else {
      columns(kind, x, outer, length, inner, out, compute);
    }
  }

  private static void neighbors(
      Kind kind, float[] x, int outer, int length, float[] out, Compute compute) {
    int blocks = Tiles.count(length, Numerics.SUM_BLOCK);
    float[] partial = blocks == 1 ? out : new float[outer * blocks];
    int units = outer * blocks;
    int unitSize = Math.min(length, Numerics.SUM_BLOCK);
    int unitsPerTile = Math.max(1, Tiles.SIZE / unitSize);
    var kernels = compute.kernels();
    if (units <= unitsPerTile) {
      blocks(kind, x, length, blocks, partial, 0, units, kernels);
    } else {
      compute
          .workers()
          .run(
              Tiles.count(units, unitsPerTile),
              tile -> {
                int from = tile * unitsPerTile;
                int to = Math.min(units, from + unitsPerTile);
                blocks(kind, x, length, blocks, partial, from, to, kernels);
              });
    }
    if (blocks > 1) {
      neighbors(kind, partial, outer, blocks, out, compute);
    }
  }

  private static void blocks(
      Kind kind,
      float[] x,
      int length,
      int blocks,
      float[] partial,
      int from,
      int to,
      Kernels kernels) {
    for (int unit = from; unit < to; unit++) {
      int start = unit % blocks * Numerics.SUM_BLOCK;
      int at = unit / blocks * length + start;
      int n = Math.min(Numerics.SUM_BLOCK, length - start);
      partial[unit] = kind == Kind.SUM ? kernels.sum(x, at, n) : kernels.max(x, at, n);
    }
  }

  private static void columns(
      Kind kind, float[] x, int outer, int length, int inner, float[] out, Compute compute) {
    int blocks = Tiles.count(length, Numerics.COLUMN_BLOCK);
    float[] partial = blocks == 1 ? out : new float[outer * blocks * inner];
    Arrays.fill(partial, kind == Kind.SUM ? 0f : Float.NEGATIVE_INFINITY);
    int chunks = Tiles.count(inner, COLUMNS);
    int units = outer * blocks * chunks;
    var kernels = compute.kernels();
    if (x.length <= Tiles.SIZE || units == 1 || compute.workers().threads() == 1) {
      for (int unit = 0; unit < units; unit++) {
        chunk(kernels, kind, x, length, inner, blocks, chunks, partial, unit);
      }
    } else {
      compute
          .workers()
          .run(
              units, unit -> chunk(kernels, kind, x, length, inner, blocks, chunks, partial, unit));
    }
    if (blocks > 1) {
      columns(kind, partial, outer, blocks, inner, out, compute);
    }
  }

  private static void chunk(
      Kernels kernels,
      Kind kind,
      float[] x,
      int length,
      int inner,
      int blocks,
      int chunks,
      float[] partial,
      int unit) {
    int column = unit % chunks * COLUMNS;
    int n = Math.min(COLUMNS, inner - column);
    int block = unit / chunks;
    int row = block % blocks * Numerics.COLUMN_BLOCK;
    int rows = Math.min(Numerics.COLUMN_BLOCK, length - row);
    int at = (block / blocks * length + row) * inner + column;
    int to = block * inner + column;
    if (kind == Kind.SUM) {
      kernels.addRows(x, at, inner, rows, partial, to, n);
    } else {
      kernels.raiseByRows(x, at, inner, rows, partial, to, n);
    }
  }

  /**
   * The place of the first largest element along the middle axis; the first NaN, if there is one.
   */
  public static void argMax(float[] x, int outer, int length, int inner, float[] out) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int best = 0;
        int at = o * length * inner + i;
        float largest = x[at];
        for (int r = 1; r < length && !Float.isNaN(largest); r++) {
          float candidate = x[at + r * inner];
          if (candidate > largest || Float.isNaN(candidate)) {
            largest = candidate;
            best = r;
          }
        }
        out[o * inner + i] = best;
      }
    }
  }
}
