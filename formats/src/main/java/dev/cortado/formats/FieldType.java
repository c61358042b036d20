package dev.cortado.formats;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The type of a component of a layer record, if a model file can hold it. */
sealed interface FieldType {

  /** A parameter or a buffer; its numbers are a tensor of the file. */
  record CellField(boolean trained) implements FieldType {}

  /** A layer, of this class or one that extends it. */
  record LayerField(Class<?> type) implements FieldType {}

  /** A list. */
  record ListField(FieldType element) implements FieldType {}

  /** A map with strings as keys. */
  record MapField(FieldType value) implements FieldType {}

  /** A number, boolean, string, enum constant or array of these. */
  record ValueField(Class<?> type) implements FieldType {}

  /** A record that is not a layer. */
  record RecordField(Class<?> type, List<Component> components) implements FieldType {}

  /**
   * A component of a record.
   *
   * @param isPrimitive false if it may be null
   */
  record Component(String name, FieldType type, boolean isPrimitive) {}

  /** Types may contain themselves. */
  int MAX_DEPTH = 8;

  /**
   * The components of a record class.
   *
   * @throws IllegalArgumentException if a file cannot hold one of them
   */
  static List<Component> components(Class<?> type) {
    return components(type, 0);
  }

  private static List<Component> components(Class<?> record, int depth) {
    var components = new ArrayList<Component>();
    for (var component : record.getRecordComponents()) {
      var type = of(component.getGenericType(), depth + 1);
      if (type == null) {
        throw Errors.argument(
            "component '%s' of %s is a %s; expected a number, boolean, string, enum, array of"
                + " these, Parameter, Buffer, layer, record, or a List or Map by String of these",
            component.getName(), record.getName(), component.getGenericType().getTypeName());
      }
      components.add(new Component(component.getName(), type, component.getType().isPrimitive()));
    }
    return List.copyOf(components);
  }

  /** The type of a component, or null if a file cannot hold it. */
  private static @Nullable FieldType of(Type type, int depth) {
    if (depth > MAX_DEPTH) {
      return null;
    }
    return switch (type) {
      case Class<?> plain -> ofClass(plain, depth);
      case ParameterizedType generic -> ofGeneric(generic, depth);
      case TypeVariable<?> variable -> of(variable.getBounds()[0], depth + 1);
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], depth + 1);
      default -> null;
    };
  }

  private static @Nullable FieldType ofClass(Class<?> type, int depth) {
    if (type == Parameter.class || type == Buffer.class) {
      return new CellField(type == Parameter.class);
    }
    if (Layer.class.isAssignableFrom(type)) {
      return new LayerField(type);
    }
    if (type.isRecord()) {
      try {
        return new RecordField(type, components(type, depth));
      } catch (IllegalArgumentException _) {
        return null;
      }
    }
    return ValueJson.holds(type) ? new ValueField(type) : null;
  }

  private static @Nullable FieldType ofGeneric(ParameterizedType generic, int depth) {
    var arguments = generic.getActualTypeArguments();
    if (generic.getRawType() == List.class) {
      var element = of(arguments[0], depth + 1);
      return element == null ? null : new ListField(element);
    }
    if (generic.getRawType() == Map.class || generic.getRawType() == SequencedMap.class) {
      var value = of(arguments[1], depth + 1);
      return value == null || arguments[0] != String.class ? null : new MapField(value);
    }
    return generic.getRawType() instanceof Class<?> raw ? ofClass(raw, depth) : null;
  }
}
