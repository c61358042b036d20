package dev.cortado.formats;

import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The layer classes of your own that a model file may contain. A file has the simple name of such a
 * class; only classes that are listed here are built.
 *
 * <pre>{@code
 * record Gated(Dense value, Dense gate) implements Layer { … }
 * Predictor.of(model, schema, OutputKind.VALUES).save(path);
 * Predictor.load(path, LayerRegistry.of(Gated.class));
 * }</pre>
 *
 * <p>A class must be a record that does not override {@link Layer#state}. Its components may be
 * parameters, buffers, layers, numbers, booleans, strings, enums, arrays of plain values, records
 * of all these, and lists and maps by string. A layer with other components, such as a lambda, is
 * read by {@link ModelFile#loadInto}.
 */
public final class LayerRegistry {

  private final SequencedMap<String, LayerClass> classes;

  private LayerRegistry(SequencedMap<String, LayerClass> classes) {
    this.classes = Collections.unmodifiableSequencedMap(classes);
  }

  /** These classes, each by its simple name. */
  @SafeVarargs
  public static LayerRegistry of(Class<? extends Layer>... classes) {
    var registry = new LayerRegistry(new LinkedHashMap<>());
    for (var type : classes) {
      registry = registry.with(type.getSimpleName(), type);
    }
    return registry;
  }

  /** The same with a class for another name, such as the one it had when the file was written. */
  public LayerRegistry with(String name, Class<? extends Layer> type) {
    var more = new LinkedHashMap<>(classes);
    LayerClass added;
    try {
      added = LayerClass.of(name, type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "layerRegistry: " + e.getMessage() + "; use ModelFile.loadInto", e);
    }
    if (more.put(name, added) != null) {
      throw Errors.argument(
          "layerRegistry: two classes for '%s'; list one of them with(\"other name\", class)",
          name);
    }
    return new LayerRegistry(more);
  }

  static LayerRegistry of(Map<String, LayerClass> classes) {
    return new LayerRegistry(new LinkedHashMap<>(classes));
  }

  /** The class with this name in a file, or null. */
  @Nullable LayerClass named(String name) {
    return classes.get(name);
  }

  /** The names of the classes: {@code [Gated]}. */
  @Override
  public String toString() {
    return classes.keySet().toString();
  }
}
