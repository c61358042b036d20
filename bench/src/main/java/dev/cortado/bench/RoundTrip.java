package dev.cortado.bench;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long a number takes from one processor to another and back, told every second until it is
 * stopped. Where a host moves virtual processors about, two of them share a cache now and not a
 * minute later, and threads that work on the same numbers then take twice as long. So let it run
 * beside a contest, to know which readings are of the same machine. It takes a few milliseconds of
 * each second.
 *
 * <pre>{@code
 * java -cp … dev.cortado.bench.RoundTrip
 * }</pre>
 */
public final class RoundTrip {

  private static final int TRIPS = 200;
  private static final int AVERAGES = 40;
  private static final int WARM_UP = 20;
  private static final long LONGEST_NANOS = 30_000_000;
  private static final long PAUSE_MILLIS = 1_000;

  /** Even: with the caller; odd: with the other thread. */
  private final AtomicInteger ball = new AtomicInteger();

  private RoundTrip() {}

  /** Tells until it is stopped; takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      new RoundTrip().best();
    }
    while (true) {
      double nanos = new RoundTrip().best();
      String reading = nanos < Double.POSITIVE_INFINITY ? "%.0f ns".formatted(nanos) : "-";
      System.out.println("%tT %s".formatted(LocalTime.now(ZoneId.systemDefault()), reading));
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** The shortest of many averages: other work only makes them longer. Infinite if none was had. */
  private double best() throws InterruptedException {
    var other = Thread.ofPlatform().daemon().start(this::giveBack);
    long end = System.nanoTime() + LONGEST_NANOS;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < AVERAGES; i++) {
      best = Math.min(best, average(end));
    }
    ball.set(-1);
    other.join();
    return best;
  }

  private double average(long end) {
    long start = System.nanoTime();
    for (int trip = 0; trip < TRIPS; trip++) {
      if (!throwAndCatch(end)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return (double) (System.nanoTime() - start) / TRIPS;
  }

  private boolean throwAndCatch(long end) {
    int thrown = ball.get() + 1;
    ball.set(thrown);
    for (int waits = 1; ball.get() == thrown; waits++) {
      if (waits % 1_000 == 0 && System.nanoTime() > end) {
        return false;
      }
    }
    return true;
  }

  private void giveBack() {
    for (int seen = ball.get(); seen >= 0; seen = ball.get()) {
      if (seen % 2 == 1) {
        ball.compareAndSet(seen, seen + 1);
      }
    }
  }
}
