package dev.cortado.table;

import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import org.jspecify.annotations.Nullable;

/** Reads raw values: null, strings, numbers, booleans. */
final class RawValue {

  private RawValue() {}

  /** The value as a number; NaN if it is missing. */
  static double number(@Nullable Object value) {
    return switch (value) {
      case null -> Double.NaN;
      case Number number -> number.doubleValue();
      case Boolean truth -> truth ? 1 : 0;
      case String text -> Double.parseDouble(text);
      default -> throw Errors.argument("'%s' is not a number", SafeText.of(value.toString()));
    };
  }

  /** The value as a text; null if it is missing. A whole number has no decimal point. */
  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
