package dev.cortado.cli;

import dev.cortado.data.Target;
import dev.cortado.formats.Prediction;
import dev.cortado.formats.Predictor;
import dev.cortado.internal.Csv;
import dev.cortado.tensor.Tensor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions as CSV: the class and the probability of each class, or the predicted numbers.
 * Numbers have the digits that read back to the same bits.
 *
 * <pre>
 * species,p(setosa),p(versicolor),p(virginica)
 * setosa,0.99926704,7.303614E-4,2.624E-6
 * </pre>
 */
final class Predictions {

  private Predictions() {}

  static void print(Predictor predictor, Tensor x, PrintStream out) {
    var target = predictor.schema().target();
    out.println(Csv.line(header(target)));
    for (var prediction : predictor.predict(x)) {
      out.println(Csv.line(cells(target, prediction)));
    }
  }

  private static List<String> header(Target target) {
    return switch (target) {
      case Target.Numbers(var names) -> names;
      case Target.Labels(var names) -> header("labels", names);
      case Target.Binary(var name, _, _) -> header(name, target.classNames());
      case Target.Classes(var name, var classes) -> header(name, classes);
    };
  }

  private static List<String> header(String name, List<String> classes) {
    var header = new ArrayList<>(List.of(name));
    classes.forEach(label -> header.add("p(" + label + ")"));
    return header;
  }

  private static List<String> cells(Target target, Prediction prediction) {
    var cells = new ArrayList<String>();
    if (!(target instanceof Target.Numbers)) {
      cells.add(prediction.label());
    }
    prediction.values().values().forEach(value -> cells.add(Float.toString(value)));
    return cells;
  }
}
