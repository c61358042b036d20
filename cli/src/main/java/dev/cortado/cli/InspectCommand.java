package dev.cortado.cli;

import dev.cortado.data.Schema;
import dev.cortado.data.Target;
import dev.cortado.formats.Receipt;
import dev.cortado.nn.Average;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Sequential;
import dev.cortado.plot.FourDigits;
import dev.cortado.table.Encoding;
import dev.cortado.table.Preparation;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints the contents of a model file. */
final class InspectCommand implements Command {

  /** The number of column names printed if there are many. */
  private static final int SHOWN = 8;

  private static final int NAMES = 14;
  private static final int WIDTH = 80;

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String purpose() {
    return "prints the contents of a model file: layers, columns, receipt, weights";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(Model.ARGUMENT);
  }

  @Override
  public List<String> examples() {
    return List.of("inspect runs/iris-42/model.cortado");
  }

  @Override
  public Exit run(ParsedLine line, PrintStream out) {
    var model = Model.load(line);
    var schema = model.file().schema();
    summary(model).lines().forEach(out::println);
    out.println();
    var preparation = model.preparation();
    if (preparation != null) {
      preparation(preparation, out);
    }
    schema(schema, out);
    out.println();
    receipt(model.file().receipt(), out);
    out.println();
    tensors(model, out);
    return Exit.OK;
  }

  /** The layers; of networks that are averaged, those of the first. */
  private static String summary(Model model) {
    var features = model.file().schema().features();
    var network = model.file().model();
    var averaged = average(network);
    var shown = averaged == null ? network : averaged.models().getFirst();
    var summary = features.isEmpty() ? shown.summary() : shown.summary(Shape.of(features.size()));
    return averaged == null
        ? summary.toString()
        : summary
            + "\n"
            + averaged.models().size()
            + " networks like this one are averaged ("
            + averaged.how().name().toLowerCase(Locale.ROOT)
            + ")";
  }

  private static @Nullable Average average(Layer network) {
    return switch (network) {
      case Average average -> average;
      case Sequential(var layers) when layers.getFirst() instanceof Average average -> average;
      default -> null;
    };
  }

  /** The raw columns, with what becomes of them. */
  private static void preparation(Preparation preparation, PrintStream out) {
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("column", "encoding", "numbers"));
    for (var column : preparation.columns()) {
      lines.add(
          List.of(
              Text.oneLine(column.name()),
              encoding(column.encoding()),
              String.valueOf(column.features().size())));
    }
    Text.columns(lines).forEach(out::println);
    out.println();
  }

  private static String encoding(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Quantity(_, _, boolean indicator) ->
          indicator ? "number, or missing" : "number";
      case Encoding.YesNo _ -> "yes or no";
      case Encoding.Category(var values, _) -> values.size() + " categories";
      case Encoding.Date date -> "date of " + date.parts().size() + " parts";
    };
  }

  private static void schema(Schema schema, PrintStream out) {
    row("columns", some(schema.features()), out);
    switch (schema.target()) {
      case Target.Numbers(var names) -> row("numbers", some(names), out);
      case Target.Labels(var names) -> row("labels", some(names), out);
      case Target.Binary(var name, var negative, var positive) ->
          row("class", name + ": " + negative + ", " + positive, out);
      case Target.Classes(var name, var classes) -> row("class", name + ": " + some(classes), out);
    }
  }

  private static String some(List<String> names) {
    var shown = String.join(", ", names.subList(0, Math.min(SHOWN + 2, names.size())));
    return names.size() <= SHOWN + 2
        ? shown
        : String.join(", ", names.subList(0, SHOWN)) + ", ... (" + names.size() + ")";
  }

  private static void receipt(Receipt receipt, PrintStream out) {
    row("version", receipt.version() + ", numerics contract version " + receipt.numerics(), out);
    row("seed", Long.toString(receipt.seed()), out);
    receipt.notes().forEach((name, text) -> row(name, text, out));
    row("recipe", receipt.recipe(), out);
    row("data", receipt.trainData(), out);
    row("weights", receipt.weights(), out);
  }

  /** Prints nothing for an empty text. Control characters are escaped: a file may hold anything. */
  private static void row(String name, String text, PrintStream out) {
    if (!text.isEmpty()) {
      Text.wrapped(Text.left(Text.oneLine(name), NAMES) + Text.oneLine(text), WIDTH)
          .forEach(out::println);
    }
  }

  private static void tensors(Model model, PrintStream out) {
    var lines = new ArrayList<List<String>>();
    lines.add(List.of("tensor", "shape", "min", "mean", "max", "std", "zeros"));
    model.file().model().state().forEach((name, cell) -> lines.add(line(name, cell.value())));
    Text.columns(lines).forEach(out::println);
  }

  private static List<String> line(String name, Tensor tensor) {
    float[] values = tensor.toArray();
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return List.of(
        name,
        tensor.shape().toString(),
        figure(tensor.min()),
        figure(tensor.mean()),
        figure(tensor.max()),
        figure(tensor.variance().sqrt()),
        Text.grouped(zeros));
  }

  private static String figure(Tensor scalar) {
    return FourDigits.of(scalar.item());
  }
}
