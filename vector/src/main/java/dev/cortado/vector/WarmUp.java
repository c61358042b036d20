package dev.cortado.vector;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the JIT compiler compile SIMD loops before they are used. A thread of its own calls the loops
 * that asked for it, one after the other, until each is fast. Meanwhile scalar code does the work.
 */
final class WarmUp {

  /** A loop that takes longer lets the others come first. */
  private static final long TURN_NANOS = 2_000_000_000L;

  /**
   * After so many turns, turns become short and there are pauses between them: on a busy machine a
   * loop may be compiled minutes later, and without a compiler none is ever fast.
   */
  private static final int LONG_TURNS = 8;

  /** How many short turns take as long as a long one. */
  private static final int SHORT_TURNS = 20;

  private static final long PAUSE_NANOS = 30_000_000_000L;

  /**
   * Between two rounds, three times as long as a round within these limits: processor and compiler
   * have other work at the start of a program.
   */
  private static final long LEAST_PAUSE_NANOS = 1_000_000;

  private static final long MOST_PAUSE_NANOS = 5_000_000;

  private static final int ROUNDS_IN_A_ROW = 3;

  private final Executor thread;
  private final long turnNanos;
  private final long pauseNanos;

  private WarmUp(Executor thread, long turnNanos, long pauseNanos) {
    this.thread = thread;
    this.turnNanos = turnNanos;
    this.pauseNanos = pauseNanos;
  }

  /** A warm-up whose thread exists only while there is something to do. */
  static WarmUp inBackground() {
    return inBackground(TURN_NANOS, PAUSE_NANOS);
  }

  /** A warm-up with turns and pauses of another length. */
  static WarmUp inBackground(long turnNanos, long pauseNanos) {
    var thread =
        new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("cortado-warm-up").factory());
    return new WarmUp(thread, turnNanos, pauseNanos);
  }

  /** Warms up a loop when its turn has come. */
  void add(HotLoop loop) {
    add(loop, 1, thread);
  }

  private void add(HotLoop loop, int turn, Executor when) {
    when.execute(() -> {
      boolean isLong = turn <= LONG_TURNS;
      long end = System.nanoTime() + (isLong ? turnNanos : turnNanos / SHORT_TURNS);
      if (isFastBy(end, loop.races())) {
        loop.use();
      } else if (isLong) {
        add(loop, turn + 1, thread);
      } else {
        add(loop, turn, CompletableFuture.delayedExecutor(pauseNanos, NANOSECONDS, thread));
      }
    });
  }

  /** All races take turns, since the compiler works on one while others are called. */
  private static boolean isFastBy(long end, List<Race> races) {
    int[] inARow = new int[races.size()];
    for (boolean all = false; !all; ) {
      long from = System.nanoTime();
      if (from - end > 0) {
        return false;
      }
      all = true;
      for (int i = 0; i < inARow.length; i++) {
        if (inARow[i] < ROUNDS_IN_A_ROW) {
          inARow[i] = races.get(i).isFast() ? inARow[i] + 1 : 0;
          all &= inARow[i] == ROUNDS_IN_A_ROW;
        }
      }
      if (!all) {
        LockSupport.parkNanos(
            Math.clamp(3 * (System.nanoTime() - from), LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS));
      }
    }
    return true;
  }
}
