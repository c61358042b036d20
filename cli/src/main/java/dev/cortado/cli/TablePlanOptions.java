package dev.cortado.cli;

import dev.cortado.internal.FileProblem;
import dev.cortado.tables.Role;
import dev.cortado.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The options that say what the columns of a table are. */
final class TablePlanOptions {

  static final Option<String> TARGET =
      Option.of(
          "--target",
          "COLUMN,...",
          "the column to predict; several for labels or several numbers",
          text -> text);

  private static final Option<TableOptions.Task> TASK =
      Option.of(
              "--task",
              "auto|classify|regress",
              "whether to predict classes or numbers (auto: by the values)",
              ValueParser.oneOf(
                  List.of(TableOptions.Task.values()),
                  task -> task.name().toLowerCase(Locale.ROOT)))
          .orElse(TableOptions.Task.AUTO);

  private static final Option<String> COLUMNS =
      Option.of(
          "--columns",
          "name=role,...",
          "roles of columns, or a file with one name=role on each line: number, yes/no,"
              + " category, date, ignored, ... (by the values)",
          text -> text);

  private static final Option<String> WEIGHTS =
      Option.of("--weights", "COLUMN", "what each row counts", text -> text);

  private static final Option<String> GROUP =
      Option.of(
          "--group",
          "COLUMN",
          "rows with the same value stay together when rows are held back",
          text -> text);

  private static final Option<String> TIME =
      Option.of("--time", "COLUMN", "the latest rows are held back, not random ones", text -> text);

  private static final Option<String> MISSING =
      Option.of("--missing", "TEXT", "one more text that means a missing value", text -> text);

  static final List<Option<?>> OPTIONS =
      List.of(TARGET, TASK, COLUMNS, WEIGHTS, GROUP, TIME, MISSING);

  private TablePlanOptions() {}

  static TableOptions of(ParsedLine line) {
    var options =
        line.has(TARGET)
            ? TableOptions.target(line.find(TARGET).orElseThrow().split(",", -1))
            : TableOptions.none();
    options = options.task(line.value(TASK));
    if (line.has(COLUMNS)) {
      try {
        options = options.roles(roles(line.find(COLUMNS).orElseThrow()));
      } catch (IllegalArgumentException e) {
        throw Failure.usage("%s: %s", COLUMNS.name(), ValueParser.message(e));
      }
    }
    options = role(options, line, WEIGHTS, Role.WEIGHT);
    options = role(options, line, GROUP, Role.GROUP);
    options = role(options, line, TIME, Role.TIME);
    return line.has(MISSING) ? options.alsoMissing(line.find(MISSING).orElseThrow()) : options;
  }

  private static TableOptions role(
      TableOptions options, ParsedLine line, Option<String> option, Role role) {
    return line.has(option) ? options.role(line.find(option).orElseThrow(), role) : options;
  }

  /** A list, or the lines of a file. */
  private static List<String> roles(String text) {
    if (text.contains("=")) {
      return List.of(text.split(",", -1));
    }
    var file = Path.of(text);
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw Failure.of(
          Exit.FILES, "FILE", "%s: %s: %s", COLUMNS.name(), file, FileProblem.reason(e));
    }
  }
}
