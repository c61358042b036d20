package dev.cortado.formats;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.SafeText;

/**
 * A schema in JSON.
 *
 * <pre>{@code
 * {"features":["x1"],"target":{"kind":"numbers","names":["y"]}}
 * }</pre>
 */
final class SchemaJson {

  private SchemaJson() {}

  static Json json(Schema schema) {
    return Json.mapping()
        .with("features", Json.of(schema.features()))
        .with("target", json(schema.target()));
  }

  private static Json json(Target target) {
    return switch (target) {
      case Target.Numbers(var names) -> kind("numbers").with("names", Json.of(names));
      case Target.Labels(var names) -> kind("labels").with("names", Json.of(names));
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

  static Schema read(FieldReader fields) {
    var target = fields.object("target");
    try {
      var schema = new Schema(fields.strings("features"), target(target, target.string("kind")));
      target.requireNothingElse();
      fields.requireNothingElse();
      return schema;
    } catch (IllegalArgumentException e) {
      throw target.wrong(e);
    }
  }

  private static Target target(FieldReader fields, String kind) {
    return switch (kind) {
      case "numbers" -> new Target.Numbers(fields.strings("names"));
      case "labels" -> new Target.Labels(fields.strings("names"));
      case "binary" ->
          new Target.Binary(
              fields.string("name"), fields.string("negative"), fields.string("positive"));
      case "classes" -> new Target.Classes(fields.string("name"), fields.strings("classes"));
      default ->
          throw fields.wrong(
              "is a '" + SafeText.of(kind) + "', expected numbers, labels, binary or classes");
    };
  }
}
