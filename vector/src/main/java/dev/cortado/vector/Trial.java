package dev.cortado.vector;

/** The same small piece of work done both ways, to see which is faster. */
record Trial(Runnable simd, Runnable scalar) {

  private static final int ROUNDS = 8;

  /**
   * Whether SIMD takes less than twice as long as scalar code. Before the compiler is through, it
   * takes a hundred times as long; after it, a short run may still cost a little more.
   */
  boolean isWonBySimd() {
    return time(simd) < 2 * time(scalar);
  }

  private static long time(Runnable way) {
    long from = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      way.run();
    }
    return System.nanoTime() - from;
  }
}
