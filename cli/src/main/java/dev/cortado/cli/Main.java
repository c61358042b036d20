package dev.cortado.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The {@code cortado} command: finds out what is asked for and runs it. */
public final class Main {

  private static final List<Command> COMMANDS =
      List.of(
          new TrainCommand(),
          new EvaluateCommand(),
          new PredictCommand(),
          new InspectCommand(),
          new DemoCommand(),
          new DigestCommand(),
          new DoctorCommand());

  private Main() {}

  /** Runs a command line and exits. */
  public static void main(String[] arguments) {
    // In the place of the JVM's, which a progress line asks for to know that it is on a terminal.
    System.setOut(StandardOutput.open());
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Runs a command line and tells what to exit with. */
  @SuppressWarnings("CatchAndPrintStackTrace") // the user asked for it
  static int run(List<String> line, PrintStream out, PrintStream err) {
    try {
      var exit = run(line, out);
      out.flush();
      return exit.code();
    } catch (StandardOutput.OutputClosed _) {
      return Exit.OUTPUT_CLOSED.code();
    } catch (Exception | Error e) {
      flush(out);
      var error = ErrorLine.of(e);
      err.println(error.text());
      if (line.contains(Grammar.DEBUG)) {
        e.printStackTrace(err);
      }
      return error.exit().code();
    }
  }

  private static Exit run(List<String> line, PrintStream out) {
    switch (new Grammar(COMMANDS).parse(line)) {
      case Grammar.Asked.Overview _ -> Help.print(COMMANDS, out);
      case Grammar.Asked.Explanation(var command) -> Help.print(command, out);
      case Grammar.Asked.Release _ -> out.println("cortado " + Version.current());
      case Grammar.Asked.Run(var command, var given) -> {
        return command.run(given, out);
      }
    }
    return Exit.OK;
  }

  /** What was written before a failure comes before its message. */
  private static void flush(PrintStream out) {
    try {
      out.flush();
    } catch (StandardOutput.OutputClosed | UncheckedIOException _) {
      // nobody reads it, or the failure is this one
    }
  }
}
