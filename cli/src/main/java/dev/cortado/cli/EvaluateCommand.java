package dev.cortado.cli;

import java.io.PrintStream;
import java.util.List;

/** Says how good a model is on rows that it has not seen. */
final class EvaluateCommand implements Command {

  private static final String NAME = "evaluate";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "says how good a model is on rows that it has not seen";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Model.ARGUMENT, Model.TABLE);
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Part.OPTION);
  }

  @Override
  public List<String> examples() {
    return List.of("evaluate runs/iris-42/model.cortado");
  }

  @Override
  public Exit run(Given given, PrintStream out) {
    var model = Model.load(NAME, given);
    var chosen = model.rows(NAME, given);
    out.println(chosen.text());
    out.println();
    model.report(chosen.data()).print(out);
    return Exit.OK;
  }
}
