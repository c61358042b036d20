package dev.cortado.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/** An error that ends a command. The message says what, where, what was expected and what to do. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final String code;

  private Failure(Exit exit, String code, String message) {
    super(message);
    this.exit = exit;
    this.code = code;
  }

  /** With a code for scripts, such as {@code OUT}. */
  @FormatMethod
  static Failure of(Exit exit, String code, @FormatString String message, Object... values) {
    return new Failure(exit, code, String.format(Locale.ROOT, message, values));
  }

  /** An invalid command line. */
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

  /** The message, never null. */
  String message() {
    return String.valueOf(getMessage());
  }
}
