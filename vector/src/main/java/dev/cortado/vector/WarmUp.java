package dev.cortado.vector;

import static dev.cortado.vector.Tiling.COLUMNS;
import static dev.cortado.vector.Tiling.LANES;

import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when SIMD is the faster way. Until the JIT compiler has seen it often enough, SIMD code is
 * a thousand times slower than scalar code, which is good after some milliseconds. So scalar code
 * goes first; when enough has been multiplied to show that speed matters, a thread of its own tries
 * products of every kind until SIMD wins each. The bits of a result are the same either way.
 */
final class WarmUp {

  private static final long MULTIPLY_ADDS_WORTH_IT = 500_000_000;
  private static final long MOST_NANOS = 20_000_000_000L;
  private static final int WINS = 3;

  /**
   * Short chains: the compiler counts calls and rounds, so short ones let it see much code in
   * little time.
   */
  private static final int BLOCK = 16;

  /** A first block, whose sums are stored, one whose sums are added, and one of odd length. */
  private static final int STEPS = 2 * BLOCK + 5;

  /** Together they take every way through the SIMD code for operands that are not packed. */
  private static final List<Trial> OPEN =
      List.of(
          new Trial(20, 5 * LANES + 3, STEPS, false, false),
          new Trial(24, LANES, STEPS, true, false),
          new Trial(1, 5 * LANES + 1, STEPS, false, false),
          new Trial(5, LANES + 4, STEPS, false, false),
          new Trial(10, LANES / 2, STEPS, true, false),
          new Trial(10, LANES + 4, 2, false, true));

  /** And through that which packs them. */
  private static final List<Trial> PACKED =
      List.of(
          new Trial(20, COLUMNS + LANES - 3, STEPS, false, true),
          new Trial(20, COLUMNS + 2 * LANES, STEPS, false, false),
          new Trial(20, COLUMNS + LANES, STEPS, true, false));

  private final Matmul open = new SimdMatmul(BLOCK, Integer.MAX_VALUE);
  private final Matmul packed = new SimdMatmul(BLOCK, 0);
  private final Matmul scalar;
  private final AtomicLong multiplyAdds = new AtomicLong();
  private volatile boolean openIsDone;
  private volatile boolean packedIsDone;

  /** With the way that SIMD has to beat. */
  WarmUp(Matmul scalar) {
    this.scalar = scalar;
  }

  /** One that is over. */
  static WarmUp over() {
    var warmUp = new WarmUp(new ScalarKernels()::matmul);
    warmUp.openIsDone = true;
    warmUp.packedIsDone = true;
    return warmUp;
  }

  /** Whether SIMD is the faster way from now on, for products that pack their operands or not. */
  boolean isDone(boolean packs) {
    return packs ? packedIsDone : openIsDone;
  }

  /** Counts the work of one product, and begins when there has been enough. */
  void count(long work) {
    if (packedIsDone || multiplyAdds.get() >= MULTIPLY_ADDS_WORTH_IT) {
      return;
    }
    long after = multiplyAdds.addAndGet(work);
    if (after >= MULTIPLY_ADDS_WORTH_IT && after - work < MULTIPLY_ADDS_WORTH_IT) {
      Thread.ofPlatform()
          .daemon()
          .name("cortado-warm-up")
          .inheritInheritableThreadLocals(false)
          .start(this::warmUp);
    }
  }

  /**
   * Tries until SIMD wins; where it never does, as without a compiler, scalar code stays in use.
   */
  void warmUp() {
    long end = System.nanoTime() + MOST_NANOS;
    try (var alone = Workers.of(1)) {
      openIsDone = simdWinsAll(OPEN, open, alone, end);
      packedIsDone = openIsDone && simdWinsAll(PACKED, packed, alone, end);
    }
  }

  private boolean simdWinsAll(List<Trial> trials, Matmul simd, Workers alone, long end) {
    return trials.stream().allMatch(trial -> simdWins(trial, simd, alone, end));
  }

  private boolean simdWins(Trial trial, Matmul simd, Workers alone, long end) {
    var operands = trial.operands();
    for (int wins = 0; wins < WINS; ) {
      wins = trial.time(simd, operands, alone) < trial.time(scalar, operands, alone) ? wins + 1 : 0;
      if (System.nanoTime() - end > 0) {
        return false;
      }
    }
    return true;
  }

  private record Operands(float[] a, float[] b, float[] c) {}

  private record Trial(int m, int n, int k, boolean aTransposed, boolean bTransposed) {

    Operands operands() {
      return new Operands(new float[m * k], new float[k * n], new float[m * n]);
    }

    /** The nanoseconds that one product takes. */
    long time(Matmul way, Operands x, Workers alone) {
      long from = System.nanoTime();
      way.multiply(x.a, 0, aTransposed, x.b, 0, bTransposed, x.c, 0, m, n, k, alone);
      return System.nanoTime() - from;
    }
  }
}
