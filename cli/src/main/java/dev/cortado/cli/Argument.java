package dev.cortado.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a command, found by its position: {@code cortado evaluate MODEL}.
 *
 * @param name in the help and in messages
 * @param purpose what it is, in a few words
 * @param isRequired whether the command needs it
 * @param isRepeated whether it may be given several times; it is the last one then
 */
record Argument<T>(
    String name, String purpose, ValueParser<T> parser, boolean isRequired, boolean isRepeated)
    implements Parameter<T> {

  /** Stands between the texts of a repeated argument; no word of a command line can have it. */
  static final char SEPARATOR = '\0';

  static <T> Argument<T> required(String name, String purpose, ValueParser<T> parser) {
    return new Argument<>(name, purpose, parser, true, false);
  }

  static <T> Argument<T> optional(String name, String purpose, ValueParser<T> parser) {
    return new Argument<>(name, purpose, parser, false, false);
  }

  /** Any number of texts. */
  static Argument<List<String>> repeated(String name, String purpose) {
    return new Argument<>(
        name, purpose, text -> List.of(text.split(String.valueOf(SEPARATOR), -1)), false, true);
  }

  @Override
  public @Nullable T fallback() {
    return null;
  }

  /** Its place in a usage line. */
  String usage() {
    return (isRequired ? name : "[" + name + "]") + (isRepeated ? "..." : "");
  }
}
