package dev.cortado.vector;

/**
 * A small piece of work in SIMD, timed to see whether the JIT compiler has compiled it. Until then
 * each vector is an object and each operation a loop over its lanes, which takes a hundred times as
 * long.
 *
 * @param work goes through every branch of the code
 * @param idle calls the same methods with nothing to do, at which they return at once
 * @param limitNanos more than {@code work} takes when compiled, a fraction of what it takes before
 */
record Race(Runnable work, Runnable idle, long limitNanos) {

  /**
   * The compiler counts calls, whatever they do: 5,000 are needed, or more while other methods
   * wait. Idle ones take milliseconds and leave loops their profile.
   */
  private static final int IDLE_CALLS = 1_000;

  /** A race with this many results. */
  static Race ofNumbers(Runnable work, Runnable idle, int numbers) {
    return new Race(work, idle, 2_000 + 6L * numbers);
  }

  /** A race without idle calls, whose work is short enough to be repeated instead. */
  static Race repeated(Runnable work, int numbers) {
    return ofNumbers(
        () -> {
          for (int i = 0; i < 30; i++) {
            work.run();
          }
        },
        () -> {},
        30 * numbers);
  }

  /** Calls the code, and returns whether it is fast by now. */
  boolean isFast() {
    for (int i = 0; i < IDLE_CALLS; i++) {
      idle.run();
    }
    long from = System.nanoTime();
    work.run();
    return System.nanoTime() - from < limitNanos;
  }
}
