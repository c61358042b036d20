package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.ModelFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model loaded from a file.
 *
 * @param path of the file
 */
record Model(Path path, ModelFile file) {

  static final Argument<Path> ARGUMENT =
      Argument.required("MODEL", "a model file, as saved by train", ValueParser.path());

  static final Argument<Table> TABLE =
      Argument.optional(
          "TABLE", "the table to use (the one the model was trained on)", SeededTable.PARSER);

  static Model load(ParsedLine line) {
    var path = line.value(ARGUMENT);
    return new Model(path, ModelFile.load(path));
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
    var table = new SeededTable(line.find(TABLE).orElseGet(() -> ownTable(command, own)), seed);
    var part =
        line.find(DataPart.OPTION).orElse(table.name().equals(own) ? DataPart.TEST : DataPart.ALL);
    var data = part.of(table);
    requireSchema(command, table, data.schema());
    return new Rows(data, Text.grouped(data.size()) + " rows of " + table.name() + ", " + part);
  }

  private Table ownTable(String command, @Nullable String name) {
    if (name == null) {
      throw Failure.usage(
          "%s: %s does not say which table it was trained on; add TABLE", command, path);
    }
    try {
      return SeededTable.PARSER.parse(name);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "%s: %s was trained on table %s; add TABLE", command, path, ValueParser.message(e));
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
