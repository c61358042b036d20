package dev.cortado.tables;

import dev.cortado.internal.Errors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What is remembered of a stream of values in bounded memory: quantiles, counts, how many are
 * different. The same stream is remembered alike on every machine, whatever its memory.
 */
final class Sketch {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private Sketch() {}

  /** Spreads the bits (the finalizer of SplitMix64, Steele et al., 2014). */
  static long spread(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Of a sequence so far and what follows it. */
  static long then(long before, long next) {
    return spread(before * PRIME + next + 1);
  }

  static long hash(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
      hash ^= hash >>> 32;
    }
    return spread(hash);
  }

  static long hash(double number) {
    return spread(Double.doubleToLongBits(number) + PRIME);
  }

  /**
   * How much a column may remember, which follows from the number of columns: about 150 MB for a
   * table of any size.
   *
   * @param distinct different values that are counted exactly
   * @param quantiles numbers whose quantiles are exact
   */
  record Sizes(int distinct, int quantiles) {

    private static final int HASHES = 1 << 22;
    private static final int NUMBERS = 1 << 18;

    static Sizes of(int columns) {
      return new Sizes(
          Math.clamp(HASHES / Math.max(1, columns), 1 << 10, 1 << 17),
          2 * Math.clamp(NUMBERS / Math.max(1, columns), 1 << 7, 1 << 13));
    }
  }

  /**
   * Quantiles of a stream of numbers in bounded memory: exact up to {@code capacity} numbers, then
   * with a rank that is off by at most about {@code levels/(2·capacity)} (KLL, Karnin et al., 2016,
   * with equal capacities and, in place of a coin, taking turns). The same stream gives the same
   * quantiles on every machine.
   *
   * <p>Level {@code i} holds numbers that each stand for {@code 2^i}. A full level is sorted, and
   * every second number of it goes up.
   */
  static final class Quantiles {

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
    Quantiles(int capacity) {
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

  /**
   * Counts different 64-bit hashes in bounded memory: exactly up to a bound, then by an estimate
   * (adaptive sampling, Wegman, in Flajolet 1990): only hashes that end in {@code level} zero bits
   * are kept, each of which stands for {@code 2^level}. The same hashes give the same count in any
   * order.
   */
  static final class Distinct {

    private final int bound;
    private long[] table = new long[16];
    private int size;
    private int level;
    private boolean zero;

    /** Exact up to {@code bound} different hashes. */
    Distinct(int bound) {
      this.bound = bound;
    }

    void add(long hash) {
      if (Long.numberOfTrailingZeros(hash) < level) {
        return;
      }
      if (hash == 0) {
        zero = true;
      } else if (insert(table, hash)) {
        size++;
        if (size > bound) {
          thinOut();
        } else if (2 * size > table.length) {
          rebuild(2 * table.length);
        }
      }
    }

    private void thinOut() {
      while (size > bound) {
        level++;
        rebuild(table.length);
      }
    }

    private void rebuild(int length) {
      long[] old = table;
      table = new long[length];
      size = 0;
      for (long hash : old) {
        if (hash != 0 && Long.numberOfTrailingZeros(hash) >= level) {
          insert(table, hash);
          size++;
        }
      }
    }

    /** False if it is there. A slot with 0 is free. */
    private static boolean insert(long[] table, long hash) {
      int mask = table.length - 1;
      for (int at = (int) (hash >>> 32) & mask; ; at = (at + 1) & mask) {
        if (table[at] == hash) {
          return false;
        }
        if (table[at] == 0) {
          table[at] = hash;
          return true;
        }
      }
    }

    /** How many different hashes there were, perhaps an estimate. */
    long count() {
      return ((long) size << level) + (zero ? 1 : 0);
    }

    boolean isExact() {
      return level == 0;
    }
  }

  /**
   * How often each value of a column occurs, up to a number of different values. The rest is not
   * counted: {@link #isComplete} says so.
   */
  static final class Counts {

    private final int bound;
    private final SequencedMap<String, long[]> counts = new LinkedHashMap<>();
    private boolean complete = true;

    Counts(int bound) {
      this.bound = bound;
    }

    void add(String value) {
      var count = counts.get(value);
      if (count != null) {
        count[0]++;
      } else if (counts.size() < bound) {
        counts.put(value, new long[] {1});
      } else {
        complete = false;
      }
    }

    /** Whether every value is counted. */
    boolean isComplete() {
      return complete;
    }

    /** Values with their counts, the most frequent first, then in the order of their texts. */
    List<Map.Entry<String, Long>> byFrequency() {
      return counts.entrySet().stream()
          .map(entry -> Map.entry(entry.getKey(), entry.getValue()[0]))
          .sorted(
              Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                  .thenComparing(Map.Entry::getKey))
          .toList();
    }
  }
}
