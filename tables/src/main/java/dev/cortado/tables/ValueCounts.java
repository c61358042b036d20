package dev.cortado.tables;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How often each value of a column occurs, up to a number of different values. The rest is not
 * counted: {@link #isComplete} says so.
 */
final class ValueCounts {

  private final int bound;
  private final SequencedMap<String, long[]> counts = new LinkedHashMap<>();
  private boolean complete = true;

  ValueCounts(int bound) {
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
