package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;

/** The help of {@code cortado} and of each command, at most 80 columns wide. */
final class Help {

  private static final int NAMES = 20;
  private static final int PURPOSES = 60;

  private Help() {}

  /** The list of commands. */
  static void print(List<Command> commands, PrintStream out) {
    out.println("Cortado: neural networks on the JVM, the same bits every time.");
    out.println();
    out.println("usage: cortado <command> [options]");
    out.println();
    commands.forEach(command -> row(command.name(), command.purpose(), out));
    out.println();
    row("<command> --help", "what a command does, and its options", out);
    row("<command> --debug", "also prints the stack trace of an error", out);
    row("--version", "the version of Cortado", out);
  }

  /** What a command does, its arguments, options and examples. */
  static void print(Command command, PrintStream out) {
    var usage = new StringBuilder("usage: cortado " + command.name());
    command.arguments().forEach(argument -> usage.append(' ').append(argument.usage()));
    out.println(usage + (command.options().isEmpty() ? "" : " [options]"));
    out.println();
    var purpose = command.purpose();
    out.println(Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1) + ".");
    separate(command.arguments(), out);
    command.arguments().forEach(it -> row(it.name(), it.purpose(), out));
    separate(command.options(), out);
    command.options().forEach(it -> row(it.usage(), it.purpose(), out));
    separate(command.examples(), out);
    command.examples().forEach(example -> out.println("  cortado " + example));
  }

  /** An empty line before rows, if there are any. */
  private static void separate(List<?> rows, PrintStream out) {
    if (!rows.isEmpty()) {
      out.println();
    }
  }

  /** A name and its purpose, which is wrapped; a long name has a line of its own. */
  private static void row(String name, String purpose, PrintStream out) {
    var left = "  " + name;
    if (left.length() >= NAMES) {
      out.println(left);
      left = "";
    }
    for (var line : Text.wrapped(purpose, PURPOSES, "")) {
      out.println(Text.left(left, NAMES) + line);
      left = "";
    }
  }
}
