package dev.cortado.cli;

import dev.cortado.internal.Errors;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments and options of a command line.
 *
 * @param texts the text given for each parameter, by its name; the parameter's parser accepts it
 */
record ParsedLine(Map<String, String> texts) {

  ParsedLine {
    texts = Map.copyOf(texts);
  }

  /** The value given for a parameter, or its fallback. */
  <T> T value(Parameter<T> parameter) {
    return find(parameter)
        .orElseThrow(() -> Errors.state("%s has neither value nor fallback", parameter.name()));
  }

  /** The value given for a parameter, or its fallback, if there is one. */
  <T> Optional<T> find(Parameter<T> parameter) {
    var text = texts.get(parameter.name());
    return text == null
        ? Optional.ofNullable(parameter.fallback())
        : Optional.of(parameter.parser().parse(text));
  }

  /** Whether the command line has a value for a parameter. */
  boolean has(Parameter<?> parameter) {
    return texts.containsKey(parameter.name());
  }
}
