package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains a network on a table that comes with the command, and saves the model. */
final class TrainCommand implements Command {

  private static final String NAME = "train";
  private static final String DEFAULT_TABLE = "digits";
  private static final Path RUNS = Path.of("runs");

  private static final Argument<Table> TABLE =
      Argument.optional(
          "TABLE",
          String.join(", ", Table.names()) + " (" + DEFAULT_TABLE + ")",
          SeededTable.PARSER);

  private static final Option<Integer> THREADS =
      Option.of(
          "--threads",
          "N",
          "threads; the results are the same bits (one per processor)",
          ValueParser.whole(1, 999));

  private static final Option<Path> OUT =
      Option.of(
          "--out",
          "DIR",
          "folder for all files (runs/TABLE-SEED, or with -2, -3, ...)",
          ValueParser.path());

  private static final Option<Boolean> RESUME =
      Option.flag(
          "--resume", "continue from the newest checkpoint in the folder, to the same bits");

  private static final Option<Boolean> QUIET =
      Option.flag("--quiet", "print only the final metrics");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "trains a network on a table, tests it and saves it";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(TABLE);
  }

  @Override
  public List<Option<?>> options() {
    var options = new ArrayList<>(TrainOptions.OPTIONS);
    options.addAll(List.of(THREADS, OUT, RESUME, QUIET));
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "train", "train spirals --hidden 64,64 --epochs 300", "train iris --out my-iris");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var training = training(line);
    var threads = line.find(THREADS);
    if (threads.isEmpty()) {
      return training.run(out);
    }
    try (var workers = Workers.of(threads.get())) {
      return Compute.with(workers).call(() -> training.run(out));
    }
  }

  private static Training training(ParsedLine line) {
    return line.value(RESUME) ? resumed(line) : fresh(line);
  }

  /** Creates the folder last, so that a command line that is refused leaves nothing behind. */
  private static Training fresh(ParsedLine line) {
    var options = TrainOptions.of(line);
    var table = new SeededTable(table(line), options.seed());
    var split = table.split();
    options.requireMemory(split.train());
    var folder =
        line.find(OUT).map(RunFolder::fresh).orElseGet(() -> RunFolder.numbered(RUNS, name(table)));
    if (Files.notExists(folder.settings())) {
      // Now, so that a training killed before its first step can be resumed. A file that is already
      // there is replaced later, when this training has locked the folder.
      SavedOptions.of(table, options).write(folder.settings());
    }
    return new Training(table, options, split, folder, false, line.value(QUIET));
  }

  private static Training resumed(ParsedLine line) {
    var folder =
        line.find(OUT)
            .map(RunFolder::new)
            .orElseGet(() -> {
              var asked = new SeededTable(table(line), line.value(TrainOptions.SEED));
              return RunFolder.last(RUNS, name(asked));
            });
    var saved = SavedOptions.read(folder);
    saved.requireTable(line.find(TABLE), folder.path());
    var options = TrainOptions.of(saved.overriddenBy(line, folder.path()));
    var table = new SeededTable(saved.table(), options.seed());
    return new Training(table, options, table.split(), folder, true, line.value(QUIET));
  }

  private static Table table(ParsedLine line) {
    return line.find(TABLE).orElseGet(() -> Table.named(DEFAULT_TABLE));
  }

  /** Of its folder. */
  private static String name(SeededTable table) {
    return table.name() + "-" + table.seed();
  }
}
