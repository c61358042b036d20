package dev.cortado.tables.read;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;
import dev.cortado.tables.CsvFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out how a CSV file is written, by the rules of {@link CsvFormat}. */
final class CsvSniffer {

  /** How many characters are looked at. */
  static final int CHARACTERS = 1 << 20;

  private static final int ROWS = 1_000;

  /** Earlier ones win a tie. */
  private static final String DELIMITERS = "\t;|,";

  private static final Pattern SINGLE_QUOTED =
      Pattern.compile("(?:^|[,;\t|\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)");
  private static final Pattern SPACED =
      Pattern.compile("[,;\t|\n] +[\"']|[\"'] +(?=[,;\t|\r\n]|$)");

  private final String name;
  private final String text;
  private final boolean whole;
  private final CsvFormat given;

  /** For the beginning of a text, or the whole of it. */
  CsvSniffer(String name, String text, boolean whole, CsvFormat given) {
    this.name = name.toLowerCase(Locale.ROOT);
    this.text = text;
    this.whole = whole;
    this.given = given;
  }

  /** The rows as one delimiter cuts them. */
  private record Cut(char delimiter, char quote, List<List<Cell>> rows, boolean failed) {

    int columns() {
      return rows.isEmpty() ? 0 : rows.getFirst().size();
    }

    double agreement() {
      return rows.stream().filter(row -> row.size() == columns()).count() / (double) rows.size();
    }

    boolean agrees() {
      return !failed && agreement() == 1;
    }

    /** The share of cells with another delimiter in them. */
    double untidiness() {
      long cells = 0;
      long untidy = 0;
      for (var row : rows) {
        cells += row.size();
        untidy += row.stream().filter(this::isUntidy).count();
      }
      return untidy / (double) cells;
    }

    private boolean isUntidy(Cell cell) {
      return !cell.quoted
          && !(delimiter != ',' && DecimalComma.isNumber(cell.text))
          && cell.text.chars().anyMatch(c -> c != delimiter && DELIMITERS.indexOf(c) >= 0);
    }
  }

  private record Cell(String text, boolean quoted) {}

  /** What was found. */
  CsvDialect dialect() {
    char quote = given.quote() != null ? given.quote() : quote();
    boolean spaced = SPACED.matcher(text).find();
    var cut =
        given.delimiter() != null ? cut(given.delimiter(), quote, spaced) : best(quote, spaced);
    boolean comma =
        given.decimal() != null ? given.decimal() == ',' : cut.delimiter != ',' && commas(cut);
    boolean thousands = comma && DecimalComma.thousands(texts(cut));
    var notes = new ArrayList<String>();
    return new CsvDialect(
        cut.delimiter, quote, spaced, header(cut, comma, notes), comma, thousands, notes);
  }

  /** The delimiter that would do, if another one was given and finds a single column; else null. */
  @Nullable Character betterDelimiter() {
    var best = best(given.quote() != null ? given.quote() : quote(), SPACED.matcher(text).find());
    return best.agrees() && best.columns() > 1 ? best.delimiter : null;
  }

  private char quote() {
    return text.indexOf('"') < 0 && SINGLE_QUOTED.matcher(text).find() ? '\'' : '"';
  }

  private Cut best(char quote, boolean spaced) {
    var cuts = new ArrayList<Cut>();
    for (int i = 0; i < DELIMITERS.length(); i++) {
      var cut = cut(DELIMITERS.charAt(i), quote, spaced);
      if (cut.columns() > 1) {
        cuts.add(cut);
      }
    }
    if (cuts.isEmpty()) {
      return cut(',', quote, spaced);
    }
    if ((name.contains(".tsv") || name.contains(".tab")) && cuts.getFirst().delimiter == '\t') {
      return cuts.getFirst();
    }
    var agreeing = cuts.stream().filter(Cut::agrees).toList();
    return agreeing.isEmpty()
        ? cuts.stream()
            .min(
                Comparator.comparingDouble(Cut::agreement)
                    .thenComparingInt(Cut::columns)
                    .reversed())
            .orElseThrow()
        : agreeing.stream()
            .min(
                Comparator.comparingDouble(Cut::untidiness)
                    .thenComparing(Comparator.comparingInt(Cut::columns).reversed()))
            .orElseThrow();
  }

  private Cut cut(char delimiter, char quote, boolean spaced) {
    var collector = new Collector();
    boolean failed = false;
    boolean cutOff = !whole;
    try (var reader =
        CsvDialect.builder(delimiter, quote, spaced)
            .allowUnclosedQuote(!whole)
            .build(collector, text)) {
      var rows = reader.spliterator();
      while (rows.tryAdvance(_ -> {})) {
        if (collector.rows.size() == ROWS) {
          cutOff = false;
          break;
        }
      }
    } catch (CsvParseException | IOException _) {
      failed = true;
    }
    if (cutOff && !failed && collector.rows.size() > 1) {
      collector.rows.removeLast();
    }
    return new Cut(delimiter, quote, collector.rows, failed);
  }

  /** Collects the rows that are not blank. */
  private static final class Collector extends CsvCallbackHandler<Boolean> {

    private final List<List<Cell>> rows = new ArrayList<>();
    private List<Cell> row = new ArrayList<>();

    @Override
    protected RecordType getRecordType() {
      return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
      return row.size();
    }

    @Override
    protected void beginRecord(long line) {
      row = new ArrayList<>();
    }

    @Override
    protected void addField(char[] buffer, int at, int length, boolean quoted) {
      if (row.size() < CsvDialect.MOST_COLUMNS) {
        int from = at;
        int to = at + length;
        while (!quoted && from < to && CsvDialect.isBlank(buffer[from])) {
          from++;
        }
        while (!quoted && from < to && CsvDialect.isBlank(buffer[to - 1])) {
          to--;
        }
        row.add(new Cell(new String(buffer, from, to - from), quoted));
      }
    }

    @Override
    protected void setComment(char[] buffer, int at, int length) {}

    @Override
    protected void setEmpty() {}

    @Override
    protected Boolean buildRecord() {
      boolean blank =
          row.isEmpty()
              || (row.size() == 1 && !row.getFirst().quoted && row.getFirst().text.isEmpty());
      return !blank && rows.add(row);
    }
  }

  private static List<String> texts(Cut cut) {
    return cut.rows.stream().flatMap(List::stream).map(Cell::text).toList();
  }

  private static boolean commas(Cut cut) {
    var texts = texts(cut);
    long commas = texts.stream().filter(DecimalComma::isNumber).count();
    return commas > 0
        && commas
            > texts.stream().filter(text -> Kind.isNumber(text) && text.contains(".")).count();
  }

  /** What a cell looks like. */
  private enum Kind {
    MISSING,
    NUMBER,
    DATE,
    TRUTH,
    TEXT;

    private static final Pattern NUMBERS =
        Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern DATES =
        Pattern.compile(
            "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[T ].*)?|[0-9]{1,2}:[0-9]{2}.*");

    static boolean isNumber(String text) {
      return NUMBERS.matcher(text).matches();
    }

    static Kind of(String text, boolean comma) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "", "?", "na", "n/a", "nan", "null", "none" -> MISSING;
        case "true", "false" -> TRUTH;
        default ->
            isNumber(text) || (comma && DecimalComma.isNumber(text))
                ? NUMBER
                : DATES.matcher(text).matches() ? DATE : TEXT;
      };
    }
  }

  private boolean header(Cut cut, boolean comma, List<String> notes) {
    if (cut.rows.isEmpty()) {
      return false;
    }
    int votes = 0;
    boolean numbers = true;
    boolean names = true;
    var first = cut.rows.getFirst();
    for (int column = 0; column < first.size(); column++) {
      var kind = Kind.of(first.get(column).text, comma);
      votes += vote(cut, column, kind, comma);
      numbers &= kind == Kind.NUMBER;
      names &= !first.get(column).text.isEmpty() && !isRepeated(cut, column);
    }
    names &= new HashSet<>(first).size() == first.size();
    boolean found = votes > 0 || (votes == 0 && names);
    if (given.header() == null) {
      return found;
    }
    if (given.header() && numbers) {
      notes.add("warning: the first row is all numbers, but was said to be the header");
    } else if (!given.header() && votes > 0) {
      notes.add("warning: the first row looks like a header, but was said to be none");
    }
    return given.header();
  }

  private static boolean isRepeated(Cut cut, int column) {
    var text = cut.rows.getFirst().get(column).text;
    return cut.rows.stream()
        .skip(1)
        .anyMatch(row -> column < row.size() && row.get(column).text.equals(text));
  }

  /** 1 for a header, −1 against it, 0 if the column does not tell. */
  private static int vote(Cut cut, int column, Kind first, boolean comma) {
    return switch (first) {
      case MISSING -> 0;
      case NUMBER, DATE, TRUTH -> -1;
      case TEXT -> {
        var below =
            cut.rows.stream()
                .skip(1)
                .filter(row -> column < row.size())
                .map(row -> Kind.of(row.get(column).text, comma))
                .filter(kind -> kind != Kind.MISSING)
                .distinct()
                .limit(2)
                .toList();
        yield below.size() == 1 && below.getFirst() != Kind.TEXT ? 1 : 0;
      }
    };
  }
}
