package dev.cortado.cli;

import dev.cortado.tables.EncodedReader;
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
    return "prints the metrics of a model on rows";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(Model.ARGUMENT, TableSourceOptions.DATA);
  }

  @Override
  public List<Option<?>> options() {
    return Model.rowOptions();
  }

  @Override
  public List<String> examples() {
    return List.of(
        "evaluate runs/adult-42/model.cortado new.csv", "evaluate runs/iris-42/model.cortado");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var model = Model.load(line);
    if (model.preparation() != null) {
      var data = EncodedReader.read(model.source(NAME, line), model.preparation());
      out.println(Text.grouped(data.size()) + " rows");
      out.println();
      TableReport.of(model.file().model(), data, List.of(), model.file().receipt().seed())
          .print(out);
      return Exit.OK;
    }
    var rows = model.rows(NAME, line);
    out.println(rows.text());
    out.println();
    model.report(rows.data()).print(out);
    return Exit.OK;
  }
}
