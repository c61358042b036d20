package dev.cortado.tables;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a table, chosen by a hash of their numbers: all of a small table, every second, every
 * fourth and so on of a larger one.
 */
final class RowSample {

  private record Sampled(long hash, @Nullable Object[] values) {}

  private final int most;
  private final List<Sampled> rows = new ArrayList<>();
  private int level;

  RowSample(int most) {
    this.most = most;
  }

  /** Offers a row, which is copied. */
  void add(long number, @Nullable Object[] values) {
    long hash = Mix.spread(number);
    if (Long.numberOfTrailingZeros(hash) < level) {
      return;
    }
    rows.add(new Sampled(hash, values.clone()));
    while (rows.size() > most) {
      level++;
      rows.removeIf(row -> Long.numberOfTrailingZeros(row.hash) < level);
    }
  }

  /** The rows, in the order of the table. */
  List<@Nullable Object[]> rows() {
    return rows.stream().map(Sampled::values).toList();
  }
}
