package dev.cortado.formats;

import dev.cortado.data.Target;
import dev.cortado.internal.Csv;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions as lines of CSV, one for each row. This form is stable: what writes or serves
 * predictions as CSV writes these bytes.
 *
 * <pre>
 * prediction,probability_setosa,probability_versicolor,probability_virginica
 * setosa,0.99926704,7.303614E-4,2.624E-6
 * </pre>
 *
 * <p>A single number is {@code prediction}, several are {@code prediction_NAME}; labels are {@code
 * prediction_LABEL}, 0 or 1, and {@code probability_LABEL}. Numbers have the digits that read back
 * to the same bits.
 *
 * @param target of the model
 * @param probabilities whether those of classes and labels are written, too
 * @param raw whether class names are written as they are; else a name that a spreadsheet would take
 *     for a formula, because it begins with {@code =}, {@code +}, {@code -} or {@code @}, has an
 *     apostrophe before it
 */
public record PredictionCsv(Target target, boolean probabilities, boolean raw) {

  private static final String PREDICTION = "prediction";
  private static final String FORMULA = "=+-@\t\r";

  /** The line of names. */
  public String header() {
    var header = new ArrayList<String>();
    switch (target) {
      case Target.Numbers(var names) when names.size() == 1 -> header.add(PREDICTION);
      case Target.Numbers(var names) -> names.forEach(name -> header.add(PREDICTION + "_" + name));
      case Target.Labels(var names) -> {
        names.forEach(name -> header.add(PREDICTION + "_" + name));
        addProbabilities(names, header);
      }
      case Target.Binary _, Target.Classes _ -> {
        header.add(PREDICTION);
        addProbabilities(target.classNames(), header);
      }
    }
    return Csv.line(header);
  }

  private void addProbabilities(List<String> names, List<String> header) {
    if (probabilities) {
      names.forEach(name -> header.add("probability_" + name));
    }
  }

  /** The line of a prediction. */
  public String line(Prediction prediction) {
    var cells = new ArrayList<String>();
    var values = prediction.values().values();
    switch (target) {
      case Target.Numbers _ -> addNumbers(values, cells);
      case Target.Labels _ -> {
        prediction
            .values()
            .keySet()
            .forEach(name -> cells.add(prediction.labels().contains(name) ? "1" : "0"));
        if (probabilities) {
          addNumbers(values, cells);
        }
      }
      case Target.Binary _, Target.Classes _ -> {
        cells.add(text(prediction.label()));
        if (probabilities) {
          addNumbers(values, cells);
        }
      }
    }
    return Csv.line(cells);
  }

  private static void addNumbers(Iterable<Float> values, List<String> cells) {
    values.forEach(value -> cells.add(Float.toString(value)));
  }

  private String text(String name) {
    return raw || name.isEmpty() || FORMULA.indexOf(name.charAt(0)) < 0 ? name : "'" + name;
  }
}
