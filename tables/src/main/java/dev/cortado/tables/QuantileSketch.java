package dev.cortado.tables;

import dev.cortado.internal.Errors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Quantiles of a stream of numbers in bounded memory: exact up to {@code capacity} numbers, then
 * with a rank that is off by at most about {@code levels/(2·capacity)} (KLL, Karnin et al., 2016,
 * with equal capacities and, in place of a coin, taking turns). The same stream gives the same
 * quantiles on every machine.
 *
 * <p>Level {@code i} holds numbers that each stand for {@code 2^i}. A full level is sorted, and
 * every second number of it goes up.
 */
final class QuantileSketch {

  private final int capacity;
  private final List<Level> levels = new ArrayList<>();
  private long count;

  private static final class Level {
    private double[] values = new double[16];
    private int size;
    private boolean odd;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }
  }

  /** Exact up to {@code capacity} numbers, an even number. */
  QuantileSketch(int capacity) {
    if (capacity < 2 || capacity % 2 != 0) {
      throw Errors.argument("quantiles: capacity %d, expected an even number", capacity);
    }
    this.capacity = capacity;
    levels.add(new Level());
  }

  void add(double value) {
    count++;
    var first = levels.getFirst();
    if (first.size == capacity) {
      compact(0);
    }
    first.add(value);
  }

  private void compact(int number) {
    if (number + 1 == levels.size()) {
      levels.add(new Level());
    }
    var level = levels.get(number);
    var above = levels.get(number + 1);
    if (above.size + level.size / 2 > capacity) {
      compact(number + 1);
    }
    Arrays.sort(level.values, 0, level.size);
    for (int i = level.odd ? 1 : 0; i < level.size; i += 2) {
      above.add(level.values[i]);
    }
    level.odd = !level.odd;
    level.size = 0;
  }

  /** How many numbers there were. */
  long count() {
    return count;
  }

  /** One of the numbers, which about {@code share} of all are below; NaN if there were none. */
  double quantile(double share) {
    int size = levels.stream().mapToInt(level -> level.size).sum();
    if (size == 0) {
      return Double.NaN;
    }
    record Weighted(double value, long weight) {}
    var all = new ArrayList<Weighted>(size);
    long total = 0;
    for (int i = 0; i < levels.size(); i++) {
      var level = levels.get(i);
      for (int at = 0; at < level.size; at++) {
        all.add(new Weighted(level.values[at], 1L << i));
      }
      total += (long) level.size << i;
    }
    all.sort((a, b) -> Double.compare(a.value, b.value));
    double rank = share * (total - 1);
    long before = 0;
    for (var each : all) {
      before += each.weight;
      if (before > rank) {
        return each.value;
      }
    }
    return all.getLast().value;
  }
}
