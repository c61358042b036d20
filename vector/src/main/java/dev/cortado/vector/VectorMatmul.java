package dev.cortado.vector;

import static dev.cortado.vector.Tiling.COLUMNS;
import static dev.cortado.vector.Tiling.LANES;
import static dev.cortado.vector.Tiling.ROWS;

import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.List;

/** The matrix product: scalar until SIMD code is compiled, then SIMD. */
final class VectorMatmul implements Matmul {

  /** The length of chains in races: the shortest whose rows {@link Interleave} packs. */
  private static final int BLOCK = 16;

  /** A first block, whose sums are stored, and one of odd length, whose sums are added. */
  private static final int STEPS = BLOCK + 3;

  /** Three times what compiled tiles take while the code around them is not compiled yet. */
  private static final long LIMIT_NANOS = 15_000;

  /** Room for the operands of idle calls, which read next to nothing. */
  private static final float[] IDLE = new float[COLUMNS];

  private final Matmul scalar = new ScalarKernels()::matmul;
  private final SimdMatmul simd = new SimdMatmul();
  private final HotLoop direct;
  private final HotLoop tiled;

  /** Products that use SIMD when the warm-up is through with it. */
  VectorMatmul(WarmUp warmUp) {
    direct = new HotLoop(directRaces(), warmUp);
    tiled = new HotLoop(tiledRaces(), warmUp);
  }

  /**
   * Has tiles compiled before there is work for them, while a program reads its data, say. They are
   * the largest methods, and most of what a training does.
   */
  void compileEarly() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      tiled.ask();
    }
  }

  /** For small products. */
  HotLoop direct() {
    return direct;
  }

  /** For large ones. */
  HotLoop tiled() {
    return tiled;
  }

  /** Uses SIMD from now on, however slow. */
  void use() {
    direct.use();
    tiled.use();
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
    var loop = simd.isTiled(bTransposed, m, n, k) ? tiled : direct;
    var way = loop.isWarm((long) m * n * k) ? simd : scalar;
    way.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
  }

  /** Together they go through all SIMD code for small products. */
  private static List<Race> directRaces() {
    var way = new SimdMatmul(BLOCK, false);
    return List.of(
        new Sizes(1, 13 * LANES + 1, STEPS, false, false).race(way),
        new Sizes(20, LANES + 4, STEPS, false, false).race(way),
        new Sizes(20, LANES / 2, STEPS, true, false).race(way),
        new Sizes(40, LANES + 1, 2, false, true).race(way));
  }

  /** And through that for large ones, with {@code B} where it lies and with {@code B} packed. */
  private static List<Race> tiledRaces() {
    var open = new SimdMatmul(BLOCK, false);
    var packing = new SimdMatmul(BLOCK, true);
    return List.of(
        new Sizes(ROWS + 2, COLUMNS + 2 * LANES + 3, STEPS, false, false)
            .race(open, VectorMatmul::idleTiles),
        new Sizes(2 * ROWS, LANES, STEPS, true, false).race(open, VectorMatmul::idlePacking),
        new Sizes(ROWS + 2, COLUMNS + LANES - 3, STEPS, false, true)
            .race(packing, VectorMatmul::idleTiles),
        new Sizes(ROWS + 2, COLUMNS + LANES, STEPS, true, false)
            .race(packing, VectorMatmul::idlePacking));
  }

  private static void idleTiles() {
    if (ROWS == 8) {
      EightRows.byThree(IDLE, 0, 1, IDLE, 0, 1, 0, IDLE, 0, 1, true);
      EightRows.byTwo(IDLE, 0, 1, IDLE, 0, 1, 0, IDLE, 0, 1, true);
      EightRows.byOne(IDLE, 0, 1, IDLE, 0, 1, 0, IDLE, 0, 1, true);
    } else {
      FourRows.byTwo(IDLE, 0, IDLE, 0, 0, IDLE, 0, 1, true);
      FourRows.byOne(IDLE, 0, IDLE, 0, 0, IDLE, 0, 1, true);
    }
  }

  private static void idlePacking() {
    Interleave.rows(IDLE, 0, 1, ROWS, 0, IDLE, 0);
    Interleave.rows(IDLE, 0, 1, LANES / 2, 0, IDLE, 0);
    Interleave.two(IDLE, 0, 0, 0, IDLE, 0, 1);
    PanelOfB.packRows(IDLE, 0, 1, LANES + 1, 0, IDLE, 0);
  }

  private record Sizes(int m, int n, int k, boolean aTransposed, boolean bTransposed) {

    Race race(Matmul simd) {
      return Race.repeated(work(simd), m * n * k / HotLoop.WORK_OF_A_NUMBER);
    }

    Race race(Matmul simd, Runnable idle) {
      return new Race(work(simd), idle, LIMIT_NANOS);
    }

    private Runnable work(Matmul simd) {
      float[] a = new float[m * k];
      float[] b = new float[k * n];
      float[] c = new float[m * n];
      var alone = Workers.of(1);
      return () -> simd.multiply(a, 0, aTransposed, b, 0, bTransposed, c, 0, m, n, k, alone);
    }
  }
}
