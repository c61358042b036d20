package dev.cortado.cli;

import dev.cortado.formats.Predictor;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.PrintStream;
import java.util.List;

/** Says what a model takes rows for. */
final class PredictCommand implements Command {

  private static final String NAME = "predict";

  private static final Option<List<Float>> ROW =
      Option.of(
          "--row",
          "N,N,...",
          "a row of numbers, in the order of the model's columns",
          Reading.list(Reading.number()));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "says what a model takes rows for, as CSV";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Model.ARGUMENT, Model.TABLE);
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ROW, Part.OPTION);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "predict runs/iris-42/model.cortado --row 5.1,3.5,1.4,0.2",
        "predict runs/iris-42/model.cortado --part all");
  }

  @Override
  public Exit run(Given given, PrintStream out) {
    var model = Model.load(NAME, given);
    var x = given.find(ROW).isPresent() ? row(model, given) : model.rows(NAME, given).data().x();
    Predictions.print(Predictor.of(model.file()), x, out);
    return Exit.OK;
  }

  private static Tensor row(Model model, Given given) {
    if (given.argument(1).isPresent() || given.names(Part.OPTION)) {
      throw Failure.usage("%s: --row and rows of a table; one of them is enough", NAME);
    }
    var numbers = given.find(ROW).orElseThrow();
    var features = model.file().schema().features();
    if (numbers.size() != features.size()) {
      throw Failure.of(
          Exit.DATA,
          "SHAPE",
          "%s: --row has %d numbers, %s wants %d: %s",
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
