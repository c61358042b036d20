package dev.cortado.formats;

import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record class of layers whose components a model file can hold.
 *
 * @param name of the layer in a file
 * @param type the class
 * @param fields its components, in order
 */
record LayerClass(String name, Class<?> type, List<Field> fields) {

  /** A component. */
  record Field(RecordComponent component, FieldType type) {

    String name() {
      return component.getName();
    }

    /** Whether it may be null. */
    boolean isReference() {
      return !component.getType().isPrimitive();
    }
  }

  /**
   * A class under a name.
   *
   * @throws IllegalArgumentException if a file cannot hold its layers
   */
  static LayerClass of(String name, Class<?> type) {
    var components = type.getRecordComponents();
    if (components == null) {
      throw Errors.argument("%s is not a record", type.getName());
    }
    if (namesItsCells(type)) {
      throw Errors.argument("%s overrides state()", type.getName());
    }
    var fields = new ArrayList<Field>();
    for (var component : components) {
      var fieldType = FieldType.of(component.getGenericType());
      if (fieldType == null) {
        throw Errors.argument(
            "component '%s' of %s is a %s; expected a number, boolean, string, enum, array of"
                + " these, Parameter, Buffer, layer, or a List or Map by String of these",
            component.getName(), type.getName(), component.getGenericType().getTypeName());
      }
      fields.add(new Field(component, fieldType));
    }
    return new LayerClass(name, type, List.copyOf(fields));
  }

  /** Then the names of its cells do not follow from its components. */
  private static boolean namesItsCells(Class<?> type) {
    try {
      return type.getMethod("state").getDeclaringClass() != Layer.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** A component of a layer. */
  @Nullable Object value(Layer layer, Field field) {
    try {
      return opened(field.component.getAccessor()).invoke(layer);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "layer " + type.getName() + ": '" + field.name() + "' cannot be read", e);
    }
  }

  /** A layer with these components; what its constructor throws is passed on. */
  Layer construct(List<@Nullable Object> values) {
    var types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType);
    try {
      var constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
      return (Layer) opened(constructor).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalArgumentException(e.getCause());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("layer " + type.getName() + " cannot be built", e);
    }
  }

  private <T extends AccessibleObject> T opened(T member) {
    try {
      member.setAccessible(true);
      return member;
    } catch (InaccessibleObjectException e) {
      throw new IllegalStateException(
          "layer "
              + type.getName()
              + " cannot be read; add 'opens "
              + type.getPackageName()
              + ";' to the module-info.java of "
              + type.getModule().getName(),
          e);
    }
  }
}
