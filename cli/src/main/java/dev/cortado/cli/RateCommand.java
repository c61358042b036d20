package dev.cortado.cli;

import dev.cortado.plot.FourDigits;
import dev.cortado.tables.TablePlan;
import dev.cortado.tables.TableTrainer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds a learning rate for a table: trains with a growing rate and watches the loss. */
final class RateCommand implements Command {

  private static final String NAME = "rate";

  private static final Option<Path> OUT =
      Option.of("--out", "FILE", "draw the curve as an SVG picture", ValueParser.path());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "finds a learning rate: trains with a growing rate and watches the loss";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(TableSourceOptions.DATA);
  }

  @Override
  public List<Option<?>> options() {
    var options = new ArrayList<Option<?>>(List.of(OUT));
    options.addAll(TrainCommand.MODEL);
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of("rate adult.csv --target income --out rate.svg");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    if (!line.has(TablePlanOptions.TARGET)) {
      throw Failure.usage("%s: --target is missing; cortado describe DATA shows the columns", NAME);
    }
    var settings = TableTrainOptions.settings(line);
    var plan = TablePlan.of(TableSourceOptions.source(NAME, line), TablePlanOptions.of(line));
    try (var data = plan.encode(TableTrainOptions.split(line, settings, plan.profile().rows()))) {
      var trainer = TableTrainer.of(settings);
      var curve = trainer.rates(data);
      curve.toString().lines().forEach(out::println);
      out.println();
      out.println("rate of the recipe  " + FourDigits.of(trainer.recipe(data).steps().rate()));
      if (line.has(OUT)) {
        RunFolder.write(line.find(OUT).orElseThrow(), curve.svg());
        out.println("picture             " + line.find(OUT).orElseThrow());
      }
    }
    return Exit.OK;
  }
}
