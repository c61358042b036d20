package dev.cortado.cli;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a command, found by its position: {@code cortado evaluate MODEL}.
 *
 * @param name in the help and in messages
 * @param purpose what it is, in a few words
 * @param isRequired whether the command needs it
 */
record Argument<T>(String name, String purpose, ValueParser<T> parser, boolean isRequired)
    implements Parameter<T> {

  static <T> Argument<T> required(String name, String purpose, ValueParser<T> parser) {
    return new Argument<>(name, purpose, parser, true);
  }

  static <T> Argument<T> optional(String name, String purpose, ValueParser<T> parser) {
    return new Argument<>(name, purpose, parser, false);
  }

  @Override
  public @Nullable T fallback() {
    return null;
  }

  /** Its place in a usage line. */
  String usage() {
    return isRequired ? name : "[" + name + "]";
  }
}
