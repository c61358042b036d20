package dev.cortado.cli;

import dev.cortado.internal.Errors;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command line says to a command.
 *
 * @param arguments the words in their places
 * @param texts what is written after each option, by its name; every text is known to be readable
 */
record Given(List<String> arguments, Map<String, String> texts) {

  Given {
    arguments = List.copyOf(arguments);
    texts = Map.copyOf(texts);
  }

  /** What an option says, or its standard value. */
  <T> T value(Option<T> option) {
    return find(option).orElseThrow(() -> Errors.state("%s has no standard value", option.name()));
  }

  /** What an option says, if anything. */
  <T> Optional<T> find(Option<T> option) {
    var text = texts.get(option.name());
    return text == null
        ? Optional.ofNullable(option.standard())
        : Optional.of(option.reading().read(text));
  }

  /** Whether an option is named, rather than left at its standard value. */
  boolean names(Option<?> option) {
    return texts.containsKey(option.name());
  }

  /** The word at a place, if it is there. */
  Optional<String> argument(int place) {
    return place < arguments.size() ? Optional.of(arguments.get(place)) : Optional.empty();
  }
}
