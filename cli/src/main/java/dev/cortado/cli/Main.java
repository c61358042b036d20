package dev.cortado.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The {@code cortado} command: parses the command line and runs the command that it names. */
public final class Main {

  private static final List<Command> COMMANDS =
      List.of(
          new TrainCommand(),
          new EvaluateCommand(),
          new PredictCommand(),
          new DescribeCommand(),
          new SweepCommand(),
          new RateCommand(),
          new InspectCommand(),
          new DemoCommand(),
          new DigestCommand(),
          new DoctorCommand());

  private Main() {}

  /** Runs a command line and exits. */
  public static void main(String[] arguments) {
    // Replaces the JVM's, since the progress line compares with System.out to detect a terminal.
    System.setOut(StandardOutput.open());
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Runs a command line and returns its exit code. */
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
      if (line.contains(LineParser.DEBUG)) {
        e.printStackTrace(err);
      }
      return error.exit().code();
    }
  }

  private static Exit run(List<String> line, PrintStream out) {
    switch (new LineParser(COMMANDS).parse(line)) {
      case Request.Overview _ -> Help.print(COMMANDS, out);
      case Request.CommandHelp(var command) -> Help.print(command, out);
      case Request.ShowVersion _ -> out.println("cortado " + Version.current());
      case Request.Run(var command, var parsed) -> {
        return command.run(parsed, out);
      }
    }
    return Exit.OK;
  }

  /** Output before the failure is written before its message. */
  private static void flush(PrintStream out) {
    try {
      out.flush();
    } catch (StandardOutput.OutputClosed | UncheckedIOException _) {
      // the reader is gone, or this is the failure itself
    }
  }
}
