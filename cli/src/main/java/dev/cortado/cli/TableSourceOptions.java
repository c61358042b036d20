package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.internal.Suggestion;
import dev.cortado.tables.CsvFormat;
import dev.cortado.tables.TableSource;
import dev.cortado.tables.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The options that say where a table is and how it is written. */
final class TableSourceOptions {

  static final Argument<List<String>> DATA =
      Argument.repeated(
          "DATA",
          "CSV, TSV, Parquet, npy, npz or IDX files (also .gz, several, or with * and ?), - for"
              + " standard input. With cortado come credit and the toy tables "
              + String.join(", ", Table.names()));

  private static final Option<Character> DELIMITER =
      Option.of(
          "--delimiter",
          "C",
          "between cells of a CSV file: , ; | or tab (found out)",
          TableSourceOptions::delimiter);

  private static final Option<String> DECIMAL =
      Option.of(
          "--decimal",
          "C",
          "decimal point or comma: . or , (found out)",
          ValueParser.oneOf(List.of(".", ","), Function.identity()));

  private static final Option<String> HEADER =
      Option.of(
          "--header",
          "yes|no",
          "whether the first row has the names of the columns (found out)",
          ValueParser.oneOf(List.of("yes", "no"), Function.identity()));

  private static final Option<String> JDBC =
      Option.of("--jdbc", "URL", "read from a database, in place of DATA", text -> text);

  private static final Option<String> SQL =
      Option.of("--sql", "QUERY", "the query for --jdbc", text -> text);

  private static final Option<Path> DRIVER =
      Option.of("--driver", "JAR", "the database's JDBC driver", ValueParser.path());

  static final List<Option<?>> OPTIONS = List.of(DELIMITER, DECIMAL, HEADER, JDBC, SQL, DRIVER);

  private TableSourceOptions() {}

  private static char delimiter(String text) {
    return switch (text) {
      case "tab", "\\t" -> '\t';
      default -> {
        if (text.length() != 1) {
          throw new IllegalArgumentException(
              "'" + Text.quoted(text) + "', expected one character or tab");
        }
        yield text.charAt(0);
      }
    };
  }

  /** Whether the line names a table. */
  static boolean isGiven(ParsedLine line) {
    return line.has(DATA) || line.has(JDBC);
  }

  /** The table that a line names. */
  static TableSource source(String command, ParsedLine line) {
    if (line.has(JDBC)) {
      if (line.has(DATA)) {
        throw Failure.usage("%s: --jdbc excludes DATA; leave out one or the other", command);
      }
      return database(command, line);
    }
    for (var option : List.of(SQL, DRIVER)) {
      if (line.has(option)) {
        throw Failure.usage("%s: %s needs --jdbc", command, option.name());
      }
    }
    var places = line.find(DATA).orElse(List.of());
    if (places.isEmpty()) {
      throw Failure.usage(
          "%s: DATA is missing; cortado %s --help says what it is", command, command);
    }
    requireKnown(command, line);
    return source(places, line);
  }

  /** Refuses a file that is not there and whose name is almost that of a table of the command. */
  static void requireKnown(String command, ParsedLine line) {
    var places = line.find(DATA).orElse(List.of());
    if (places.size() == 1 && Files.notExists(Path.of(places.getFirst()))) {
      var known = Suggestion.of(places.getFirst(), names());
      if (!known.isEmpty()) {
        throw Failure.usage(
            "%s: DATA: no file '%s'%s", command, Text.quoted(places.getFirst()), known);
      }
    }
  }

  /** The tables that come with the command. */
  private static List<String> names() {
    var names = new ArrayList<>(List.of(BundledCsv.CREDIT.name()));
    names.addAll(Table.names());
    return names;
  }

  /** The table in files, written as the line says. */
  static TableSource source(List<String> places, ParsedLine line) {
    try {
      return Tables.read(places, format(line));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("%s", ValueParser.message(e));
    }
  }

  private static TableSource database(String command, ParsedLine line) {
    if (!line.has(SQL) || !line.has(DRIVER)) {
      throw Failure.usage(
          "%s: --jdbc needs --sql \"select ...\" and --driver JAR, the jar of the database's"
              + " driver",
          command);
    }
    return Tables.jdbc(
        line.find(JDBC).orElseThrow(),
        line.find(SQL).orElseThrow(),
        line.find(DRIVER).orElseThrow());
  }

  private static CsvFormat format(ParsedLine line) {
    var format = CsvFormat.auto();
    if (line.has(DELIMITER)) {
      format = format.delimiter(line.find(DELIMITER).orElseThrow());
    }
    if (line.has(DECIMAL)) {
      format = format.decimal(line.find(DECIMAL).orElseThrow().charAt(0));
    }
    if (line.has(HEADER)) {
      format = format.header(line.find(HEADER).orElseThrow().equals("yes"));
    }
    return format;
  }
}
