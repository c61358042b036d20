package dev.cortado.cli;

import dev.cortado.data.Dataset;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which rows of a source. */
enum Part {
  TEST,
  VALID,
  TRAIN,
  ALL;

  private static final String NAMES =
      Stream.of(values()).map(Part::toString).collect(Collectors.joining(", "));

  static final Option<Part> OPTION =
      Option.of(
          "--part",
          "PART",
          "which rows: "
              + NAMES
              + " (test, the rows held back; of another table than the model's, all)",
          Part::read);

  private static Part read(String text) {
    return Stream.of(values())
        .filter(part -> part.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> Reading.unreadable(text, "%s", "one of " + NAMES));
  }

  Dataset of(Source source) {
    return switch (this) {
      case TEST -> source.split().test();
      case VALID -> source.split().valid();
      case TRAIN -> source.split().train();
      case ALL -> source.rows();
    };
  }

  /** As it is asked for. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
