package dev.cortado.cli;

import dev.cortado.cli.tables.Table;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains a network on a table that comes with the command. */
final class TrainCommand implements Command {

  private static final String NAME = "train";
  private static final String STANDARD_TABLE = "digits";
  private static final Path RUNS = Path.of("runs");

  private static final Option<Integer> THREADS =
      Option.of(
          "--threads",
          "N",
          "how many threads work, for the same bits (one a processor)",
          Reading.whole(1, 999));

  private static final Option<Path> OUT =
      Option.of(
          "--out",
          "DIR",
          "folder for the model and all else (runs/TABLE-SEED, numbered)",
          Reading.path());

  private static final Option<Boolean> RESUME =
      Option.flag("--resume", "go on from the newest checkpoint in the folder, to the same bits");

  private static final Option<Boolean> QUIET =
      Option.flag("--quiet", "only how good it is in the end");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "trains a network on a table, tests it and keeps it";
  }

  @Override
  public List<Argument> arguments() {
    var names = String.join(", ", Table.names());
    return List.of(new Argument("TABLE", names + " (" + STANDARD_TABLE + ")", false));
  }

  @Override
  public List<Option<?>> options() {
    var options = new ArrayList<>(Plan.OPTIONS);
    options.addAll(List.of(THREADS, OUT, RESUME, QUIET));
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "train", "train spirals --hidden 64,64 --epochs 300", "train iris --out my-iris");
  }

  @Override
  public Exit run(Given given, PrintStream out) {
    var training = training(given);
    var threads = given.find(THREADS);
    if (threads.isEmpty()) {
      return training.run(out);
    }
    try (var workers = Workers.of(threads.get())) {
      return Compute.with(workers).call(() -> training.run(out));
    }
  }

  private static Training training(Given given) {
    return given.value(RESUME) ? resumed(given) : fresh(given);
  }

  /** Makes the folder last: a command line that is refused leaves nothing behind. */
  private static Training fresh(Given given) {
    var plan = Plan.of(given);
    var source = source(given, plan);
    var split = source.split();
    plan.requireMemory(split.train());
    var folder =
        given
            .find(OUT)
            .map(RunFolder::fresh)
            .orElseGet(() -> RunFolder.numbered(RUNS, numbered(source)));
    if (Files.notExists(folder.settings())) {
      // At once, so that a training that is killed before its first step can be gone on with. What
      // is there already waits until this training has the folder for itself.
      SavedPlan.of(source, plan).write(folder.settings());
    }
    return new Training(source, plan, split, folder, false, given.value(QUIET));
  }

  private static Training resumed(Given given) {
    var asked = source(given, Plan.of(given));
    var folder =
        given.find(OUT).map(RunFolder::new).orElseGet(() -> RunFolder.last(RUNS, numbered(asked)));
    var all = SavedPlan.read(folder).resumed(given, folder.path());
    var plan = Plan.of(all);
    var source = source(all, plan);
    return new Training(source, plan, source.split(), folder, true, given.value(QUIET));
  }

  private static Source source(Given given, Plan plan) {
    return new Source(Source.table(NAME, given.argument(0).orElse(STANDARD_TABLE)), plan.seed());
  }

  private static String numbered(Source source) {
    return source.table().name() + "-" + source.seed();
  }
}
