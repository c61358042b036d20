package dev.cortado.bench;

import dev.cortado.train.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trainings that take turns: first until none of them gets faster any more, then in rounds that are
 * timed. What slows the machine down for a second slows all of them, so what counts are medians
 * over the rounds, of times and of ratios between trainings in the same round.
 */
final class Rounds {

  /** So much better is better, and not the machine. */
  private static final double BETTER = 0.95;

  /** Rounds in which nothing got better. */
  private static final int CALM = 4;

  /**
   * How long to take.
   *
   * @param warmNanos at least, before anything counts; twice as long at most
   * @param windowNanos of one training in one round, at least
   * @param rounds that count
   */
  record Effort(long warmNanos, long windowNanos, int rounds) {

    /** As for the tables of {@code bench/scaling.md}. */
    static Effort full() {
      return new Effort(10_000_000_000L, 150_000_000, 15);
    }

    /** For a look. */
    static Effort quick() {
      return new Effort(3_000_000_000L, 30_000_000, 5);
    }
  }

  private final double[][] nanos;

  private Rounds(double[][] nanos) {
    this.nanos = nanos;
  }

  /** Takes the time of a unit of each. */
  static Rounds take(List<Exercise> exercises, Class<? extends Event> unit, Effort effort) {
    var trainings = new ArrayList<PausedTraining>();
    try {
      exercises.forEach(exercise -> trainings.add(new PausedTraining(exercise, unit)));
      warm(trainings, effort);
      var nanos = new double[trainings.size()][effort.rounds];
      for (int round = 0; round < effort.rounds; round++) {
        for (int i = 0; i < nanos.length; i++) {
          nanos[i][round] = trainings.get(i).goOn(effort.windowNanos);
        }
      }
      return new Rounds(nanos);
    } finally {
      trainings.forEach(PausedTraining::close);
    }
  }

  private static void warm(List<PausedTraining> trainings, Effort effort) {
    var best = new double[trainings.size()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    int calm = 0;
    long from = System.nanoTime();
    for (long passed = 0;
        passed < effort.warmNanos || (calm < CALM && passed < 2 * effort.warmNanos);
        passed = System.nanoTime() - from) {
      calm++;
      for (int i = 0; i < best.length; i++) {
        double took = trainings.get(i).goOn(effort.windowNanos);
        calm = took < BETTER * best[i] ? 0 : calm;
        best[i] = Math.min(best[i], took);
      }
    }
  }

  /** The median time of a unit. */
  double nanos(int training) {
    return Reading.median(nanos[training]);
  }

  /** A quarter of the windows was faster than the first, a quarter slower than the second. */
  double[] middleHalf(int training) {
    var sorted = nanos[training].clone();
    Arrays.sort(sorted);
    int quarter = sorted.length / 4;
    return new double[] {sorted[quarter], sorted[sorted.length - 1 - quarter]};
  }

  /** How many times as long one takes as another, in the median of the rounds. */
  double ratio(int training, int other) {
    return Reading.median(
        IntStream.range(0, nanos[training].length)
            .mapToDouble(round -> nanos[training][round] / nanos[other][round])
            .toArray());
  }
}
