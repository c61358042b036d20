package dev.cortado.cli;

import dev.cortado.data.RowSource;
import dev.cortado.data.Target;
import dev.cortado.formats.json.Json;
import dev.cortado.metric.ConfidenceInterval;
import dev.cortado.metric.ConfusionMatrix;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.LabelScores;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Layer;
import dev.cortado.nn.OutputKind;
import dev.cortado.plot.FourDigits;
import dev.cortado.tables.Yardstick;
import dev.cortado.tensor.Rng;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How good a model is on rows of a table: metrics with confidence intervals of 95 %, beside those
 * of yardsticks.
 *
 * <pre>
 *           model                     majority  linear model
 * logloss   0.2708 (0.2612 to 0.281)    0.5521        0.3190
 * accuracy  0.8735 (0.864 to 0.882)     0.7592        0.8502
 * </pre>
 *
 * @param lines a line for each metric
 * @param yardsticks their names
 * @param mistakes the confusion matrix or the like
 */
record TableReport(List<Line> lines, List<String> yardsticks, List<String> mistakes) {

  private static final int WIDTH = 80;

  /**
   * One metric.
   *
   * @param name as on the command line
   * @param value of the model
   * @param others of the yardsticks
   */
  record Line(String name, double value, ConfidenceInterval interval, List<Double> others) {}

  /** For a model and rows; the seed is that of the intervals. */
  static TableReport of(Layer model, RowSource rows, List<Yardstick> yardsticks, long seed) {
    var target = rows.schema().target();
    var metrics = metrics(target);
    var outputs = Evaluation.outputs(model, target);
    var evaluation = Evaluation.of(model, rows, outputs, List.copyOf(metrics.values()));
    var others =
        yardsticks.stream()
            .map(it ->
                Evaluation.of(
                    it.model(),
                    rows,
                    target instanceof Target.Numbers ? OutputKind.VALUES : OutputKind.LOGITS,
                    List.copyOf(metrics.values())))
            .toList();
    var y = rows.y(0, rows.size());
    var lines = new ArrayList<Line>();
    metrics.forEach((name, metric) ->
        lines.add(
            new Line(
                name,
                evaluation.value(metric.name()),
                ConfidenceInterval.of(
                    metric, evaluation.prediction(), y, outputs, Rng.of(seed).at("intervals")),
                others.stream().map(it -> it.value(metric.name())).toList())));
    return new TableReport(
        lines,
        yardsticks.stream().map(Yardstick::name).toList(),
        mistakes(evaluation, rows, outputs));
  }

  /** By their names on the command line. */
  private static SequencedMap<String, Metric> metrics(Target target) {
    var metrics = new LinkedHashMap<String, Metric>();
    switch (target) {
      case Target.Numbers _ -> {
        metrics.put("rmse", Metric.rmse());
        metrics.put("mae", Metric.mae());
        metrics.put("r2", Metric.r2());
      }
      case Target.Labels _ -> {
        metrics.put("logloss", Metric.logLoss());
        metrics.put("accuracy", Metric.labelAccuracy());
        metrics.put("f1", Metric.macroF1());
      }
      case Target.Binary _, Target.Classes _ -> {
        metrics.put("logloss", Metric.logLoss());
        metrics.put("accuracy", Metric.standard(target));
        if (target.classNames().size() == 2) {
          metrics.put("auc", Metric.rocAuc());
        }
        metrics.put("f1", Metric.macroF1());
      }
    }
    return metrics;
  }

  private static List<String> mistakes(Evaluation evaluation, RowSource rows, OutputKind outputs) {
    var prediction = evaluation.prediction();
    var y = rows.y(0, rows.size());
    var target = rows.schema().target();
    return switch (target) {
      case Target.Numbers _ -> List.of();
      case Target.Labels(var names) ->
          LabelScores.of(prediction, y, outputs, names).toString().lines().toList();
      case Target.Binary _, Target.Classes _ ->
          Report.mistakes(
              ConfusionMatrix.of(prediction, y, outputs, target.classNames()), target.classNames());
    };
  }

  void print(PrintStream out) {
    var table = new ArrayList<List<String>>();
    var header = new ArrayList<>(List.of("", "model", "95 % interval"));
    header.addAll(yardsticks);
    table.add(header);
    for (var line : lines) {
      var cells =
          new ArrayList<>(
              List.of(
                  line.name(),
                  FourDigits.of(line.value()),
                  FourDigits.of(line.interval().low())
                      + " to "
                      + FourDigits.of(line.interval().high())));
      line.others().forEach(value -> cells.add(FourDigits.of(value)));
      table.add(cells);
    }
    Text.columns(table).forEach(out::println);
    if (!mistakes.isEmpty()) {
      out.println();
      mistakes.forEach(line -> Text.wrapped(line, WIDTH).forEach(out::println));
    }
  }

  /** The values by name, then the intervals and the yardsticks. */
  Json.Mapping json() {
    var values = Json.mapping();
    var intervals = Json.mapping();
    for (var line : lines) {
      values = values.with(line.name(), TableProgress.number(line.value()));
      intervals =
          intervals.with(
              line.name(),
              new Json.Sequence(
                  List.of(
                      TableProgress.number(line.interval().low()),
                      TableProgress.number(line.interval().high()))));
    }
    var others = Json.mapping();
    for (int i = 0; i < yardsticks.size(); i++) {
      var its = Json.mapping();
      for (var line : lines) {
        its = its.with(line.name(), TableProgress.number(line.others().get(i)));
      }
      others = others.with(yardsticks.get(i), its);
    }
    return Json.mapping()
        .with("metrics", values)
        .with("intervals", intervals)
        .with("yardsticks", others);
  }
}
