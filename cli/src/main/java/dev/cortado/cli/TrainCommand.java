package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.tables.TableSource;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains a model on a table, tests it and saves it. */
final class TrainCommand implements Command {

  static final String NAME = "train";
  private static final Path RUNS = Path.of("runs");

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
      Option.flag("--resume", "continue an interrupted training in the folder, to the same bits");

  private static final Option<Path> CONFIG =
      Option.of(
          "--config",
          "FILE",
          "options from a JSON file; those of the command line come first",
          ValueParser.path());

  private static final Option<Boolean> PRINT_CONFIG =
      Option.flag("--print-config", "print the options as a file for --config, and end");

  private static final Option<Boolean> QUIET =
      Option.flag("--quiet", "print only the final metrics");

  private static final Option<Boolean> JSON =
      Option.flag("--json", "print a JSON object on each line, the last with the metrics");

  /** What determines a model. */
  static final List<Option<?>> MODEL =
      joined(
          TablePlanOptions.OPTIONS,
          TableTrainOptions.OPTIONS,
          TrainOptions.OPTIONS,
          TableSourceOptions.OPTIONS);

  @SafeVarargs
  private static List<Option<?>> joined(List<Option<?>>... parts) {
    var all = new ArrayList<Option<?>>();
    for (var part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "trains a model on a table, tests it and saves it";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(TableSourceOptions.DATA);
  }

  @Override
  public List<Option<?>> options() {
    return joined(MODEL, List.of(THREADS, OUT, RESUME, CONFIG, PRINT_CONFIG, QUIET, JSON));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "train",
        "train adult.csv --target income",
        "train houses.parquet --target price --quality best --budget 10m",
        "train \"2024-*.csv.gz\" --target churned --group customer --test 0.2",
        "train spirals --hidden 64,64 --epochs 300");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var all = line;
    if (line.has(CONFIG)) {
      var file = line.find(CONFIG).orElseThrow();
      all =
          TrainConfig.read(file, TableSourceOptions.DATA, MODEL, Exit.USAGE, "CONFIG").under(line);
    }
    if (line.value(PRINT_CONFIG)) {
      out.print(
          TrainConfig.of(toy(all) == null ? complete(all) : all, TableSourceOptions.DATA, MODEL)
              .json(TableSourceOptions.DATA));
      return Exit.OK;
    }
    var training = training(all);
    var threads = line.find(THREADS);
    if (threads.isEmpty()) {
      return training.apply(out);
    }
    try (var workers = Workers.of(threads.get())) {
      return Compute.with(workers).call(() -> training.apply(out));
    }
  }

  /** The training that a line asks for; it is given the stream to print to. */
  private static Function<PrintStream, Exit> training(ParsedLine line) {
    boolean resume = line.value(RESUME);
    if (resume && line.has(OUT)) {
      var folder = new RunFolder(line.find(OUT).orElseThrow());
      return Files.exists(folder.config())
          ? resumedTable(line, folder)::run
          : resumedToy(line, folder)::run;
    }
    var toy = toy(line);
    if (toy != null) {
      requireNoTableOptions(line, toy);
      return (resume ? resumedToy(line, lastOf(toy, line)) : freshToy(line, toy))::run;
    }
    TableSourceOptions.requireKnown(NAME, line);
    if (!isCredit(line) && !line.has(TablePlanOptions.TARGET) && !resume) {
      throw Failure.usage("train: --target is missing; cortado describe DATA shows the columns");
    }
    var source = source(line);
    var name = RunFolder.name(source.name()) + "-" + line.value(TrainOptions.SEED);
    return (resume
            ? resumedTable(line, RunFolder.last(RUNS, name))
            : freshTable(line, source, name))
        ::run;
  }

  /** Creates the folder last, so that a command line that is refused leaves nothing behind. */
  private static TableTraining freshTable(ParsedLine line, TableSource source, String name) {
    var options = complete(line);
    var plan = TableTraining.plan(source, options);
    var folder =
        line.find(OUT).map(RunFolder::fresh).orElseGet(() -> RunFolder.numbered(RUNS, name));
    RunFolder.write(
        folder.config(),
        TrainConfig.of(options, TableSourceOptions.DATA, MODEL).json(TableSourceOptions.DATA));
    return new TableTraining(plan, options, folder, output(line));
  }

  private static TableTraining resumedTable(ParsedLine line, RunFolder folder) {
    if (Files.notExists(folder.config())) {
      throw Failure.of(Exit.MODEL, "CKPT-NONE", "%s: no training to resume", folder.path());
    }
    var saved =
        TrainConfig.read(
            folder.config(), TableSourceOptions.DATA, MODEL, Exit.MODEL, "CKPT-SETTINGS");
    saved.requireSame(line, folder.path());
    var options = saved.under(new ParsedLine(Map.of()));
    return new TableTraining(
        TableTraining.plan(source(options), options), options, folder, output(line));
  }

  private static TableTraining.Output output(ParsedLine line) {
    return line.value(JSON)
        ? TableTraining.Output.JSON
        : line.value(QUIET) ? TableTraining.Output.QUIET : TableTraining.Output.FULL;
  }

  private static boolean isCredit(ParsedLine line) {
    var places = line.find(TableSourceOptions.DATA).orElse(List.of());
    return !TableSourceOptions.isGiven(line)
        || (places.equals(List.of(BundledCsv.CREDIT.name()))
            && Files.notExists(Path.of(BundledCsv.CREDIT.name())));
  }

  private static TableSource source(ParsedLine line) {
    return isCredit(line) ? BundledCsv.CREDIT.source() : TableSourceOptions.source(NAME, line);
  }

  /** With the defaults written out, and the target of the table that comes with the command. */
  private static ParsedLine complete(ParsedLine line) {
    var texts = new HashMap<>(line.texts());
    texts.putIfAbsent(TableTrainOptions.QUALITY.name(), "default");
    texts.putIfAbsent(TableTrainOptions.TEST.name(), "0.15");
    texts.putIfAbsent(TrainOptions.SEED.name(), "42");
    if (isCredit(line)) {
      texts.putIfAbsent(TableSourceOptions.DATA.name(), BundledCsv.CREDIT.name());
      texts.putIfAbsent(TablePlanOptions.TARGET.name(), BundledCsv.CREDIT.target());
    }
    return new ParsedLine(texts);
  }

  /** The toy table that a line names; null if it names another table. */
  private static @Nullable Table toy(ParsedLine line) {
    var places = line.find(TableSourceOptions.DATA).orElse(List.of());
    return places.size() == 1 && Files.notExists(Path.of(places.getFirst()))
        ? Table.ALL.stream()
            .filter(table -> table.name().equals(places.getFirst()))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static void requireNoTableOptions(ParsedLine line, Table toy) {
    for (var option :
        joined(
            TablePlanOptions.OPTIONS,
            TableTrainOptions.OPTIONS,
            TableSourceOptions.OPTIONS,
            List.of(JSON))) {
      if (line.has(option)) {
        throw Failure.usage(
            "%s: %s is for files, %s is a table of numbers that comes with cortado",
            NAME, option.name(), toy.name());
      }
    }
  }

  private static Training freshToy(ParsedLine line, Table toy) {
    var options = TrainOptions.of(line);
    var table = new SeededTable(toy, options.seed());
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

  private static RunFolder lastOf(Table toy, ParsedLine line) {
    return RunFolder.last(RUNS, name(new SeededTable(toy, line.value(TrainOptions.SEED))));
  }

  private static Training resumedToy(ParsedLine line, RunFolder folder) {
    var saved = SavedOptions.read(folder);
    saved.requireTable(Optional.ofNullable(toy(line)), folder.path());
    var options = TrainOptions.of(saved.overriddenBy(line, folder.path()));
    var table = new SeededTable(saved.table(), options.seed());
    return new Training(table, options, table.split(), folder, true, line.value(QUIET));
  }

  /** Of its folder. */
  private static String name(SeededTable table) {
    return table.name() + "-" + table.seed();
  }
}
