package dev.cortado.tables;

import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table in memory.
 *
 * <pre>{@code
 * var table = MemoryTable.of(
 *     List.of("age", "city"), List.of(Arrays.asList(39, "Lyon"), Arrays.asList(null, "Turin")));
 * }</pre>
 */
public final class MemoryTable implements TableSource {

  private final String name;
  private final List<String> columns;
  private final List<@Nullable Object[]> rows;

  private MemoryTable(String name, List<String> columns, List<@Nullable Object[]> rows) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    if (new HashSet<>(columns).size() < columns.size()) {
      throw Errors.argument(
          "table: columns %s, expected each name once", SafeText.of(columns.toString()));
    }
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).length != columns.size()) {
        throw Errors.argument(
            "table: row %d has %d values, there are %d columns",
            row + 1, rows.get(row).length, columns.size());
      }
    }
  }

  /** Rows of values in the order of the columns. */
  public static MemoryTable of(
      List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    var values = new ArrayList<@Nullable Object[]>(rows.size());
    for (var row : rows) {
      values.add(row.toArray());
    }
    return of("table", columns, values);
  }

  /** Rows of numbers; NaN is a missing value. */
  public static MemoryTable of(List<String> columns, double[][] rows) {
    var boxed = new ArrayList<@Nullable Object[]>(rows.length);
    for (double[] row : rows) {
      var values = new Object[row.length];
      for (int i = 0; i < row.length; i++) {
        values[i] = row[i];
      }
      boxed.add(values);
    }
    return of("table", columns, boxed);
  }

  /** The same. */
  public static MemoryTable of(List<String> columns, float[][] rows) {
    var boxed = new ArrayList<@Nullable Object[]>(rows.length);
    for (float[] row : rows) {
      var values = new Object[row.length];
      for (int i = 0; i < row.length; i++) {
        values[i] = row[i];
      }
      boxed.add(values);
    }
    return of("table", columns, boxed);
  }

  /** Rows as maps; a row without a column has a missing value there. */
  public static MemoryTable of(List<? extends Map<String, ? extends @Nullable Object>> rows) {
    var names = new LinkedHashSet<String>();
    rows.forEach(row -> row.keySet().stream().sorted().forEach(names::add));
    var columns = List.copyOf(names);
    var values = new ArrayList<@Nullable Object[]>(rows.size());
    for (var row : rows) {
      var each = new @Nullable Object[columns.size()];
      for (int i = 0; i < each.length; i++) {
        each[i] = row.get(columns.get(i));
      }
      values.add(each);
    }
    return of("table", columns, values);
  }

  /** Rows of values that are kept as they are, with a name for messages. */
  static MemoryTable of(String name, List<String> columns, List<@Nullable Object[]> rows) {
    return new MemoryTable(name, columns, rows);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> facts() {
    return List.of();
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  @Override
  public RowReader open() {
    return new RowReader() {
      private int row;

      @Override
      public boolean next(@Nullable Object[] values) {
        if (row == rows.size()) {
          return false;
        }
        System.arraycopy(rows.get(row++), 0, values, 0, columns.size());
        return true;
      }

      @Override
      public String place() {
        return name + ":" + row;
      }

      @Override
      public void close() {}
    };
  }
}
