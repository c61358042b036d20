package dev.cortado.vector;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Brings loops to SIMD. Until the JIT compiler has seen it often enough, SIMD code is a thousand
 * times slower than scalar code and leaves a vector behind at each step, and that would go on for
 * seconds. So a thread of its own tries the loops that asked for it, one after the other, and none
 * is used in SIMD before it is compiled.
 */
final class WarmUp {

  private static final long MOST_NANOS = 20_000_000_000L;
  private static final int WINS = 3;

  private final Executor thread;

  private WarmUp(Executor thread) {
    this.thread = thread;
  }

  /** With a thread that comes when there is something to try. */
  static WarmUp inBackground() {
    var waiting = new LinkedBlockingQueue<Runnable>();
    return new WarmUp(
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            waiting,
            Thread.ofPlatform().daemon().name("cortado-warm-up").factory()));
  }

  /** Takes a loop to SIMD when its turn has come. */
  void add(Loop loop) {
    thread.execute(() -> warmUp(loop));
  }

  /** Where SIMD never wins, as without a compiler, scalar code stays in use. */
  private static void warmUp(Loop loop) {
    long end = System.nanoTime() + MOST_NANOS;
    if (loop.trials().stream().allMatch(trial -> isWonBySimd(trial, end))) {
      loop.use();
    }
  }

  private static boolean isWonBySimd(Trial trial, long end) {
    for (int wins = 0; wins < WINS; ) {
      wins = trial.isWonBySimd() ? wins + 1 : 0;
      if (System.nanoTime() - end > 0) {
        return false;
      }
    }
    return true;
  }
}
