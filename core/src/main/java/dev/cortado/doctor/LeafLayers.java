package dev.cortado.doctor;

import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers that a model consists of, in order: those that hold no others. */
final class LeafLayers {

  private LeafLayers() {}

  static List<Layer> of(Layer model) {
    var parts = new ArrayList<Layer>();
    add(model, parts);
    return parts;
  }

  static boolean any(Layer model, Class<? extends Layer> type) {
    return of(model).stream().anyMatch(type::isInstance);
  }

  private static void add(Layer layer, List<Layer> parts) {
    int before = parts.size();
    var components = layer.getClass().getRecordComponents();
    // The activation of a dense layer is a layer too; the dense layer is the part.
    if (components != null && !(layer instanceof Dense)) {
      for (var component : components) {
        addAll(value(layer, component), parts);
      }
    }
    if (parts.size() == before) {
      parts.add(layer);
    }
  }

  private static void addAll(@Nullable Object value, List<Layer> parts) {
    switch (value) {
      case Layer layer -> add(layer, parts);
      case List<?> list -> list.forEach(entry -> addAll(entry, parts));
      case null, default -> {}
    }
  }

  private static @Nullable Object value(Layer layer, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(layer);
    } catch (ReflectiveOperationException | RuntimeException _) {
      // A record of a module that is closed to us keeps its parts to itself.
      return null;
    }
  }
}
