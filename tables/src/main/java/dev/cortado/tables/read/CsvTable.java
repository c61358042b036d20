package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.tables.CsvFormat;
import dev.cortado.tables.RowReader;
import dev.cortado.tables.TableSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table in one or several CSV files.
 *
 * <p>A cell is a string. Blanks around a cell are cut off, unless it is quoted. A cell that is
 * empty and not quoted is null. Blank lines are skipped.
 */
public final class CsvTable implements TableSource {

  private final List<ByteSource> sources;
  private final CsvDialect dialect;
  private final List<String> columns;
  private final List<String> facts;

  private CsvTable(
      List<ByteSource> sources, CsvDialect dialect, List<String> columns, List<String> facts) {
    this.sources = List.copyOf(sources);
    this.dialect = dialect;
    this.columns = List.copyOf(columns);
    this.facts = List.copyOf(facts);
  }

  /** The beginning of a file. */
  private record Beginning(String text, boolean whole, boolean marked, boolean compressed) {

    static Beginning of(ByteSource source) {
      return Reading.of(
          "CSV",
          source.name(),
          () -> {
            try (var text = new Utf8Reader(source.name(), Gunzip.open(source))) {
              char[] chunk = new char[1 << 14];
              var start = new StringBuilder();
              int count = text.read(chunk);
              while (count >= 0 && start.length() + count <= CsvSniffer.CHARACTERS) {
                start.append(chunk, 0, count);
                count = text.read(chunk);
              }
              return new Beginning(
                  start.toString(), count < 0, text.marked(), Gunzip.isCompressed(source));
            }
          });
    }
  }

  /** The table of files with the same columns; what the format leaves open is found out. */
  public static CsvTable of(List<ByteSource> sources, CsvFormat format) {
    var first = sources.getFirst();
    var beginning = Beginning.of(first);
    requireRows(first, beginning);
    var sniffer = new CsvSniffer(first.name(), beginning.text(), beginning.whole(), format);
    var dialect = sniffer.dialect();
    var row = firstRow(first, dialect);
    requireSplit(first, dialect, row, sniffer);
    requireRowsBelow(first, beginning, dialect, sources.size());
    var columns =
        dialect.header()
            ? names(first, row)
            : IntStream.rangeClosed(1, row.size()).mapToObj(i -> "column" + i).toList();
    var table =
        new CsvTable(sources, dialect, columns, facts(sources, beginning, dialect, columns));
    for (var other : sources.subList(1, sources.size())) {
      requireRows(other, Beginning.of(other));
      table.requireSame(firstRow(other, dialect), other.name() + ":1");
    }
    return table;
  }

  private static List<String> facts(
      List<ByteSource> sources, Beginning beginning, CsvDialect dialect, List<String> columns) {
    var facts = new ArrayList<String>();
    if (sources.size() > 1) {
      facts.add(
          sources.size()
              + " files, "
              + SafeText.of(sources.getFirst().name())
              + " to "
              + SafeText.of(sources.getLast().name()));
    }
    if (beginning.compressed()) {
      facts.add("compressed by gzip");
    }
    if (beginning.marked()) {
      facts.add("UTF-8 with a byte-order mark");
    }
    facts.addAll(dialect.facts());
    facts.add(
        dialect.header()
            ? "header in the first row"
            : "no header, columns are called column1 to column" + columns.size());
    return facts;
  }

  private static void requireRows(ByteSource source, Beginning beginning) {
    if (beginning.whole() && beginning.text().isBlank()) {
      throw new FormatException(
          "CSV-EMPTY",
          source.name(),
          beginning.text().isEmpty() ? "is empty (0 bytes)" : "has only blank lines");
    }
  }

  private static void requireRowsBelow(
      ByteSource source, Beginning beginning, CsvDialect dialect, int files) {
    if (beginning.whole() && dialect.header() && files == 1) {
      try (var records = new CsvRecords(source, dialect)) {
        @Nullable Object[] none = {};
        boolean hasHeader = records.next(none);
        if (!hasHeader || !records.next(none)) {
          throw new FormatException("CSV-EMPTY", source.name(), "has a header but no rows");
        }
      }
    }
  }

  private static void requireSplit(
      ByteSource source, CsvDialect dialect, List<@Nullable String> row, CsvSniffer sniffer) {
    var better = row.size() == 1 ? sniffer.betterDelimiter() : null;
    if (better != null && better != dialect.delimiter()) {
      var shown = CsvDialect.shown(better);
      throw new FormatException(
          "CSV-WIDTH",
          source.name(),
          "1 column found; looks " + shown + "-separated, use --delimiter " + shown);
    }
  }

  private static List<@Nullable String> firstRow(ByteSource source, CsvDialect dialect) {
    try (var records = new CsvRecords(source, dialect)) {
      @Nullable Object[] values = new Object[CsvDialect.MOST_COLUMNS];
      if (!records.next(values)) {
        throw new FormatException("CSV-EMPTY", source.name(), "has only blank lines");
      }
      return cells(values, records.count());
    }
  }

  private static List<@Nullable String> cells(@Nullable Object[] values, int count) {
    var cells = new ArrayList<@Nullable String>();
    for (int i = 0; i < count; i++) {
      cells.add((String) values[i]);
    }
    return cells;
  }

  private static List<String> names(ByteSource source, List<@Nullable String> row) {
    var places = new HashMap<String, Integer>();
    for (int i = 0; i < row.size(); i++) {
      var name = row.get(i);
      if (name == null || name.isEmpty()) {
        throw new FormatException(
            "CSV-HEADER",
            source.name() + ":1",
            "column " + (i + 1) + " of " + row.size() + " has no name; give it one");
      }
      var earlier = places.putIfAbsent(name, i + 1);
      if (earlier != null) {
        throw new FormatException(
            "CSV-HEADER",
            source.name() + ":1",
            "column '"
                + SafeText.of(name)
                + "' appears twice (columns "
                + earlier
                + " and "
                + (i + 1)
                + "); rename one");
      }
    }
    return row.stream().map(Objects::requireNonNull).toList();
  }

  private void requireSame(List<@Nullable String> row, String place) {
    if (dialect.header() ? !row.equals(columns) : row.size() != columns.size()) {
      throw new FormatException(
          "CSV-HEADER",
          place,
          dialect.header()
              ? "columns are "
                  + SafeText.of(String.join(", ", row.stream().map(String::valueOf).toList()))
                  + "; those of "
                  + sources.getFirst().name()
                  + " are "
                  + SafeText.of(String.join(", ", columns))
              : row.size() + " columns, " + sources.getFirst().name() + " has " + columns.size());
    }
  }

  @Override
  public String name() {
    return sources.getFirst().name();
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> facts() {
    return facts;
  }

  @Override
  public RowReader open() {
    return new Rows();
  }

  /** The rows of one file after another. */
  private final class Rows implements RowReader {

    private int file;
    private CsvRecords records = open(0);

    private CsvRecords open(int number) {
      var opened = new CsvRecords(sources.get(number), dialect);
      if (dialect.header()) {
        try {
          @Nullable Object[] header = new Object[columns.size() + 1];
          if (opened.next(header)) {
            requireSame(cells(header, Math.min(opened.count(), header.length)), opened.place());
          }
        } catch (RuntimeException e) {
          opened.close();
          throw e;
        }
      }
      return opened;
    }

    @Override
    public boolean next(@Nullable Object[] values) {
      while (!records.next(values)) {
        if (file + 1 == sources.size()) {
          return false;
        }
        records.close();
        records = open(++file);
      }
      if (records.count() != columns.size()) {
        throw new FormatException(
            "CSV-WIDTH",
            place(),
            records.count()
                + (records.count() == 1 ? " field, " : " fields, ")
                + (dialect.header() ? "header" : "first row")
                + " has "
                + columns.size());
      }
      return true;
    }

    @Override
    public String place() {
      return records.place();
    }

    @Override
    public void close() {
      records.close();
    }
  }
}
