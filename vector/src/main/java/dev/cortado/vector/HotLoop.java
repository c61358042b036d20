package dev.cortado.vector;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A kind of loop that starts in scalar code and continues in SIMD once that is compiled. The bits
 * of a result are the same either way.
 */
final class HotLoop {

  /** A number in a loop counts as so many multiply-adds. */
  static final int WORK_OF_A_NUMBER = 32;

  /** After so many multiply-adds, compiling is worth it: scalar code does them in milliseconds. */
  private static final long WORTH_IT = 100_000_000;

  private final List<Race> races;
  private final WarmUp warmUp;
  private final AtomicLong done = new AtomicLong();
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean warm;

  /** A loop whose SIMD code these races go through. */
  HotLoop(List<Race> races, WarmUp warmUp) {
    this.races = races;
    this.warmUp = warmUp;
  }

  /**
   * Whether this work is for SIMD. If not, the work is counted, and when there has been enough the
   * loop is warmed up.
   */
  boolean isWarm(long work) {
    if (warm) {
      return true;
    }
    if (!asked.get() && done.addAndGet(work) >= WORTH_IT) {
      ask();
    }
    return false;
  }

  /** Asks to be warmed up, whatever work there has been; once is enough. */
  void ask() {
    if (asked.compareAndSet(false, true)) {
      warmUp.add(this);
    }
  }

  /** What has to be fast before SIMD is used. */
  List<Race> races() {
    return races;
  }

  /** Uses SIMD from now on. */
  void use() {
    warm = true;
  }
}
