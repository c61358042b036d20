package dev.cortado.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that is kept in memory when it is read for the first time, if it is small; a larger one
 * is read again each time. The rows are the same.
 */
final class CachedTable implements TableSource {

  /** Bytes for a value, about. */
  private static final int VALUE = 400;

  private static final long MOST_VALUES = 1 << 22;
  private static final int MOST_SHARED = 1 << 14;

  private final TableSource source;
  private final long most;
  private @Nullable List<@Nullable Object[]> rows;
  private boolean read;

  private CachedTable(TableSource source, long most) {
    this.source = source;
    this.most = most;
  }

  /** With room for a share of the memory of this process. */
  static TableSource of(TableSource source) {
    return source instanceof CachedTable || source instanceof MemoryTable
        ? source
        : of(source, Math.min(MOST_VALUES, Runtime.getRuntime().maxMemory() / VALUE));
  }

  /** With room for so many values. */
  static TableSource of(TableSource source, long most) {
    return new CachedTable(source, most);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<String> columns() {
    return source.columns();
  }

  @Override
  public List<String> facts() {
    return source.facts();
  }

  @Override
  public RowReader open() {
    var kept = rows;
    if (kept != null) {
      return new Replay(kept);
    }
    return read ? source.open() : new Recording(source.open());
  }

  /** Reads what was kept; the place of a row is asked of the source. */
  private final class Replay implements RowReader {
    private final List<@Nullable Object[]> kept;
    private int row;

    Replay(List<@Nullable Object[]> kept) {
      this.kept = kept;
    }

    @Override
    public boolean next(@Nullable Object[] values) {
      if (row == kept.size()) {
        return false;
      }
      var next = kept.get(row++);
      System.arraycopy(next, 0, values, 0, next.length);
      return true;
    }

    @Override
    public String place() {
      var values = new @Nullable Object[columns().size()];
      try (var again = source.open()) {
        for (int i = 0; i < row; i++) {
          again.next(values);
        }
        return again.place();
      }
    }

    @Override
    public void close() {}
  }

  private final class Recording implements RowReader {
    private final RowReader reader;
    private final Map<Object, Object> shared = new HashMap<>();
    private @Nullable List<@Nullable Object[]> kept = new ArrayList<>();

    Recording(RowReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean next(@Nullable Object[] values) {
      boolean more = reader.next(values);
      var list = kept;
      if (more && list != null) {
        keep(list, values);
      } else if (!more) {
        rows = list;
        read = true;
      }
      return more;
    }

    private void keep(List<@Nullable Object[]> list, @Nullable Object[] values) {
      int columns = columns().size();
      if ((list.size() + 1L) * columns > most) {
        kept = null;
        return;
      }
      var copy = new @Nullable Object[columns];
      for (int i = 0; i < columns; i++) {
        copy[i] = shared(values[i]);
      }
      list.add(copy);
    }

    /** Texts that occur often are kept once. */
    private @Nullable Object shared(@Nullable Object value) {
      if (!(value instanceof String)) {
        return value;
      }
      var same = shared.get(value);
      if (same == null && shared.size() < MOST_SHARED) {
        shared.put(value, value);
      }
      return same == null ? value : same;
    }

    @Override
    public String place() {
      return reader.place();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
