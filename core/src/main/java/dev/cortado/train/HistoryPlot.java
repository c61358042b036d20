package dev.cortado.train;

import dev.cortado.plot.Chart;
import dev.cortado.plot.Panels;
import dev.cortado.plot.Plot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.DoubleStream;

/**
 * A {@link History} as a picture: the losses, then a panel for each metric, then the rate. Marked
 * are the epoch with the lowest loss and, where they are not those of the last epoch, the one whose
 * weights the model has.
 */
final class HistoryPlot {

  /** Losses with a larger ratio of highest to lowest are drawn on a logarithmic axis. */
  private static final double FAR = 30;

  private static final int WIDTH = 700;
  private static final int HALF = WIDTH / 2;

  /** A marked epoch. */
  private record Mark(int epoch, String label) {}

  private final History history;
  private final double[] numbers;

  /** The names of the series of each metric: {@code loss} → {@code train.loss, valid.loss}. */
  private final SequencedMap<String, SequencedMap<String, String>> groups = new LinkedHashMap<>();

  private final List<Mark> marks = new ArrayList<>();

  private HistoryPlot(History history) {
    this.history = history;
    numbers = history.epochs().stream().mapToDouble(Epoch::number).toArray();
    for (var name : names()) {
      int point = name.indexOf('.');
      groups
          .computeIfAbsent(name.substring(point + 1), _ -> new LinkedHashMap<>())
          .put(name.substring(0, Math.max(0, point)), name);
    }
    choose();
  }

  static String svg(History history) {
    return new HistoryPlot(history).plot().svg();
  }

  private SequencedSet<String> names() {
    var names = new LinkedHashSet<String>();
    history.epochs().forEach(epoch -> names.addAll(epoch.values().keySet()));
    return names;
  }

  /** A value over the epochs; NaN where an epoch has none. */
  private double[] values(String name) {
    return history.epochs().stream()
        .mapToDouble(epoch -> epoch.values().getOrDefault(name, Double.NaN))
        .toArray();
  }

  private void choose() {
    int kept = history.kept();
    int last = history.epochs().isEmpty() ? 0 : history.last().number();
    int lowest = lowest();
    boolean gaveBack = kept > 0 && kept != last;
    if (gaveBack && kept == lowest) {
      marks.add(new Mark(kept, "best: epoch " + kept + ", its weights are kept"));
      return;
    }
    if (lowest > 0) {
      marks.add(new Mark(lowest, "best: epoch " + lowest));
    }
    if (gaveBack) {
      marks.add(new Mark(kept, "kept: weights of epoch " + kept));
    }
  }

  /** The epoch with the lowest loss on the rows for validation, or 0. */
  private int lowest() {
    double[] losses = values("valid.loss");
    int lowest = -1;
    for (int i = 0; i < losses.length; i++) {
      if (Double.isFinite(losses[i]) && (lowest < 0 || losses[i] < losses[lowest])) {
        lowest = i;
      }
    }
    return lowest < 0 ? 0 : history.epochs().get(lowest).number();
  }

  private Plot plot() {
    var small = new ArrayList<Plot>();
    for (var group : groups.sequencedKeySet()) {
      if (!group.equals("loss")) {
        small.add(marked(chart(group), false).size(HALF, 230));
      }
    }
    small.add(marked(rate(), false).size(HALF, 230));
    var loss = marked(chart("loss"), true).size(WIDTH, 340);
    var others = new Panels("", small, 2, WIDTH);
    return new Panels(title(), List.of(loss, others), 1, WIDTH);
  }

  private String title() {
    int count = history.epochs().size();
    var epochs = count == 1 ? "1 epoch" : count + " epochs";
    return "Training: "
        + switch (history.ending()) {
          case UNFINISHED -> epochs + " so far";
          case EPOCHS_DONE -> epochs;
          case NO_BETTER -> "stopped early after " + epochs;
          case STOPPED -> "stopped after " + epochs;
        };
  }

  private Chart chart(String group) {
    var names = groups.getOrDefault(group, new LinkedHashMap<>());
    var chart = Chart.of("").x("epoch").y(group);
    if (!names.containsKey("train")) {
      chart = chart.line("", new double[0]); // so that the others look as they do beside it
    }
    for (var entry : names.entrySet()) {
      chart = chart.line(entry.getKey(), numbers, values(entry.getValue()));
    }
    return group.equals("loss") && reachFar(names.sequencedValues()) ? chart.logY() : chart;
  }

  private Chart rate() {
    double[] rates = history.epochs().stream().mapToDouble(Epoch::rate).toArray();
    var chart = Chart.of("").x("epoch").y("rate").line("", numbers, rates);
    return reachFar(DoubleStream.of(rates)) ? chart.logY() : chart;
  }

  private boolean reachFar(Iterable<String> names) {
    var all = DoubleStream.builder();
    names.forEach(name -> DoubleStream.of(values(name)).forEach(all));
    return reachFar(all.build());
  }

  private static boolean reachFar(DoubleStream values) {
    var reach = values.filter(Double::isFinite).summaryStatistics();
    return reach.getMin() > 0 && reach.getMax() / reach.getMin() > FAR;
  }

  /** Only the large panel has labels. */
  private Chart marked(Chart chart, boolean labeled) {
    for (var mark : marks) {
      chart = chart.mark(mark.epoch(), labeled ? mark.label() : "");
    }
    return chart;
  }
}
