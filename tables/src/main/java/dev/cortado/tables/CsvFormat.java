package dev.cortado.tables;

import dev.cortado.internal.Errors;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written; what is null is found out from its first rows.
 *
 * <pre>{@code
 * CsvFormat.auto().delimiter(';').decimal(',')
 * }</pre>
 *
 * <p>The first 1,000 rows of the first file decide, and of these at most 1,048,576 characters:
 *
 * <ul>
 *   <li>Delimiter: comma, semicolon, tab or {@code |}. It must give every row the same number of
 *       cells, at least two. If several do, the one wins whose cells contain the others least
 *       often, then the one with most columns, then tab before semicolon before {@code |} before
 *       comma. If none does, the one that suits most rows, and the first row that differs is an
 *       error. A file called {@code .tsv} or {@code .tab} has tabs if its first row has one.
 *   <li>Quote: {@code "}, or {@code '} if there is no {@code "} and a cell stands between two.
 *   <li>Header: a column whose first cell is a text above numbers, dates or truth values speaks for
 *       it; one whose first cell is itself such a value speaks against it; the majority decides. In
 *       a tie the first row is a header if its cells are not empty, differ from each other, and
 *       none is found again below in its column.
 *   <li>Decimal comma: only if the delimiter is no comma, and more cells are numbers with a comma
 *       than with a point. Then {@code .} before groups of three digits is a thousands separator,
 *       unless a cell shows that it is not.
 * </ul>
 *
 * @param delimiter between two cells
 * @param quote around cells that contain a delimiter, a line break or a quote, which is doubled
 * @param header whether the first row has the names of the columns
 * @param decimal between the whole number and its fraction: a point or a comma
 */
public record CsvFormat(
    @Nullable Character delimiter,
    @Nullable Character quote,
    @Nullable Boolean header,
    @Nullable Character decimal) {

  /** Checks the characters. */
  public CsvFormat {
    if (delimiter != null && (delimiter < ' ' ? delimiter != '\t' : isPlain(delimiter))) {
      throw Errors.argument(
          "delimiter: '\\u%04x' cannot be one, choose , ; | or a tab", (int) delimiter);
    }
    if (quote != null && quote != '"' && quote != '\'') {
      throw Errors.argument("quote: '\\u%04x', choose \" or '", (int) quote);
    }
    if (decimal != null && decimal != '.' && decimal != ',') {
      throw Errors.argument("decimal: '\\u%04x', choose . or ,", (int) decimal);
    }
  }

  private static boolean isPlain(char letter) {
    return Character.isLetterOrDigit(letter)
        || Character.isSurrogate(letter)
        || "\"'.+-_\u007F".indexOf(letter) >= 0;
  }

  /** Everything is found out. */
  public static CsvFormat auto() {
    return new CsvFormat(null, null, null, null);
  }

  /** With this delimiter. */
  public CsvFormat delimiter(char delimiter) {
    return new CsvFormat(delimiter, quote, header, decimal);
  }

  /** With this quote. */
  public CsvFormat quote(char quote) {
    return new CsvFormat(delimiter, quote, header, decimal);
  }

  /** With or without a header. */
  public CsvFormat header(boolean header) {
    return new CsvFormat(delimiter, quote, header, decimal);
  }

  /** With a decimal point or comma. */
  public CsvFormat decimal(char decimal) {
    return new CsvFormat(delimiter, quote, header, decimal);
  }
}
