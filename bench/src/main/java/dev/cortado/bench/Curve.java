package dev.cortado.bench;

import dev.cortado.plot.Chart;
import dev.cortado.plot.Plot;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How the time of a training grows with one of its sizes. Between neighbors {@code a} and {@code b}
 * the growth is the exponent {@code log(time of b / time of a) / log(size of b / size of a)}: 1 for
 * a time in proportion to the size, 2 for its square.
 */
final class Curve {

  private final Growth growth;
  private final List<Integer> sizes;
  private final List<Exercise> exercises;
  private final Rounds rounds;

  private Curve(Growth growth, List<Integer> sizes, List<Exercise> exercises, Rounds rounds) {
    this.growth = growth;
    this.sizes = sizes;
    this.exercises = exercises;
    this.rounds = rounds;
  }

  /** Measures it at these sizes. */
  static Curve of(Growth growth, List<Integer> sizes, Rounds.Effort effort) {
    var exercises = sizes.stream().map(growth::exercise).toList();
    return new Curve(growth, sizes, exercises, Rounds.take(exercises, growth.end(), effort));
  }

  String table() {
    var table =
        new Markdown(
            growth.label(),
            "million multiply-adds",
            "time of " + growth.unit(),
            "middle half",
            "a row",
            "GFLOP/s",
            "growth of work",
            "growth of time");
    for (int i = 0; i < sizes.size(); i++) {
      var exercise = exercises.get(i);
      double nanos = rounds.nanos(i);
      double[] half = rounds.middleHalf(i);
      table.row(
          Markdown.whole(sizes.get(i)),
          Markdown.three(work(i) / 1e6),
          Markdown.time(nanos),
          Markdown.time(half[0]) + " to " + Markdown.time(half[1]),
          Markdown.time(nanos / growth.rows(exercise)),
          Markdown.three(2 * work(i) / nanos),
          i == 0 ? "" : Markdown.decimals(2, exponent(i, work(i) / work(i - 1))),
          i == 0 ? "" : Markdown.decimals(2, exponent(i, rounds.ratio(i, i - 1))));
    }
    return table.toString();
  }

  private double work(int i) {
    return growth.work(exercises.get(i));
  }

  private double exponent(int i, double ratio) {
    return Math.log(ratio) / Math.log((double) sizes.get(i) / sizes.get(i - 1));
  }

  /** The times, and those that they would have if all products were as fast as the largest. */
  Plot plot() {
    int last = sizes.size() - 1;
    double[] xs = sizes.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] times = of(i -> rounds.nanos(i) / 1e6);
    double[] ideal = of(i -> times[last] * work(i) / work(last));
    return Chart.of("Time of " + growth.unit())
        .x(growth.label())
        .y("milliseconds")
        .logX()
        .logY()
        .line("in proportion to the multiply-adds", xs, ideal)
        .dots("measured", xs, times);
  }

  private double[] of(IntToDoubleFunction value) {
    return IntStream.range(0, sizes.size()).mapToDouble(value).toArray();
  }
}
