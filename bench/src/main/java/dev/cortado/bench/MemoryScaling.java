package dev.cortado.bench;

import dev.cortado.plot.Chart;
import dev.cortado.plot.Plot;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Memory for networks, batches and data of several sizes, against what it should be. */
final class MemoryScaling {

  /** Those of the table; the last two end with a short batch. */
  static final List<Exercise> SIZES =
      Stream.concat(
              Stream.of(64, 512, 2048)
                  .flatMap(width -> Stream.of(16, 256, 4096).map(batch -> sized(width, batch)))
                  .flatMap(it -> Stream.of(it.rows(8_192), it.rows(524_288))),
              Stream.of(sized(512, 256).rows(10_000), sized(512, 4096).rows(10_000)))
          .toList();

  private record Point(Exercise exercise, MemoryNeed need, MemoryUse use) {}

  private final List<Point> points;

  private MemoryScaling(List<Point> points) {
    this.points = points;
  }

  private static Exercise sized(int width, int batch) {
    return Exercise.usual().width(width).batch(batch);
  }

  /** Trains each for a moment, after some time to warm up and once more to warm up each. */
  static MemoryScaling of(List<Exercise> exercises, long warmNanos) {
    MemoryUse.warm(Exercise.usual().width(512), warmNanos);
    exercises.forEach(it -> MemoryUse.warm(it, warmNanos / exercises.size() / 2));
    return new MemoryScaling(
        exercises.stream().map(it -> new Point(it, new MemoryNeed(it), MemoryUse.of(it))).toList());
  }

  String table() {
    var table =
        new Markdown(
            "width",
            "batch",
            "rows",
            "parameters",
            "rows, MB",
            "in use, MB",
            "predicted",
            "ratio",
            "peak, MB",
            "predicted",
            "ratio");
    for (var point : points) {
      var exercise = point.exercise;
      table.row(
          Markdown.whole(exercise.network().width()),
          Markdown.whole(exercise.batch()),
          Markdown.whole(exercise.rows()),
          Markdown.whole(exercise.network().parameters()),
          Markdown.megabytes(point.need.data()),
          Markdown.megabytes(point.use.inUse()),
          Markdown.megabytes(point.need.inUse()),
          Markdown.decimals(2, (double) point.use.inUse() / point.need.inUse()),
          Markdown.megabytes(point.use.peak())
              + (point.use.collections() == 0 ? "" : " (collected)"),
          Markdown.megabytes(point.need.peak()),
          Markdown.decimals(2, (double) point.use.peak() / point.need.peak()));
    }
    return table.toString();
  }

  /** What was found over what was predicted, which are the same on the line. */
  Plot plot() {
    double[] predicted = of(it -> it.need.inUse());
    double[] peaks = of(it -> it.need.peak());
    var reach = DoubleStream.concat(DoubleStream.of(predicted), DoubleStream.of(peaks));
    var ends = reach.summaryStatistics();
    double[] line = {ends.getMin(), ends.getMax()};
    return Chart.of("Memory of a training beside its rows")
        .x("megabytes, predicted")
        .y("megabytes")
        .logX()
        .logY()
        .line("as predicted", line, line)
        .dots("in use after a collection", predicted, of(it -> it.use.inUse()))
        .dots("peak", peaks, of(it -> it.use.peak()));
  }

  private double[] of(ToDoubleFunction<Point> bytes) {
    return points.stream().mapToDouble(it -> bytes.applyAsDouble(it) / 1e6).toArray();
  }
}
