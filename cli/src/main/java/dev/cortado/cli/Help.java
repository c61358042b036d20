package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** What there is to ask for, on eighty columns. */
final class Help {

  private static final int NAMES = 20;
  private static final int PURPOSES = 60;

  private Help() {}

  /** All commands. */
  static void print(List<Command> commands, PrintStream out) {
    out.println("Cortado: neural networks on the JVM, the same bits every time.");
    out.println();
    out.println("usage: cortado <command> [options]");
    var table = table();
    commands.forEach(command -> table.addRowValues(command.name(), command.purpose()));
    print(table, out);
    var common = table();
    common.addRowValues("<command> --help", "what a command does, and its options");
    common.addRowValues("<command> --debug", "where in the program an error arose, too");
    common.addRowValues("--version", "which Cortado this is");
    print(common, out);
  }

  /** A command. */
  static void print(Command command, PrintStream out) {
    var usage = new StringBuilder("usage: cortado " + command.name());
    command.arguments().forEach(argument -> usage.append(' ').append(argument.usage()));
    out.println(usage + (command.options().isEmpty() ? "" : " [options]"));
    out.println();
    var purpose = command.purpose();
    out.println(Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1) + ".");
    if (!command.arguments().isEmpty()) {
      var table = table();
      command.arguments().forEach(it -> table.addRowValues(it.label(), it.purpose()));
      print(table, out);
    }
    if (!command.options().isEmpty()) {
      var table = table();
      command.options().forEach(it -> table.addRowValues(written(it), it.purpose()));
      print(table, out);
    }
    if (!command.examples().isEmpty()) {
      out.println();
      command.examples().forEach(example -> out.println("  cortado " + example));
    }
  }

  private static String written(Option<?> option) {
    return option.isFlag() ? option.name() : option.name() + " " + option.label();
  }

  private static TextTable table() {
    var table =
        TextTable.forColumns(
            CommandLine.Help.defaultColorScheme(Ansi.OFF),
            new Column(NAMES, 2, Column.Overflow.SPAN),
            new Column(PURPOSES, 0, Column.Overflow.WRAP));
    table.indentWrappedLines = 0;
    return table;
  }

  private static void print(TextTable table, PrintStream out) {
    out.println();
    table.toString().lines().forEach(line -> out.println(line.stripTrailing()));
  }
}
