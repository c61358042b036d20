package dev.cortado.formats;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;

/**
 * A schema in JSON.
 *
 * <pre>{@code
 * {"features":["x1"],"target":{"kind":"numbers","names":["y"]}}
 * }</pre>
 */
final class SchemaText {

  private SchemaText() {}

  static Json json(Schema schema) {
    return Json.mapping()
        .with("features", Json.of(schema.features()))
        .with("target", json(schema.target()));
  }

  private static Json json(Target target) {
    return switch (target) {
      case Target.Numbers(var names) -> kind("numbers").with("names", Json.of(names));
      case Target.Binary(var name, var negative, var positive) ->
          kind("binary")
              .with("name", Json.of(name))
              .with("negative", Json.of(negative))
              .with("positive", Json.of(positive));
      case Target.Classes(var name, var classes) ->
          kind("classes").with("name", Json.of(name)).with("classes", Json.of(classes));
    };
  }

  private static Json.Mapping kind(String kind) {
    return Json.mapping().with("kind", Json.of(kind));
  }

  static Schema read(Part part) {
    var target = part.part("target");
    try {
      var schema = new Schema(part.texts("features"), target(target, target.text("kind")));
      target.requireNothingElse();
      part.requireNothingElse();
      return schema;
    } catch (IllegalArgumentException e) {
      throw target.wrong(e);
    }
  }

  private static Target target(Part part, String kind) {
    return switch (kind) {
      case "numbers" -> new Target.Numbers(part.texts("names"));
      case "binary" ->
          new Target.Binary(part.text("name"), part.text("negative"), part.text("positive"));
      case "classes" -> new Target.Classes(part.text("name"), part.texts("classes"));
      default -> throw part.wrong("is a '" + Shown.text(kind) + "', which is not known");
    };
  }
}
