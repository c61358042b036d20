package dev.cortado.internal;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads records and makes them anew, by reflection: the one place that opens accessors and
 * constructors. A component that cannot be read is an {@link IllegalStateException} with the
 * repair.
 */
public final class Records {

  private Records() {}

  /**
   * A component of a record and its value.
   *
   * @param name as declared
   */
  public record Component(String name, @Nullable Object value) {}

  /** Looks at a value and decides whether what is in it is visited too. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Returns whether to go on into the components of a record, the entries of a list or the values
     * of a map.
     */
    boolean enter(String path, @Nullable Object value);
  }

  /** The components of a record, in the order of their declaration. */
  public static List<Component> components(Record it) {
    return Arrays.stream(it.getClass().getRecordComponents())
        .map(component -> new Component(component.getName(), value(it, component)))
        .toList();
  }

  /** A record of a type with these values of its components, made by its canonical constructor. */
  public static <R> R create(Class<R> type, List<? extends @Nullable Object> values) {
    var components = type.getRecordComponents();
    if (components == null || components.length != values.size()) {
      throw Errors.state(
          "%s: %s, expected %d values", type.getName(), "not a record of these", values.size());
    }
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = opened(type.getDeclaredConstructor(types), type);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException refused
          ? refused
          : failed(type, "its constructor failed", e);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw failed(type, "its constructor does not take " + values, e);
    }
  }

  /**
   * Visits a value and, where the visitor enters, what is in it: {@code layers.0.rate} is the
   * component {@code rate} of the first entry of the list {@code layers}, {@code branches.left} the
   * entry of a map. The path of the value itself is the given one.
   */
  public static void visit(String path, @Nullable Object value, Visitor visitor) {
    if (!visitor.enter(path, value)) {
      return;
    }
    for (var part : inside(value)) {
      visit(path(path, part.name()), part.value(), visitor);
    }
  }

  /**
   * The components of a record, the entries of a list by number, the values of a map by key;
   * nothing else has parts. A map without an order of its own is read in the order of its keys.
   */
  public static List<Component> inside(@Nullable Object value) {
    return switch (value) {
      case Record it -> components(it);
      case List<?> list ->
          IntStream.range(0, list.size())
              .mapToObj(i -> new Component(Integer.toString(i), list.get(i)))
              .toList();
      case Map<?, ?> map -> {
        var entries =
            map.entrySet().stream()
                .map(entry -> new Component(String.valueOf(entry.getKey()), entry.getValue()));
        yield map instanceof SequencedMap
            ? entries.toList()
            : entries.sorted(Comparator.comparing(Component::name)).toList();
      }
      case null, default -> List.of();
    };
  }

  /** A value like this one, with others in the place of what was {@link #inside} it. */
  public static Object with(
      Object value, List<Component> inside, List<? extends @Nullable Object> others) {
    return switch (value) {
      case Record it -> create(it.getClass(), others);
      case List<?> _ -> others.stream().toList();
      default -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < inside.size(); i++) {
          map.put(inside.get(i).name(), others.get(i));
        }
        yield Collections.unmodifiableSequencedMap(map);
      }
    };
  }

  /** The path of a part: {@code layers.0} and {@code weight} are {@code layers.0.weight}. */
  public static String path(String path, String part) {
    return path.isEmpty() ? part : path + "." + part;
  }

  private static @Nullable Object value(Record it, RecordComponent component) {
    try {
      return opened(component.getAccessor(), it.getClass()).invoke(it);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw failed(it.getClass(), "'" + component.getName() + "' cannot be read", e);
    }
  }

  private static <T extends AccessibleObject> T opened(T member, Class<?> type) {
    try {
      member.setAccessible(true);
      return member;
    } catch (InaccessibleObjectException e) {
      throw failed(
          type,
          "its components cannot be read; add 'opens "
              + type.getPackageName()
              + ";' to the module-info.java of "
              + type.getModule().getName(),
          e);
    }
  }

  private static IllegalStateException failed(Class<?> type, String what, Exception cause) {
    return new IllegalStateException("record " + type.getName() + ": " + what, cause);
  }
}
