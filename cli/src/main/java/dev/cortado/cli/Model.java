package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.ModelFile;
import dev.cortado.table.Preparation;
import dev.cortado.tables.TableSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model loaded from a file.
 *
 * @param path of the file
 */
record Model(Path path, ModelFile file) {

  static final Argument<Path> ARGUMENT =
      Argument.required("MODEL", "a model file, as saved by train", ValueParser.path());

  static Model load(ParsedLine line) {
    var path = line.value(ARGUMENT);
    return new Model(path, ModelFile.load(path));
  }

  /** The options that say which rows. */
  static List<Option<?>> rowOptions() {
    var options = new ArrayList<Option<?>>(TableSourceOptions.OPTIONS);
    options.add(DataPart.OPTION);
    return options;
  }

  /** How raw rows become those that the model takes; null for a model of encoded rows. */
  @Nullable Preparation preparation() {
    return file.preparation();
  }

  /** The table of raw rows that a line names. */
  TableSource source(String command, ParsedLine line) {
    if (line.has(DataPart.OPTION)) {
      throw Failure.usage("%s: --part is for tables that come with cortado", command);
    }
    var credit = BundledCsv.CREDIT;
    return line.find(TableSourceOptions.DATA).orElse(List.of()).equals(List.of(credit.name()))
            && Files.notExists(Path.of(credit.name()))
        ? credit.source()
        : TableSourceOptions.source(command, line);
  }

  /** Its metrics on rows. */
  Report report(Dataset data) {
    return Report.of(file.model(), data, file.outputs());
  }

  /** Rows, and a text that says which. */
  record Rows(Dataset data, String text) {}

  /**
   * The rows that a line asks for, by default those of the model's own table that were held back.
   */
  Rows rows(String command, ParsedLine line) {
    var seed = file.receipt().seed();
    var own = file.receipt().notes().get(ReceiptNotes.TABLE);
    var table = new SeededTable(named(command, line).orElseGet(() -> ownTable(command, own)), seed);
    var part =
        line.find(DataPart.OPTION).orElse(table.name().equals(own) ? DataPart.TEST : DataPart.ALL);
    var data = part.of(table);
    requireSchema(command, table, data.schema());
    return new Rows(data, Text.grouped(data.size()) + " rows of " + table.name() + ", " + part);
  }

  private Optional<Table> named(String command, ParsedLine line) {
    var places = line.find(TableSourceOptions.DATA).orElse(List.of());
    if (places.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SeededTable.PARSER.parse(String.join(" ", places)));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "%s: DATA: %s; %s takes encoded rows, not those of a file",
          command, ValueParser.message(e), path);
    }
  }

  private Table ownTable(String command, @Nullable String name) {
    if (name == null) {
      throw Failure.usage(
          "%s: %s does not say which table it was trained on; add DATA", command, path);
    }
    try {
      return SeededTable.PARSER.parse(name);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "%s: %s was trained on table %s; add DATA", command, path, ValueParser.message(e));
    }
  }

  private void requireSchema(String command, SeededTable table, Schema other) {
    if (!file.schema().equals(other)) {
      throw Failure.of(
          Exit.DATA,
          "SHAPE",
          "%s: %s is for columns %s; %s has %s",
          command,
          path,
          Text.quoted(columns(file.schema())),
          table.name(),
          Text.quoted(columns(other)));
    }
  }

  private static String columns(Schema schema) {
    return String.join(", ", schema.features())
        + " and "
        + switch (schema.target()) {
          case Target.Numbers(var names) -> String.join(", ", names);
          case Target.Labels(var names) -> String.join(", ", names);
          case Target.Binary(var name, var negative, var positive) ->
              name + " " + negative + ", " + positive;
          case Target.Classes(var name, var classes) -> name + " " + String.join(", ", classes);
        };
  }
}
