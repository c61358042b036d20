package dev.cortado.tables.read;

import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import java.io.IOException;
import java.io.Reader;

/**
 * Where the fault is in a file that the parser refused: the parser names the record only. Quotes
 * are followed from the beginning; nothing is kept of what is read.
 */
final class CsvFault {

  private enum State {
    START,
    PLAIN,
    QUOTED,
    CLOSED
  }

  private final CsvDialect dialect;
  private final String name;
  private State state = State.START;
  private long line = 1;
  private long column;
  private long cellLine = 1;
  private long cellColumn = 1;
  private long cellLength;
  private boolean afterReturn;

  private CsvFault(CsvDialect dialect, String name) {
    this.dialect = dialect;
    this.name = name;
  }

  /** The fault that the parser met in the record of a line. */
  static FormatException find(ByteSource source, CsvDialect dialect, long line) throws IOException {
    try (var text = new Utf8Reader(source.name(), Gunzip.open(source))) {
      return new CsvFault(dialect, source.name()).find(text, line);
    }
  }

  private FormatException find(Reader text, long record) throws IOException {
    char[] chunk = new char[1 << 14];
    FormatException tooLong = null;
    for (int count = text.read(chunk); count >= 0; count = text.read(chunk)) {
      for (int i = 0; i < count; i++) {
        step(chunk[i]);
        if (state == State.CLOSED && cellLength < 0) {
          return new FormatException(
              "CSV-QUOTE",
              name + ":" + line + ":" + column,
              "unexpected '"
                  + SafeText.of(String.valueOf(chunk[i]))
                  + "' after closing quote; double a quote inside a cell");
        }
        if (tooLong == null && cellLength > CsvDialect.MOST_CHARACTERS) {
          tooLong = tooLong();
        }
      }
      if (tooLong != null && state != State.QUOTED) {
        return tooLong;
      }
    }
    if (state == State.QUOTED) {
      return new FormatException(
          "CSV-QUOTE",
          name + ":" + cellLine + ":" + cellColumn,
          "quote opened here is never closed");
    }
    return tooLong != null
        ? tooLong
        : new FormatException("CSV-QUOTE", name + ":" + record, "quotes do not match");
  }

  private FormatException tooLong() {
    return new FormatException(
        "CSV-FIELD",
        name + ":" + cellLine + ":" + cellColumn,
        "field longer than 1 MiB"
            + (state == State.QUOTED ? "; is its quote closed?" : "; is it a table?"));
  }

  /** Takes one character; the length of the cell becomes −1 if it may not follow a quote. */
  private void step(char c) {
    boolean lineFeed = c == '\n' && afterReturn;
    afterReturn = c == '\r';
    if (lineFeed) {
      return;
    }
    boolean ends = c == '\n' || c == '\r';
    column++;
    cellLength++;
    switch (state) {
      case QUOTED -> state = c == dialect.quote() ? State.CLOSED : State.QUOTED;
      case CLOSED -> closed(c, ends);
      case START -> {
        if (c == dialect.quote()) {
          state = State.QUOTED;
          cellLine = line;
          cellColumn = column;
        } else if (!(dialect.spaced() && c == ' ')) {
          plain(c, ends);
        }
      }
      case PLAIN -> plain(c, ends);
    }
    if (ends) {
      line++;
      column = 0;
    }
    if (state == State.START && cellLength == 0) {
      cellLine = line;
      cellColumn = column + 1;
    }
  }

  private void closed(char c, boolean ends) {
    if (c == dialect.quote()) {
      state = State.QUOTED;
    } else if (c == dialect.delimiter() || ends) {
      plain(c, ends);
    } else if (!(dialect.spaced() && c <= ' ')) {
      cellLength = -1;
    }
  }

  private void plain(char c, boolean ends) {
    boolean next = c == dialect.delimiter() || ends;
    state = next ? State.START : State.PLAIN;
    if (next) {
      cellLength = 0;
    }
  }
}
