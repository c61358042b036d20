package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** One thing that {@code cortado} can do. */
interface Command {

  /** The word that asks for it. */
  String name();

  /** What it does, in a few words. */
  String purpose();

  /** The options that it knows. */
  default List<Option> options() {
    return List.of();
  }

  /** Does it, given the names of options, and tells the exit code. */
  int run(Set<String> options, PrintStream out);

  /** A switch, as {@code --verbose}. */
  record Option(String name, String purpose) {}
}
