package dev.cortado.tables.read;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordType;
import dev.cortado.data.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/** The records of one CSV file, without blank lines. */
final class CsvRecords implements AutoCloseable {

  /** So many blank lines in a row are a mistake, or an attack that was compressed well. */
  private static final int MOST_BLANK_LINES = 1 << 20;

  private final ByteSource source;
  private final CsvDialect dialect;
  private final Cells cells = new Cells();
  private final CsvReader<Boolean> reader;
  private final Spliterator<Boolean> records;

  /** Opens a file. */
  CsvRecords(ByteSource source, CsvDialect dialect) {
    this.source = source;
    this.dialect = dialect;
    var text =
        Reading.of(
            "CSV",
            source.name(),
            () -> {
              source.requireUnchanged("CSV");
              var in = Gunzip.open(source);
              try {
                return new Utf8Reader(source.name(), in);
              } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
              }
            });
    this.reader = dialect.parser(cells, text);
    this.records = reader.spliterator();
  }

  /** Receives the cells of a record from the parser. */
  private final class Cells extends CsvCallbackHandler<Boolean> {

    private @Nullable Object[] values = new Object[0];
    private int count;
    private long line;
    private boolean blank;

    @Override
    protected RecordType getRecordType() {
      return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
      return count;
    }

    @Override
    protected void beginRecord(long startingLine) {
      line = startingLine;
      count = 0;
      blank = true;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
      if (length > CsvDialect.MOST_CHARACTERS) {
        throw new CsvParseException("cell too long");
      }
      if (count == CsvDialect.MOST_COLUMNS) {
        throw new FormatException(
            "CSV-WIDTH", place(), "more than 65,536 columns; is the delimiter right?");
      }
      int at = offset;
      int end = offset + length;
      if (!quoted) {
        while (at < end && CsvDialect.isBlank(buffer[at])) {
          at++;
        }
        while (at < end && CsvDialect.isBlank(buffer[end - 1])) {
          end--;
        }
      }
      blank = count == 0 && at == end && !quoted;
      if (count < values.length) {
        values[count] = at == end && !quoted ? null : cell(buffer, at, end, quoted);
      }
      count++;
    }

    private String cell(char[] buffer, int at, int end, boolean quoted) {
      if (!quoted && buffer[at] == dialect.quote()) {
        throw new FormatException(
            "CSV-QUOTE", place(), "blank before a quote; delete it, or begin other rows so, too");
      }
      var text = new String(buffer, at, end - at);
      return dialect.decimalComma() ? DecimalComma.toPoint(text, dialect.thousands()) : text;
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {}

    @Override
    protected void setEmpty() {}

    @Override
    protected Boolean buildRecord() {
      return true;
    }
  }

  /** Reads the next record; cells that the array has no room for are only counted. */
  boolean next(@Nullable Object[] values) {
    cells.values = values;
    try {
      for (int blanks = 0; records.tryAdvance(_ -> {}); blanks++) {
        if (!cells.blank) {
          return true;
        }
        if (blanks == MOST_BLANK_LINES) {
          throw new FormatException("CSV-EMPTY", place(), "more than 1,048,576 blank lines");
        }
      }
      Reading.check("CSV", source.name(), () -> source.requireUnchanged("CSV"));
      return false;
    } catch (CsvParseException e) {
      throw failed(e);
    } catch (UncheckedIOException e) {
      throw Reading.failed("CSV", source.name(), Objects.requireNonNull(e.getCause()));
    }
  }

  private FormatException failed(CsvParseException e) {
    Reading.check("CSV", source.name(), () -> source.requireUnchanged("CSV"));
    if (e.getCause() instanceof FormatException told) {
      return told;
    }
    if (e.getCause() instanceof RuntimeException bug) {
      throw bug;
    }
    return Reading.of("CSV", source.name(), () -> CsvFault.find(source, dialect, cells.line));
  }

  /** How many cells the last record has. */
  int count() {
    return cells.count;
  }

  /** The file and the line where the last record begins. */
  String place() {
    return source.name() + ":" + cells.line;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Reading.failed("CSV", source.name(), e);
    }
  }
}
