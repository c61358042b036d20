package dev.cortado.bench;

/**
 * Times what is done again and again: warms up for some seconds, then measures windows. The
 * environment says how long: {@code PEERS_WARM_S}, {@code PEERS_WINDOW_S}, {@code PEERS_WINDOWS}.
 */
final class Pace {

  private final double warmSeconds = setting("PEERS_WARM_S", 3);
  private final double windowSeconds = setting("PEERS_WINDOW_S", 1);
  private final double[] rates = new double[(int) setting("PEERS_WINDOWS", 3)];
  private final long start = System.nanoTime();
  private long windowStart;
  private long calls;
  private int windows = -1;

  /** Counts a call that has ended, and tells whether all windows are over. */
  boolean count() {
    long now = System.nanoTime();
    if (windows < 0) {
      if (now - start >= warmSeconds * 1e9) {
        windows = 0;
        windowStart = now;
      }
      return rates.length == 0;
    }
    calls++;
    if (now - windowStart >= windowSeconds * 1e9) {
      rates[windows++] = calls * 1e9 / (now - windowStart);
      calls = 0;
      windowStart = now;
    }
    return windows == rates.length;
  }

  /** Calls for as long as it takes, and tells the calls a second in each window. */
  static double[] of(Runnable call) {
    var pace = new Pace();
    do {
      call.run();
    } while (!pace.count());
    return pace.rates();
  }

  /** Whether the time to warm up is over. */
  boolean isWarm() {
    return windows >= 0;
  }

  double[] rates() {
    return rates.clone();
  }

  static double setting(String name, double otherwise) {
    var value = System.getenv(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }
}
