package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;

/** A command of {@code cortado}. */
interface Command {

  /** Its name on the command line. */
  String name();

  /** What it does, in a few words. */
  String purpose();

  /** Its arguments, in order; required ones come first. */
  default List<Argument<?>> arguments() {
    return List.of();
  }

  /** Its options. */
  default List<Option<?>> options() {
    return List.of();
  }

  /** Examples of its use, without the word cortado. */
  default List<String> examples() {
    return List.of();
  }

  /** Runs it and returns its exit code. */
  Exit run(ParsedLine line, PrintStream out);
}
