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

  /** A loop that takes longer lets the others come first. */
  private static final long TURN_NANOS = 5_000_000_000L;

  private static final int MOST_TURNS = 4;
  private static final int WINS = 3;

  private final Executor thread;
  private final long turnNanos;

  private WarmUp(Executor thread, long turnNanos) {
    this.thread = thread;
    this.turnNanos = turnNanos;
  }

  /** With a thread that comes when there is something to try. */
  static WarmUp inBackground() {
    return inBackground(TURN_NANOS);
  }

  /** With turns of another length. */
  static WarmUp inBackground(long turnNanos) {
    var waiting = new LinkedBlockingQueue<Runnable>();
    return new WarmUp(
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            waiting,
            Thread.ofPlatform().daemon().name("cortado-warm-up").factory()),
        turnNanos);
  }

  /** Takes a loop to SIMD when its turn has come. */
  void add(Loop loop) {
    add(loop, MOST_TURNS);
  }

  /** Where SIMD never wins, as without a compiler, scalar code stays in use. */
  private void add(Loop loop, int turns) {
    thread.execute(() -> {
      long end = System.nanoTime() + turnNanos;
      if (loop.trials().stream().allMatch(trial -> isWonBySimd(trial, end))) {
        loop.use();
      } else if (turns > 1) {
        add(loop, turns - 1);
      }
    });
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
