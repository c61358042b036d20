package dev.cortado.formats;

import dev.cortado.formats.json.Json;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plain values among the components of a layer as JSON: numbers, strings, enums, arrays. */
final class ValueJson {

  private static final Set<Class<?>> SCALARS =
      Set.of(int.class, long.class, float.class, double.class, boolean.class, String.class);

  /** Lists and maps have these. */
  private static final Map<Class<?>, Class<?>> UNBOXED =
      Map.of(
          Integer.class, int.class,
          Long.class, long.class,
          Float.class, float.class,
          Double.class, double.class,
          Boolean.class, boolean.class);

  private ValueJson() {}

  /** Whether values of a class can be written. */
  static boolean holds(Class<?> type) {
    return type.isArray()
        ? holds(type.getComponentType())
        : SCALARS.contains(unboxed(type)) || type.isEnum();
  }

  private static Class<?> unboxed(Class<?> type) {
    return UNBOXED.getOrDefault(type, type);
  }

  /** A value of such a class as JSON. */
  static Json json(Object value) {
    return switch (value) {
      case Boolean flag -> Json.of(flag);
      case Integer number -> Json.of((long) number);
      case Long number -> Json.of((long) number);
      case Float number -> number((double) number);
      case Double number -> number(number);
      case String text -> Json.of(text);
      case Enum<?> constant -> Json.of(constant.name());
      default -> {
        var all = new ArrayList<Json>();
        for (int i = 0; i < Array.getLength(value); i++) {
          all.add(json(Array.get(value, i)));
        }
        yield new Json.Sequence(all);
      }
    };
  }

  /** JSON has no infinity and no NaN, so those are strings. */
  private static Json number(double number) {
    return Double.isFinite(number) ? Json.of(number) : Json.of(String.valueOf(number));
  }

  /** The value that was written, or null if the JSON is not one of this class. */
  static @Nullable Object read(Class<?> boxed, Json json) {
    var type = unboxed(boxed);
    if (type == int.class) {
      return json instanceof Json.Whole(long number) && number == (int) number
          ? (Integer) (int) number
          : null;
    }
    if (type == long.class) {
      return json instanceof Json.Whole(long number) ? (Long) number : null;
    }
    if (type == boolean.class) {
      return json instanceof Json.Flag(boolean flag) ? (Boolean) flag : null;
    }
    if (type == String.class) {
      return json instanceof Json.Text(var text) ? text : null;
    }
    if (type == double.class) {
      return real(json);
    }
    if (type == float.class) {
      var number = real(json);
      return number == null || (Double.isFinite(number) && Math.abs(number) > Float.MAX_VALUE)
          ? null
          : (Float) number.floatValue();
    }
    return type.isArray() ? array(type.getComponentType(), json) : constant(type, json);
  }

  private static @Nullable Double real(Json json) {
    return switch (json) {
      case Json.Decimal(double number) -> number;
      case Json.Whole(long number) -> (double) number;
      case Json.Text(var text) when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case Json.Text(var text) when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      case Json.Text(var text) when text.equals("NaN") -> Double.NaN;
      default -> null;
    };
  }

  private static @Nullable Object constant(Class<?> type, Json json) {
    if (json instanceof Json.Text(var text)) {
      for (var constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(text)) {
          return constant;
        }
      }
    }
    return null;
  }

  private static @Nullable Object array(Class<?> component, Json json) {
    if (!(json instanceof Json.Sequence(var elements))) {
      return null;
    }
    var array = Array.newInstance(component, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      var element = read(component, elements.get(i));
      if (element == null) {
        return null;
      }
      Array.set(array, i, element);
    }
    return array;
  }

  /** What the JSON of a class must be, for messages. */
  static String expected(Class<?> boxed) {
    var type = unboxed(boxed);
    if (type.isArray()) {
      return "an array of " + type.getComponentType().getSimpleName();
    }
    if (type.isEnum()) {
      return "a " + type.getSimpleName();
    }
    return type == int.class || type == long.class
        ? "an integer"
        : type == String.class ? "a string" : type == boolean.class ? "true or false" : "a number";
  }
}
