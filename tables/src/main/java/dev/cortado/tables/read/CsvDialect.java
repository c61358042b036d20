package dev.cortado.tables.read;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * How a CSV file is written.
 *
 * @param delimiter between two cells
 * @param quote around cells with special characters
 * @param spaced whether there are blanks between a delimiter and a quote
 * @param header whether the first row has the names
 * @param decimalComma whether numbers have a decimal comma
 * @param thousands whether a point before three digits separates thousands
 * @param notes what the user should see besides
 */
record CsvDialect(
    char delimiter,
    char quote,
    boolean spaced,
    boolean header,
    boolean decimalComma,
    boolean thousands,
    List<String> notes) {

  static final int MOST_COLUMNS = 65_536;

  /** The most characters of a cell. */
  static final int MOST_CHARACTERS = 1 << 20;

  /** The parser reads so much at a time; its buffer holds a cell and one reading. */
  private static final int PARSER_READING = 1 << 14;

  /** A parser for such a file. */
  <T> CsvReader<T> parser(CsvCallbackHandler<T> handler, Reader text) {
    return builder(delimiter, quote, spaced).build(handler, text);
  }

  static CsvReader.CsvReaderBuilder builder(char delimiter, char quote, boolean spaced) {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .quoteCharacter(quote)
        .trimWhitespacesAroundQuotes(spaced)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .skipEmptyLines(false)
        .maxBufferSize(MOST_CHARACTERS + PARSER_READING);
  }

  /** The lines that say so. */
  List<String> facts() {
    var facts = new ArrayList<String>();
    facts.add("delimiter " + shown(delimiter));
    if (quote != '"') {
      facts.add("quote " + quote);
    }
    if (decimalComma) {
      facts.add("decimal comma" + (thousands ? ", thousands separator '.'" : ""));
    }
    facts.addAll(notes);
    return facts;
  }

  /** Whether a character is cut off at both ends of a cell without quotes. */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** A delimiter in a message. */
  static String shown(char delimiter) {
    return delimiter == '\t' ? "tab" : "'" + delimiter + "'";
  }
}
