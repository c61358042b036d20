package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;

/** Prints the metrics of a model, by default on the rows that were held back. */
final class EvaluateCommand implements Command {

  private static final String NAME = "evaluate";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "prints the metrics of a model, on the held-back rows by default";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(Model.ARGUMENT, Model.TABLE);
  }

  @Override
  public List<Option<?>> options() {
    return List.of(DataPart.OPTION);
  }

  @Override
  public List<String> examples() {
    return List.of("evaluate runs/iris-42/model.cortado");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var model = Model.load(line);
    var rows = model.rows(NAME, line);
    out.println(rows.text());
    out.println();
    model.report(rows.data()).print(out);
    return Exit.OK;
  }
}
