package dev.cortado.cli;

import dev.cortado.data.Dataset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of a table's rows: the split for training, validation or test, or all. */
enum DataPart {
  TEST,
  VALID,
  TRAIN,
  ALL;

  private static final String NAMES =
      Stream.of(values()).map(DataPart::toString).collect(Collectors.joining(", "));

  static final Option<DataPart> OPTION =
      Option.of(
          "--part",
          "PART",
          "the rows to use: "
              + NAMES
              + " (test, the rows held back; all if DATA is not the model's own)",
          ValueParser.oneOf(List.of(values()), DataPart::toString));

  Dataset of(SeededTable table) {
    return switch (this) {
      case TEST -> table.split().test();
      case VALID -> table.split().valid();
      case TRAIN -> table.split().train();
      case ALL -> table.rows();
    };
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
