package dev.cortado.cli;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The {@code cortado} command: finds out what is asked for and runs it. */
public final class Main {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  /** What a shell says of a program that wrote to a pipe whose reader is gone. */
  static final int OUTPUT_CLOSED = 141;

  private static final List<Command> COMMANDS =
      List.of(new DemoCommand(), new DigestCommand(), new DoctorCommand());

  private Main() {}

  /** Runs a command line and exits. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), StandardOutput.open(), System.err));
  }

  /** Runs a command line and tells the exit code. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      int code = dispatch(arguments, out);
      out.flush();
      return code;
    } catch (StandardOutput.OutputClosed _) {
      return OUTPUT_CLOSED;
    } catch (BadUsage e) {
      err.println("cortado: " + e.getMessage());
      return BAD_USAGE;
    } catch (ExceptionInInitializerError e) {
      // Compute was told what it cannot do by a system property
      err.println("cortado: " + expected(e).getMessage());
      return BAD_USAGE;
    }
  }

  private static RuntimeException expected(ExceptionInInitializerError error) {
    return switch (error.getCause()) {
      case IllegalArgumentException e -> e;
      case IllegalStateException e -> e;
      case null, default -> throw error;
    };
  }

  private static int dispatch(List<String> arguments, PrintStream out) {
    var first = arguments.isEmpty() ? "--help" : arguments.getFirst();
    var rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    switch (first) {
      case "--help", "-h" -> Help.print(COMMANDS, out);
      case "--version" -> version(rest, out);
      default -> {
        var command = command(first);
        if (!rest.contains("--help") && !rest.contains("-h")) {
          return command.run(options(command, rest), out);
        }
        Help.print(command, out);
      }
    }
    return OK;
  }

  private static void version(List<String> arguments, PrintStream out) {
    if (!arguments.isEmpty()) {
      throw new BadUsage("--version takes no argument, found " + arguments.getFirst());
    }
    out.println("cortado " + Version.current());
  }

  private static Command command(String name) {
    for (var command : COMMANDS) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    if (name.startsWith("-")) {
      var options = List.of("--help", "--version");
      throw new BadUsage("unknown option " + name + Suggestion.of(name, options));
    }
    var names = COMMANDS.stream().map(Command::name).toList();
    var suggestion = Suggestion.of(name, names);
    throw new BadUsage(
        "unknown command "
            + name
            + (suggestion.isEmpty() ? "; known are " + String.join(", ", names) : suggestion));
  }

  private static Set<String> options(Command command, List<String> arguments) {
    var known = command.options().stream().map(Command.Option::name).toList();
    var options = new LinkedHashSet<String>();
    for (var argument : arguments) {
      if (!argument.startsWith("-")) {
        throw new BadUsage(command.name() + " takes no argument, found " + argument);
      }
      if (!known.contains(argument)) {
        throw new BadUsage(
            command.name() + ": unknown option " + argument + Suggestion.of(argument, known));
      }
      if (!options.add(argument)) {
        throw new BadUsage(command.name() + ": " + argument + " is given twice");
      }
    }
    return options;
  }
}
