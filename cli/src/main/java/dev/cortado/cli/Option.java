package dev.cortado.cli;

import org.jspecify.annotations.Nullable;

/**
 * An option of a command: {@code --epochs 50}.
 *
 * @param name with its dashes
 * @param label stands for the value in the help; empty for a flag, which has none
 * @param purpose what it does, in a few words
 * @param fallback the value if the option is not given; null if there is no such value
 */
record Option<T>(
    String name, String label, String purpose, ValueParser<T> parser, @Nullable T fallback)
    implements Parameter<T> {

  /** Without a value: on if given, else off. */
  static Option<Boolean> flag(String name, String purpose) {
    return new Option<>(name, "", purpose, Boolean::parseBoolean, false);
  }

  /** With a value, and none if the option is not given. */
  static <T> Option<T> of(String name, String label, String purpose, ValueParser<T> parser) {
    return new Option<>(name, label, purpose, parser, null);
  }

  /** The same with a value for when it is not given. */
  Option<T> orElse(T value) {
    return new Option<>(name, label, purpose, parser, value);
  }

  boolean isFlag() {
    return label.isEmpty();
  }

  /** Its place in the help: {@code --epochs N}. */
  String usage() {
    return isFlag() ? name : name + " " + label;
  }
}
