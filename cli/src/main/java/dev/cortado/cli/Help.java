package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;

/** What there is to ask for. */
final class Help {

  private Help() {}

  static void print(List<Command> commands, PrintStream out) {
    out.println("Cortado: neural networks on the JVM, the same bits every time.");
    out.println();
    out.println("usage: cortado <command> [options]");
    out.println();
    for (var command : commands) {
      row(command.name(), command.purpose(), out);
    }
    out.println();
    row("<command> --help", "what a command does, and its options", out);
    row("--version", "which Cortado this is", out);
  }

  static void print(Command command, PrintStream out) {
    var options = command.options();
    out.println("usage: cortado " + command.name() + (options.isEmpty() ? "" : " [options]"));
    out.println();
    var purpose = command.purpose();
    out.println(Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1) + ".");
    if (!options.isEmpty()) {
      out.println();
    }
    for (var option : options) {
      row(option.name(), option.purpose(), out);
    }
  }

  private static void row(String name, String purpose, PrintStream out) {
    out.println("  " + Text.left(name, 18) + purpose);
  }
}
