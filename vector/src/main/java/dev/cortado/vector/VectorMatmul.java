package dev.cortado.vector;

import static dev.cortado.vector.Tiling.COLUMNS;
import static dev.cortado.vector.Tiling.LANES;

import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.List;
import java.util.stream.Stream;

/** The matrix product: scalar until the compiler has made SIMD the faster way, then SIMD. */
final class VectorMatmul implements Matmul {

  /**
   * Short chains: the compiler counts calls and rounds, so short ones let it see much code in
   * little time.
   */
  private static final int BLOCK = 16;

  /** A first block, whose sums are stored, one whose sums are added, and one of odd length. */
  private static final int STEPS = 2 * BLOCK + 5;

  private final Matmul scalar = new ScalarKernels()::matmul;
  private final SimdMatmul simd = new SimdMatmul();
  private final Loop direct;
  private final Loop tiled;

  /** With SIMD when the warm-up has come to it. */
  VectorMatmul(WarmUp warmUp) {
    direct = new Loop(directTrials(), warmUp);
    tiled = new Loop(tiledTrials(), warmUp);
  }

  /** In SIMD from now on, however slow. */
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

  /** Together they take every way through the SIMD code for small products. */
  private List<Trial> directTrials() {
    var way = new SimdMatmul(BLOCK, false);
    return Stream.of(
            new Sizes(1, 5 * LANES + 1, STEPS, false, false),
            new Sizes(5, LANES + 4, STEPS, false, false),
            new Sizes(10, LANES / 2, STEPS, true, false),
            new Sizes(10, LANES + 4, 2, false, true))
        .map(sizes -> sizes.trial(way, scalar))
        .toList();
  }

  /** And through that for large ones, with {@code B} where it lies and with {@code B} packed. */
  private List<Trial> tiledTrials() {
    var open = new SimdMatmul(BLOCK, false);
    var packing = new SimdMatmul(BLOCK, true);
    return List.of(
        new Sizes(20, COLUMNS + 2 * LANES + 3, STEPS, false, false).trial(open, scalar),
        new Sizes(32, LANES, STEPS, true, false).trial(open, scalar),
        new Sizes(20, COLUMNS + LANES - 3, STEPS, false, true).trial(packing, scalar),
        new Sizes(20, COLUMNS + LANES, STEPS, true, false).trial(packing, scalar));
  }

  private record Sizes(int m, int n, int k, boolean aTransposed, boolean bTransposed) {

    Trial trial(Matmul simd, Matmul scalar) {
      float[] a = new float[m * k];
      float[] b = new float[k * n];
      float[] c = new float[m * n];
      var alone = Workers.of(1);
      return new Trial(
          () -> multiply(simd, a, b, c, alone), () -> multiply(scalar, a, b, c, alone));
    }

    private void multiply(Matmul way, float[] a, float[] b, float[] c, Workers alone) {
      way.multiply(a, 0, aTransposed, b, 0, bTransposed, c, 0, m, n, k, alone);
    }
  }
}
