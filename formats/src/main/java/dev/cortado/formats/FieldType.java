package dev.cortado.formats;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Layer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
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

  /** Type variables may be bounded by themselves. */
  int MAX_DEPTH = 8;

  /** The type of a component, or null if a file cannot hold it. */
  static @Nullable FieldType of(Type type) {
    return of(type, 0);
  }

  private static @Nullable FieldType of(Type type, int depth) {
    if (depth > MAX_DEPTH) {
      return null;
    }
    return switch (type) {
      case Class<?> plain -> ofClass(plain);
      case ParameterizedType generic -> ofGeneric(generic, depth);
      case TypeVariable<?> variable -> of(variable.getBounds()[0], depth + 1);
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], depth + 1);
      default -> null;
    };
  }

  private static @Nullable FieldType ofClass(Class<?> type) {
    if (type == Parameter.class || type == Buffer.class) {
      return new CellField(type == Parameter.class);
    }
    if (Layer.class.isAssignableFrom(type)) {
      return new LayerField(type);
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
    return generic.getRawType() instanceof Class<?> raw ? ofClass(raw) : null;
  }
}
