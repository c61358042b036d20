package dev.cortado.cli;

import dev.cortado.formats.Predictor;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.PrintStream;
import java.util.List;

/** Prints the predictions of a model for rows. */
final class PredictCommand implements Command {

  private static final String NAME = "predict";

  private static final Option<List<Float>> ROW =
      Option.of(
          "--row",
          "N,N,...",
          "one row: a number for each column of the model, in order",
          ValueParser.list(ValueParser.number()));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "predicts rows, as CSV";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(Model.ARGUMENT, Model.TABLE);
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ROW, DataPart.OPTION);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "predict runs/iris-42/model.cortado --row 5.1,3.5,1.4,0.2",
        "predict runs/iris-42/model.cortado --part all");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var model = Model.load(line);
    var x = line.find(ROW).isPresent() ? row(model, line) : model.rows(NAME, line).data().x();
    Predictions.print(Predictor.of(model.file()), x, out);
    return Exit.OK;
  }

  private static Tensor row(Model model, ParsedLine line) {
    if (line.has(Model.TABLE) || line.has(DataPart.OPTION)) {
      throw Failure.usage("%s: --row excludes TABLE and --part; leave out one or the other", NAME);
    }
    var numbers = line.find(ROW).orElseThrow();
    var features = model.file().schema().features();
    if (numbers.size() != features.size()) {
      throw Failure.of(
          Exit.DATA,
          "SHAPE",
          "%s: --row has %d numbers, %s expects %d: %s",
          NAME,
          numbers.size(),
          model.path(),
          features.size(),
          Text.quoted(String.join(", ", features)));
    }
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
    return Tensor.of(Shape.of(1, values.length), values);
  }
}
