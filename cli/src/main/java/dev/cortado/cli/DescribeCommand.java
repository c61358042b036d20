package dev.cortado.cli;

import dev.cortado.tables.TablePlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints what is in a table and what training would make of it. */
final class DescribeCommand implements Command {

  private static final String NAME = "describe";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "prints the columns of a table, their roles with reasons, and what looks wrong";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(TableSourceOptions.DATA);
  }

  @Override
  public List<Option<?>> options() {
    var options = new ArrayList<Option<?>>(TablePlanOptions.OPTIONS);
    options.addAll(TableSourceOptions.OPTIONS);
    return options;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "describe adult.csv", "describe adult.csv --target income --columns zip=category");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var options = TablePlanOptions.of(line);
    out.print(TablePlan.of(TableSourceOptions.source(NAME, line), options).describe());
    return Exit.OK;
  }
}
