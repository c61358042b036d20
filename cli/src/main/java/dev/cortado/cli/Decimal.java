package dev.cortado.cli;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Numbers in the one way that they are written here, whatever the locale: the digits 0 to 9, a
 * point, an exponent. Java would take {@code 1f}, {@code 0x1p3} and the digits of other scripts.
 */
final class Decimal {

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern REAL =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private Decimal() {}

  /** A whole number, if the text is one and 64 bits hold it. */
  static OptionalLong whole(String text) {
    if (WHOLE.matcher(text).matches()) {
      try {
        return OptionalLong.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /** A number, infinite if it is too large; not-a-number if the text is none. */
  static double real(String text) {
    return REAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
  }
}
