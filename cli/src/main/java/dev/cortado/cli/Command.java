package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;

/** One thing that {@code cortado} can do. */
interface Command {

  /** The word that asks for it. */
  String name();

  /** What it does, in a few words. */
  String purpose();

  /** The words that it takes after its name, in order; those that must be there come first. */
  default List<Argument> arguments() {
    return List.of();
  }

  /** The options that it knows. */
  default List<Option<?>> options() {
    return List.of();
  }

  /** Command lines to begin with, without the word cortado. */
  default List<String> examples() {
    return List.of();
  }

  /** Does it and tells how it ended. */
  Exit run(Given given, PrintStream out);
}
