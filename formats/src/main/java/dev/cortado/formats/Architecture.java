package dev.cortado.formats;

import dev.cortado.autograd.Cell;
import dev.cortado.formats.json.Json;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Records;
import dev.cortado.nn.Layer;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a model as JSON: each layer by a name and its components, each cell by its shape. The
 * numbers of the cells are tensors of the file, under the names of {@link Layer#state}.
 *
 * <pre>{@code
 * Architecture.of(Dense.of(2, 1)).text();
 * // {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]},"activation":{"layer":"identity"}}
 * }</pre>
 *
 * <p>A cell that is used again is {@code {"same":"layers.0.weight"}}. A layer of the program's own
 * is {@code {"layer":"custom","name":"Gated","fields":{…}}}; without {@code fields} if a file
 * cannot hold its components.
 */
final class Architecture {

  static final String CUSTOM = "custom";
  static final String FIELDS = "fields";

  /** The reader's bound on the depth of JSON must not be reached. */
  private static final int MAX_DEPTH = 24;

  private final IdentityHashMap<Cell, String> names = new IdentityHashMap<>();
  private final Map<String, LayerClass> own = new LinkedHashMap<>();

  private Architecture(Layer model) {
    model.state().forEach((name, cell) -> names.put(cell, name));
  }

  /** Describes a model. */
  static Json.Mapping of(Layer model) {
    return new Architecture(model).layer(new Path("", 0), model);
  }

  /** The classes of the program's own that the description of a model has with their components. */
  static LayerRegistry registry(Layer model) {
    var description = new Architecture(model);
    description.layer(new Path("", 0), model);
    return LayerRegistry.of(description.own);
  }

  /** The name of a component in the model. */
  private record Path(String name, int depth) {

    Path in(String part) {
      return new Path(name.isEmpty() ? part : name + "." + part, depth);
    }

    Path deeper() {
      if (depth == MAX_DEPTH) {
        throw Errors.argument(
            "model: %s is nested deeper than %d, which a file cannot hold", name, MAX_DEPTH);
      }
      return new Path(name, depth + 1);
    }
  }

  private Json.Mapping layer(Path path, Layer layer) {
    var known = LibraryLayers.of(layer);
    if (known != null) {
      var named = Json.mapping().with("layer", Json.of(known.name()));
      return known.nestsComponents()
          ? named.with(FIELDS, fields(path, Json.mapping(), known.components(), layer))
          : fields(path, named, known.components(), layer);
    }
    var name = layer.getClass().getSimpleName();
    var custom = Json.mapping().with("layer", Json.of(CUSTOM)).with("name", Json.of(name));
    var mine = own(name, layer.getClass());
    return mine == null
        ? custom
        : custom.with(FIELDS, fields(path, Json.mapping(), mine.components(), layer));
  }

  private @Nullable LayerClass own(String name, Class<?> type) {
    LayerClass mine;
    try {
      mine = LayerClass.of(name, type);
    } catch (IllegalArgumentException _) {
      // A file cannot hold its components, so only its name is written.
      return null;
    }
    var other = own.putIfAbsent(name, mine);
    if (other != null && other.type() != type) {
      throw Errors.argument(
          "model: %s and %s have one name in a file; rename one of them",
          other.type().getName(), type.getName());
    }
    return mine;
  }

  private Json.Mapping fields(
      Path path, Json.Mapping json, List<FieldType.Component> components, Object owner) {
    var values = Records.inside(owner);
    var result = json;
    for (int i = 0; i < values.size(); i++) {
      var name = values.get(i).name();
      result =
          result.with(name, json(path.in(name), components.get(i).type(), values.get(i).value()));
    }
    return result;
  }

  private Json json(Path path, FieldType type, @Nullable Object value) {
    return switch (value) {
      case null -> new Json.None();
      case Cell cell -> cell(path, cell);
      case Layer layer -> layer(path.deeper(), layer);
      case Record it when type instanceof FieldType.RecordField(_, var components) ->
          fields(path, Json.mapping(), components, it);
      case List<?> list when type instanceof FieldType.ListField(var element) ->
          new Json.Sequence(List.copyOf(inside(path, element, list).values()));
      case Map<?, ?> map when type instanceof FieldType.MapField(var element) ->
          new Json.Mapping(inside(path, element, map));
      default -> ValueJson.json(value);
    };
  }

  private SequencedMap<String, Json> inside(Path path, FieldType element, Object values) {
    var all = new LinkedHashMap<String, Json>();
    for (var each : Records.inside(values)) {
      all.put(each.name(), json(path.in(each.name()), element, each.value()));
    }
    return all;
  }

  private Json cell(Path path, Cell cell) {
    var first = names.get(cell);
    return first == null || first.equals(path.name)
        ? Json.mapping().with("shape", Json.of(cell.shape().dims()))
        : Json.mapping().with("same", Json.of(first));
  }
}
