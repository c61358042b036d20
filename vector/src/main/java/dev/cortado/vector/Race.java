package dev.cortado.vector;

/**
 * A small piece of work in SIMD, timed to see whether the JIT compiler has compiled it. Until then
 * each vector is an object and each operation a loop over its lanes, which takes a hundred times as
 * long.
 *
 * @param work goes through every branch of the code
 * @param more calls the same methods again, so that the compiler counts enough calls
 * @param times how often {@code more} runs before {@code work} is timed
 * @param limitNanos more than {@code work} takes when compiled, a fraction of what it takes before
 */
record Race(Runnable work, Runnable more, int times, long limitNanos) {

  /** A race whose work is short enough to be repeated: it has this many results. */
  static Race ofNumbers(Runnable work, int numbers) {
    return new Race(work, work, 30, 2_000 + 6L * numbers);
  }

  /** Calls the code, and returns whether it is fast by now. */
  boolean isFast() {
    for (int i = 0; i < times; i++) {
      more.run();
    }
    long from = System.nanoTime();
    work.run();
    return System.nanoTime() - from < limitNanos;
  }
}
