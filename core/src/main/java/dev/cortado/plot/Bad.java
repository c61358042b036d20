package dev.cortado.plot;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** How this package tells of a bad argument. */
final class Bad {

  private Bad() {}

  @FormatMethod
  static IllegalArgumentException argument(String message, Object... values) {
    return new IllegalArgumentException(String.format(Locale.ROOT, message, values));
  }
}
