package dev.cortado.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/** Ends a command. The message says what, where, what was expected and what to do. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final String code;

  private Failure(Exit exit, String code, String message) {
    super(message);
    this.exit = exit;
    this.code = code;
  }

  /** With a code that scripts can tell apart, such as {@code OUT}. */
  @FormatMethod
  static Failure of(Exit exit, String code, @FormatString String message, Object... values) {
    return new Failure(exit, code, String.format(Locale.ROOT, message, values));
  }

  /** A command line that means nothing. */
  @FormatMethod
  static Failure usage(@FormatString String message, Object... values) {
    return new Failure(Exit.USAGE, "USAGE", String.format(Locale.ROOT, message, values));
  }

  Exit exit() {
    return exit;
  }

  String code() {
    return code;
  }

  /** The message, which there always is. */
  String told() {
    return String.valueOf(getMessage());
  }
}
