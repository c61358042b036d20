package dev.cortado.tables;

import dev.cortado.data.Fingerprint;
import dev.cortado.data.FormatException;
import dev.cortado.table.MissingTexts;
import dev.cortado.table.RawValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first pass over a table: profiles of its columns, and a sample of its rows. */
final class TableScan {

  private static final int EXACT_ROWS = 1 << 20;
  private static final int SAMPLED_ROWS = 20_000;
  private static final int SAMPLED_VALUES = 1 << 21;

  private final TableSource source;
  private final MissingTexts missing;
  private final List<ColumnScan> columns = new ArrayList<>();
  private final Sketch.Distinct distinctRows = new Sketch.Distinct(EXACT_ROWS);
  private final Fingerprint fingerprint = new Fingerprint();
  private final RowSample sample;
  private final StringBuilder line = new StringBuilder();
  private long rows;

  TableScan(TableSource source, MissingTexts missing) {
    this.source = source;
    this.missing = missing;
    int count = source.columns().size();
    var sizes = Sketch.Sizes.of(count);
    source.columns().forEach(name -> columns.add(new ColumnScan(name, sizes)));
    sample =
        new RowSample(Math.min(SAMPLED_ROWS, Math.max(1, SAMPLED_VALUES / Math.max(1, count))));
  }

  /** Reads all rows. */
  TableProfile run() {
    source.columns().forEach(fingerprint::add);
    var values = new @Nullable Object[columns.size()];
    try (var reader = source.open()) {
      while (reader.next(values)) {
        add(values, reader);
      }
    }
    if (rows == 0) {
      throw new FormatException("CSV-EMPTY", source.name(), "has a header but no rows");
    }
    return new TableProfile(
        source.name(),
        source.facts(),
        rows,
        columns.stream().map(ColumnScan::profile).toList(),
        Math.max(0, rows - distinctRows.count()),
        distinctRows.isExact(),
        fingerprint.hex());
  }

  private void add(@Nullable Object[] values, RowReader reader) {
    long hash = 0;
    line.setLength(0);
    for (int i = 0; i < values.length; i++) {
      var value = missing.present(values[i]);
      values[i] = value;
      hash = Sketch.then(hash, columns.get(i).add(value, reader));
      append(value);
    }
    distinctRows.add(hash);
    fingerprint.add(ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.UTF_8)));
    sample.add(rows, values);
    rows++;
  }

  /** The length goes first, so that no two texts run together. */
  private void append(@Nullable Object value) {
    if (value == null) {
      line.append('-');
    } else {
      var text = RawValue.text(value);
      line.append(text.length()).append(':').append(text);
    }
  }

  /** Some rows of the table, at random; values that are missing are null. */
  RowSample sample() {
    return sample;
  }

  /**
   * Some rows of a table, chosen by a hash of their numbers: all of a small table, every second,
   * every fourth and so on of a larger one.
   */
  static final class RowSample {

    private record Sampled(long hash, @Nullable Object[] values) {}

    private final int most;
    private final List<Sampled> rows = new ArrayList<>();
    private int level;

    RowSample(int most) {
      this.most = most;
    }

    /** Offers a row, which is copied. */
    void add(long number, @Nullable Object[] values) {
      long hash = Sketch.spread(number);
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
}
