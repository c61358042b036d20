package dev.cortado.cli;

import org.jspecify.annotations.Nullable;

/** An argument or an option of a command, with the parser of its value. */
sealed interface Parameter<T> permits Argument, Option {

  /** Its name in the help and in messages: {@code MODEL}, {@code --epochs}. */
  String name();

  /** Makes the value from the text. */
  ValueParser<T> parser();

  /** The value if the command line has none; null if there is no such value. */
  @Nullable T fallback();
}
