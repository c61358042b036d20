package dev.cortado.cli;

import dev.cortado.data.Dataset;
import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.ModelFile;
import java.nio.file.Path;

/**
 * A model from a file.
 *
 * @param path where it is from
 */
record Model(Path path, ModelFile file) {

  static final Argument ARGUMENT =
      new Argument("MODEL", "the file of a model, as train keeps it", true);

  static final Argument TABLE =
      new Argument("TABLE", "a table for its rows (the one that it was trained on)", false);

  /** The one that a command line names. */
  static Model load(String command, Given given) {
    var path = path(command, given.argument(0).orElseThrow());
    return new Model(path, ModelFile.load(path));
  }

  private static Path path(String command, String text) {
    try {
      return Reading.path().read(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("%s: %s: %s", command, ARGUMENT.label(), Reading.told(e));
    }
  }

  /** How good it is. */
  Report report(Dataset data) {
    return Report.of(file.model(), data, file.outputs());
  }

  /** Rows, and what they are. */
  record Rows(Dataset data, String text) {}

  /** Rows that are asked for: if nothing else is said, those of its table that were held back. */
  Rows rows(String command, Given given) {
    var receipt = file.receipt();
    var own = receipt.notes().get(Notes.TABLE);
    var name = given.argument(1).orElse(own);
    if (name == null) {
      throw Failure.usage("%s: %s says of no table; name one", command, path);
    }
    var source = new Source(Source.table(command, name), receipt.seed());
    var part = given.find(Part.OPTION).orElse(name.equals(own) ? Part.TEST : Part.ALL);
    var data = part.of(source);
    requireSchema(command, source, data.schema());
    return new Rows(data, Text.grouped(data.size()) + " rows of " + name + ", " + part);
  }

  private void requireSchema(String command, Source source, Schema other) {
    if (!file.schema().equals(other)) {
      throw Failure.of(
          Exit.DATA,
          "SHAPE",
          "%s: %s is for columns %s; %s has %s",
          command,
          path,
          Text.quoted(told(file.schema())),
          source.table().name(),
          Text.quoted(told(other)));
    }
  }

  private static String told(Schema schema) {
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
