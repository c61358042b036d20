package dev.cortado.internal;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/**
 * The two ways to tell a programmer what is wrong: a bad argument, or a call at the wrong time. The
 * message says what, with which values, and what to do.
 */
public final class Errors {

  private Errors() {}

  /** For a value that cannot be used. */
  @FormatMethod
  public static IllegalArgumentException argument(String message, Object... values) {
    return new IllegalArgumentException(String.format(Locale.ROOT, message, values));
  }

  /** For something that cannot be done now. */
  @FormatMethod
  public static IllegalStateException state(String message, Object... values) {
    return new IllegalStateException(String.format(Locale.ROOT, message, values));
  }
}
