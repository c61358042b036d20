package dev.cortado.bench;

import java.util.Arrays;

/**
 * Contestants that take turns in short windows, since a machine's clock and its other work change
 * from second to second. What counts is the median over the rounds of the ratio between neighbors
 * in time.
 */
final class Turns {

  private static final long WINDOW_NANOS = 10_000_000;

  private final double[][] nanos;

  private Turns(double[][] nanos) {
    this.nanos = nanos;
  }

  /** Warms each contestant up for a time, then lets them take turns. */
  static Turns take(int rounds, long warmNanos, Runnable... contestants) {
    var calls = new int[contestants.length];
    for (int i = 0; i < contestants.length; i++) {
      calls[i] = warm(contestants[i], warmNanos);
    }
    var nanos = new double[contestants.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants.length; i++) {
        nanos[i][round] = time(contestants[i], calls[i]);
      }
    }
    return new Turns(nanos);
  }

  /** The median time of one call. */
  double nanos(int contestant) {
    return median(nanos[contestant]);
  }

  /** How many times as fast the first is as the second. */
  double speed(int first, int second) {
    var ratios = new double[nanos[first].length];
    Arrays.setAll(ratios, round -> nanos[second][round] / nanos[first][round]);
    return median(ratios);
  }

  /** Calls it until it is compiled, and tells how many calls fill a window. */
  static int warm(Runnable call, long nanos) {
    int calls = 1;
    for (long from = System.nanoTime(); System.nanoTime() - from < nanos; ) {
      calls = (int) Math.clamp(WINDOW_NANOS / time(call, calls), 1, 1_000_000);
    }
    return calls;
  }

  private static double time(Runnable call, int calls) {
    long from = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (System.nanoTime() - from) / (double) calls;
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
