package dev.cortado.cli;

import org.jspecify.annotations.Nullable;

/**
 * Something that may be said on the command line about how a thing is done: {@code --epochs 50}.
 *
 * @param name with its dashes
 * @param label stands for the value in the help; empty for a switch, which has none
 * @param purpose what it does, in a few words
 * @param reading makes the value of the text
 * @param standard the value if it is not said; null if there is none
 */
record Option<T>(
    String name, String label, String purpose, Reading<T> reading, @Nullable T standard) {

  /** A switch, off unless it is named. */
  static Option<Boolean> flag(String name, String purpose) {
    return new Option<>(name, "", purpose, Boolean::parseBoolean, false);
  }

  /** An option that may be left out and then says nothing. */
  static <T> Option<T> of(String name, String label, String purpose, Reading<T> reading) {
    return new Option<>(name, label, purpose, reading, null);
  }

  /** The same with a value that it has if it is left out. */
  Option<T> orElse(T value) {
    return new Option<>(name, label, purpose, reading, value);
  }

  boolean isFlag() {
    return label.isEmpty();
  }
}
