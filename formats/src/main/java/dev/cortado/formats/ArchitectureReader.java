package dev.cortado.formats;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.FormatException;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.Records;
import dev.cortado.internal.SafeText;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds a model from an {@link Architecture} and tensors. The whole description is checked before
 * any layer is built.
 */
final class ArchitectureReader {

  private final String place;
  private final LayerRegistry registry;
  private final ModelTensors tensors;
  private final Map<String, String> shapes = new LinkedHashMap<>();
  private final Map<String, FieldType.CellField> types = new HashMap<>();
  private final Map<String, Cell> cells = new HashMap<>();

  private ArchitectureReader(
      String place, SequencedMap<String, Tensor> tensors, LayerRegistry registry) {
    this.place = place;
    this.registry = registry;
    this.tensors = new ModelTensors(place, tensors);
  }

  /** Builds a part of the model; all tensors are there by then. */
  @FunctionalInterface
  private interface Plan {
    @Nullable Object build();
  }

  static Layer read(
      String place,
      Json architecture,
      SequencedMap<String, Tensor> tensors,
      LayerRegistry registry) {
    var reader = new ArchitectureReader(place, tensors, registry);
    var plan = reader.layer("", Layer.class, architecture);
    reader.tensors.require(reader.shapes);
    return (Layer) Objects.requireNonNull(plan.build());
  }

  private Plan layer(String path, Class<?> expected, Json json) {
    var fields = FieldReader.of(place, path, json);
    var name = fields.string("layer");
    boolean custom = name.equals(Architecture.CUSTOM);
    var type = custom ? own(path, fields) : LibraryLayers.named(name);
    if (type == null) {
      throw fields.wrong("is a '" + SafeText.of(name) + "', which this release does not know");
    }
    if (!expected.isAssignableFrom(type.type())) {
      throw fields.wrong(
          "is a '" + SafeText.of(type.name()) + "', which is not an " + expected.getSimpleName());
    }
    var values =
        custom || type.nestsComponents()
            ? FieldReader.of(place, path, fields.value(Architecture.FIELDS))
            : fields;
    var plans = components(values, type.components(), it -> mayBeNull(custom, type, it));
    fields.requireNothingElse();
    return () -> {
      var layer = built(fields, type.type(), plans);
      try {
        LayerChecks.require((Layer) layer);
      } catch (RuntimeException e) {
        throw fields.wrong(e);
      }
      return layer;
    };
  }

  private List<Plan> components(
      FieldReader values,
      List<FieldType.Component> components,
      Predicate<FieldType.Component> mayBeNull) {
    var plans = new ArrayList<Plan>();
    for (var component : components) {
      var value = values.value(component.name());
      boolean absent = value instanceof Json.None && mayBeNull.test(component);
      plans.add(
          absent ? () -> null : value(values.nameOf(component.name()), component.type(), value));
    }
    values.requireNothingElse();
    return plans;
  }

  private static boolean mayBeNull(boolean custom, LayerClass type, FieldType.Component it) {
    return custom ? !it.isPrimitive() : LibraryLayers.isOptional(type, it);
  }

  private LayerClass own(String path, FieldReader fields) {
    var name = fields.string("name");
    var type = registry.named(name);
    if (type == null || !fields.has(Architecture.FIELDS)) {
      throw new FormatException(
          "MODEL-CUSTOM",
          place,
          (path.isEmpty() ? "the model" : "'" + SafeText.of(path) + "'")
              + " is the program's own layer '"
              + SafeText.of(name)
              + "'"
              + (fields.has(Architecture.FIELDS)
                  ? "; load it with a LayerRegistry that lists its class, this one lists "
                      + registry
                  : ", whose components are not in the file; use ModelFile.loadInto(path, model)"));
    }
    return type;
  }

  private static Object built(FieldReader fields, Class<?> type, List<Plan> plans) {
    var values = new ArrayList<@Nullable Object>();
    for (var plan : plans) {
      values.add(plan.build());
    }
    try {
      return Records.create(type, values);
    } catch (RuntimeException e) {
      throw fields.wrong(e);
    }
  }

  private Plan value(String path, FieldType type, Json json) {
    if (path.length() > SafetensorsHeader.MAX_NAME) {
      throw new FormatException(
          "MODEL-LAYER", place, "has a name of " + path.length() + " characters");
    }
    return switch (type) {
      case FieldType.CellField cell -> cell(path, cell, json);
      case FieldType.LayerField(var expected) -> layer(path, expected, json);
      case FieldType.RecordField(var record, var components) -> {
        var fields = FieldReader.of(place, path, json);
        var plans = components(fields, components, it -> !it.isPrimitive());
        yield () -> built(fields, record, plans);
      }
      case FieldType.ListField(var element) -> list(path, element, json);
      case FieldType.MapField(var element) -> map(path, element, json);
      case FieldType.ValueField(var expected) -> {
        var value = ValueJson.read(expected, json);
        if (value == null) {
          throw wrong(path, json, ValueJson.expected(expected));
        }
        yield () -> value;
      }
    };
  }

  private Plan list(String path, FieldType element, Json json) {
    if (!(json instanceof Json.Sequence(var all))) {
      throw wrong(path, json, "an array");
    }
    var plans = new ArrayList<Plan>();
    for (var each : all) {
      plans.add(value(path + "." + plans.size(), element, each));
    }
    return () -> plans.stream().map(Plan::build).toList();
  }

  private Plan map(String path, FieldType element, Json json) {
    if (!(json instanceof Json.Mapping(var all))) {
      throw wrong(path, json, "an object");
    }
    var plans = new LinkedHashMap<String, Plan>();
    all.forEach((key, each) -> plans.put(key, value(path + "." + key, element, each)));
    return () -> {
      var map = new LinkedHashMap<String, @Nullable Object>();
      plans.forEach((key, plan) -> map.put(key, plan.build()));
      return Collections.unmodifiableSequencedMap(map);
    };
  }

  private Plan cell(String path, FieldType.CellField type, Json json) {
    var fields = FieldReader.of(place, path, json);
    if (fields.has("same")) {
      var first = fields.string("same");
      fields.requireNothingElse();
      if (!type.equals(types.get(first))) {
        throw fields.wrong("is the same as '" + SafeText.of(first) + "', which is no such cell");
      }
      return () -> cells.get(first);
    }
    var dims = fields.array("shape").stream().map(Json::text);
    fields.requireNothingElse();
    if (shapes.put(path, dims.collect(Collectors.joining(", ", "[", "]"))) != null) {
      throw fields.wrong("has the name of another cell");
    }
    types.put(path, type);
    return () -> {
      var tensor = tensors.tensor(path);
      var cell = type.trained() ? Parameter.of(tensor) : Buffer.of(tensor);
      cells.put(path, cell);
      return cell;
    };
  }

  private FormatException wrong(String path, Json found, String expected) {
    return FieldReader.wrong(
        place, path, "is " + SafeText.of(found.text()) + ", expected " + expected);
  }
}
