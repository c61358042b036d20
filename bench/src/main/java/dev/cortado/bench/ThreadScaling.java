package dev.cortado.bench;

import dev.cortado.plot.Chart;
import dev.cortado.plot.Plot;
import dev.cortado.train.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How much faster a step gets with more threads, for steps of several sizes. */
final class ThreadScaling {

  /** Of the widths and batches of the tables. */
  static final List<Exercise> SIZES = sizes(List.of(64, 256, 1024), List.of(16, 128, 1024));

  private final List<Exercise> exercises;
  private final List<Integer> threads;
  private final Rounds rounds;

  private ThreadScaling(List<Exercise> exercises, List<Integer> threads, Rounds rounds) {
    this.exercises = exercises;
    this.threads = threads;
    this.rounds = rounds;
  }

  static List<Exercise> sizes(List<Integer> widths, List<Integer> batches) {
    return widths.stream()
        .flatMap(width -> batches.stream().map(batch -> Exercise.usual().width(width).batch(batch)))
        .toList();
  }

  /** 1, 2, 4 and so on, as many as there are processors. */
  static List<Integer> threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    return IntStream.iterate(1, it -> it <= processors, it -> 2 * it).boxed().toList();
  }

  /** Measures all sizes with each number of threads; the first is what the others compare to. */
  static ThreadScaling of(List<Exercise> sizes, List<Integer> threads, Rounds.Effort effort) {
    var all = sizes.stream().flatMap(size -> threads.stream().map(it -> size.threads(it))).toList();
    return new ThreadScaling(sizes, threads, Rounds.take(all, Event.BatchEnded.class, effort));
  }

  String table() {
    var columns = new ArrayList<>(List.of("width", "batch", "million multiply-adds"));
    threads.forEach(it -> columns.add(it == 1 ? "1 thread" : it + " threads"));
    threads.stream().skip(1).forEach(it -> columns.add("speed with " + it));
    var table = new Markdown(columns.toArray(String[]::new));
    for (int i = 0; i < exercises.size(); i++) {
      var exercise = exercises.get(i);
      var cells = new ArrayList<String>();
      cells.add(Markdown.whole(exercise.network().width()));
      cells.add(Markdown.whole(exercise.batch()));
      cells.add(Markdown.three(exercise.multiplyAdds() / 1e6));
      for (int place = 0; place < threads.size(); place++) {
        cells.add(Markdown.time(rounds.nanos(at(i, place))));
      }
      for (int place = 1; place < threads.size(); place++) {
        cells.add(Markdown.decimals(2, speed(i, place)));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private int at(int exercise, int place) {
    return exercise * threads.size() + place;
  }

  private double speed(int exercise, int place) {
    return rounds.ratio(at(exercise, 0), at(exercise, place));
  }

  /** Speeds against the size of a step. */
  Plot plot() {
    double[] work = exercises.stream().mapToDouble(it -> it.multiplyAdds() / 1e6).toArray();
    var chart =
        Chart.of("Speed against one thread").x("million multiply-adds a step").y("times").logX();
    for (int place = 1; place < threads.size(); place++) {
      int it = place;
      double[] speeds =
          IntStream.range(0, exercises.size()).mapToDouble(i -> speed(i, it)).toArray();
      chart = chart.dots(threads.get(place) + " threads", work, speeds);
    }
    return chart.level(1, "one thread").yRange(0, threads.getLast() + 0.1);
  }
}
