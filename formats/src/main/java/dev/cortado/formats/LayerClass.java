package dev.cortado.formats;

import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.util.List;

/**
 * A record class of layers whose components a model file can hold.
 *
 * @param name of the layer in a file
 * @param type the class
 * @param components of the record, in order
 */
record LayerClass(String name, Class<?> type, List<FieldType.Component> components) {

  /**
   * A class under a name.
   *
   * @throws IllegalArgumentException if a file cannot hold its layers
   */
  static LayerClass of(String name, Class<?> type) {
    if (!type.isRecord()) {
      throw Errors.argument("%s is not a record", type.getName());
    }
    if (namesItsCells(type)) {
      throw Errors.argument("%s overrides state()", type.getName());
    }
    return new LayerClass(name, type, FieldType.components(type));
  }

  /**
   * Whether the components need an object of their own, for one of them is named as the layer is.
   */
  boolean nestsComponents() {
    return components.stream().anyMatch(it -> it.name().equals("layer"));
  }

  /** Then the names of its cells do not follow from its components. */
  private static boolean namesItsCells(Class<?> type) {
    try {
      return type.getMethod("state").getDeclaringClass() != Layer.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
