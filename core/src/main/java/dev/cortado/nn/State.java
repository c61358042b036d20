package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a layer's cells off its record components, in the order in which they are declared. */
final class State {

  private final SequencedMap<String, Cell> found = new LinkedHashMap<>();
  private final Set<Cell> known = Collections.newSetFromMap(new IdentityHashMap<>());

  private State() {}

  /** The cells of a layer by name; one that was met before is not listed again. */
  static SequencedMap<String, Cell> of(Layer layer) {
    var state = new State();
    parts(
        layer,
        (name, part) -> {
          switch (part) {
            case Cell stored -> state.put(name, stored);
            // A layer inside may name its own state.
            case Layer child ->
                child.state().forEach((in, cell) -> state.put(name + "." + in, cell));
            default -> throw new AssertionError(part);
          }
        });
    return state.found;
  }

  /** The layers directly inside a layer, by name. */
  static SequencedMap<String, Layer> children(Layer layer) {
    var children = new LinkedHashMap<String, Layer>();
    if (layer.getClass().isRecord()) {
      parts(
          layer,
          (name, part) -> {
            if (part instanceof Layer child) {
              children.put(name, child);
            }
          });
    }
    return children;
  }

  /** The same layer with other cells in the place of its own. */
  static Layer with(UnaryOperator<Cell> replacement, Layer layer) {
    var others = new IdentityHashMap<Cell, Cell>();
    return rebuilt(cell -> others.computeIfAbsent(cell, replacement), layer);
  }

  private static Layer rebuilt(UnaryOperator<Cell> replacement, Layer layer) {
    var components = components(layer);
    var values =
        Arrays.stream(components)
            .map(component -> replaced(replacement, value(layer, component)))
            .toArray();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = layer.getClass().getDeclaredConstructor(types);
      return (Layer) opened(constructor, layer.getClass()).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw failed(layer.getClass(), "its constructor failed", e);
    }
  }

  private static @Nullable Object replaced(
      UnaryOperator<Cell> replacement, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Cell stored -> replacement.apply(stored);
      case Layer child -> rebuilt(replacement, child);
      case List<?> list -> list.stream().map(entry -> replaced(replacement, entry)).toList();
      default -> value;
    };
  }

  private void put(String name, Cell stored) {
    if (known.add(stored)) {
      found.put(name, stored);
    }
  }

  /** Hands over each cell and layer among a layer's components and in lists of them. */
  private static void parts(Layer layer, BiConsumer<String, Object> reader) {
    for (var component : components(layer)) {
      visit(layer, component.getName(), value(layer, component), reader);
    }
  }

  private static void visit(
      Layer layer, String name, @Nullable Object value, BiConsumer<String, Object> reader) {
    switch (value) {
      case Cell stored -> reader.accept(name, stored);
      case Layer child -> reader.accept(name, child);
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          visit(layer, name + "." + i, list.get(i), reader);
        }
      }
      case Object[] array -> refuse(layer, name, "an array", Arrays.stream(array));
      case Map<?, ?> map -> refuse(layer, name, "a map", map.values().stream());
      case Collection<?> others -> refuse(layer, name, "not a list", others.stream());
      case null, default -> {}
    }
  }

  /** What is overlooked would silently not be trained. */
  private static void refuse(Layer layer, String name, String what, Stream<?> values) {
    if (values.anyMatch(value -> value instanceof Cell || value instanceof Layer)) {
      throw Errors.state(
          "layer %s: '%s' is %s, so what is in it has no names; make it a List",
          layer.getClass().getName(), name, what);
    }
  }

  private static RecordComponent[] components(Layer layer) {
    var components = layer.getClass().getRecordComponents();
    if (components == null) {
      throw Errors.state(
          "layer %s: not a record, so its state has no names; make it a record or override state()",
          layer.getClass().getName());
    }
    return components;
  }

  private static @Nullable Object value(Layer layer, RecordComponent component) {
    try {
      return opened(component.getAccessor(), layer.getClass()).invoke(layer);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw failed(layer.getClass(), "'" + component.getName() + "' cannot be read", e);
    }
  }

  private static <T extends AccessibleObject> T opened(T member, Class<?> type) {
    try {
      member.setAccessible(true);
      return member;
    } catch (InaccessibleObjectException e) {
      throw failed(
          type,
          "its state cannot be read; add 'opens "
              + type.getPackageName()
              + ";' to the module-info.java of "
              + type.getModule().getName(),
          e);
    }
  }

  private static IllegalStateException failed(Class<?> type, String what, Exception cause) {
    return new IllegalStateException("layer " + type.getName() + ": " + what, cause);
  }
}
