package dev.cortado.formats;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      return fields(path, Json.mapping().with("layer", Json.of(known.name())), known, layer);
    }
    var name = layer.getClass().getSimpleName();
    var custom = Json.mapping().with("layer", Json.of(CUSTOM)).with("name", Json.of(name));
    var mine = own(name, layer.getClass());
    return mine == null ? custom : custom.with(FIELDS, fields(path, Json.mapping(), mine, layer));
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

  private Json.Mapping fields(Path path, Json.Mapping json, LayerClass type, Layer layer) {
    var result = json;
    for (var field : type.fields()) {
      result =
          result.with(
              field.name(), json(path.in(field.name()), field.type(), type.value(layer, field)));
    }
    return result;
  }

  private Json json(Path path, FieldType type, @Nullable Object value) {
    return switch (value) {
      case null -> new Json.None();
      case Cell cell -> cell(path, cell);
      case Layer layer -> layer(path.deeper(), layer);
      case List<?> list when type instanceof FieldType.ListField(var element) -> {
        var all = new ArrayList<Json>();
        for (var each : list) {
          all.add(json(path.in(Integer.toString(all.size())), element, each));
        }
        yield new Json.Sequence(all);
      }
      case Map<?, ?> map when type instanceof FieldType.MapField(var element) -> {
        var all = new LinkedHashMap<String, Json>();
        map.forEach((key, each) -> {
          var name = String.valueOf(key);
          all.put(name, json(path.in(name), element, each));
        });
        yield new Json.Mapping(all);
      }
      default -> ValueJson.json(value);
    };
  }

  private Json cell(Path path, Cell cell) {
    var first = names.get(cell);
    return first == null || first.equals(path.name)
        ? Json.mapping().with("shape", Json.of(cell.shape().dims()))
        : Json.mapping().with("same", Json.of(first));
  }
}
