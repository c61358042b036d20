package dev.cortado.cli;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.metric.ConfusionMatrix;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.LabelScores;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The metrics of a model on rows and its most frequent mistakes, as text. */
record Report(Evaluation evaluation, List<String> mistakes) {

  private static final int WIDTH = 80;
  private static final int SHOWN = 4;

  /** Rows of one class that were predicted as another. */
  private record Mistake(String actual, String predicted, long count) {
    @Override
    public String toString() {
      return actual + " for " + predicted + " (" + count + ")";
    }
  }

  /** For a model with outputs of a kind. */
  static Report of(Layer model, Dataset data, OutputKind outputs) {
    var target = data.schema().target();
    var evaluation = Evaluation.of(model, data, outputs, metrics(target));
    var prediction = evaluation.prediction();
    return new Report(
        evaluation,
        switch (target) {
          case Target.Numbers _ -> List.of();
          case Target.Labels(var names) ->
              LabelScores.of(prediction, data.y(), outputs, names).toString().lines().toList();
          case Target.Binary _, Target.Classes _ ->
              mistakes(
                  ConfusionMatrix.of(prediction, data.y(), outputs, target.classNames()),
                  target.classNames());
        });
  }

  private static List<Metric> metrics(Target target) {
    return switch (target) {
      case Target.Numbers _ -> List.of(Metric.rmse(), Metric.r2());
      case Target.Labels _ -> List.of(Metric.labelAccuracy(), Metric.macroF1());
      case Target.Binary _, Target.Classes _ -> List.of(Metric.accuracy(), Metric.macroF1());
    };
  }

  /** The confusion matrix if it fits, otherwise the most frequent mistakes. */
  static List<String> mistakes(ConfusionMatrix matrix, List<String> names) {
    var lines = matrix.toString().lines().toList();
    if (lines.stream().allMatch(line -> line.length() <= WIDTH)) {
      return lines;
    }
    var mistakes = new ArrayList<Mistake>();
    for (int actual = 0; actual < names.size(); actual++) {
      for (int predicted = 0; predicted < names.size(); predicted++) {
        long count = matrix.count(actual, predicted);
        if (actual != predicted && count > 0) {
          mistakes.add(new Mistake(names.get(actual), names.get(predicted), count));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
    return mistakes.isEmpty()
        ? List.of("no mistakes")
        : List.of(
            mistakes.stream()
                .limit(SHOWN)
                .map(Mistake::toString)
                .collect(
                    Collectors.joining(
                        ", ", "most often mistaken: ", mistakes.size() > SHOWN ? ", ..." : "")));
  }

  void print(PrintStream out) {
    evaluation.toString().lines().forEach(out::println);
    if (!mistakes.isEmpty()) {
      out.println();
      mistakes.forEach(out::println);
    }
  }
}
