package dev.cortado.cli;

/** What a command line asks for. */
sealed interface Request {

  /** The list of commands. */
  record Overview() implements Request {}

  /** The help of a command. */
  record CommandHelp(Command command) implements Request {}

  /** The version of Cortado. */
  record ShowVersion() implements Request {}

  /** To run a command. */
  record Run(Command command, ParsedLine line) implements Request {}
}
