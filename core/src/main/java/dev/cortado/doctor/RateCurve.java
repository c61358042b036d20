package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.internal.Errors;
import dev.cortado.plot.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The loss as the rate grows. At low rates it stays, then it falls, and where steps overshoot it
 * rises.
 *
 * @param points in the order of their rates
 * @param ending why there are no more
 */
public record RateCurve(List<Point> points, Ending ending) {

  /** On either side of a point, this part of all is taken together with it. */
  private static final int PARTS = 12;

  /** A loss this many times the lowest has exploded. */
  private static final double EXPLODED = 4;

  /** The explosion is judged by the mean over this many steps. */
  private static final int JUDGED = 3;

  /** A smaller relative decrease may be chance. */
  private static final double FALL = 0.05;

  /**
   * A step.
   *
   * @param loss of its batch before it is taken
   * @param smoothed the mean over the steps around it, near ones counting most
   */
  public record Point(double rate, double loss, double smoothed) {}

  /** Why a search ended. */
  public enum Ending {
    /** All steps were taken. */
    STEPS_DONE,
    /** The loss became many times the lowest. */
    EXPLODED,
    /** A loss, a gradient or a weight was not finite. */
    DIVERGED
  }

  public RateCurve {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw Errors.argument("rateFinder: the first step diverged; look at Diagnosis.before(...)");
    }
  }

  static RateCurve of(List<Double> rates, List<Double> losses, Ending ending) {
    var points = new ArrayList<Point>();
    for (int i = 0; i < rates.size(); i++) {
      points.add(new Point(rates.get(i), losses.get(i), smoothed(losses, i)));
    }
    return new RateCurve(points, ending);
  }

  /** A mean over both sides: a mean over earlier losses alone would lag behind. */
  private static double smoothed(List<Double> losses, int at) {
    int reach = reach(losses.size());
    double sum = 0;
    double weights = 0;
    for (int i = Math.max(0, at - reach); i <= Math.min(losses.size() - 1, at + reach); i++) {
      double weight = reach + 1 - Math.abs(i - at);
      sum += weight * losses.get(i);
      weights += weight;
    }
    return sum / weights;
  }

  private static int reach(int count) {
    return Math.max(1, count / PARTS);
  }

  /** Whether the last losses are many times the lowest. */
  static boolean explodes(List<Double> losses) {
    if (losses.size() < 2 * JUDGED) {
      return false;
    }
    double lowest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int end = JUDGED; end <= losses.size(); end++) {
      mean = losses.subList(end - JUDGED, end).stream().mapToDouble(it -> it / JUDGED).sum();
      lowest = Math.min(lowest, mean);
    }
    return mean > EXPLODED * lowest;
  }

  /** The rate of the lowest smoothed loss. */
  public double lowest() {
    return points.get(lowestIndex()).rate();
  }

  private int lowestIndex() {
    int lowest = 0;
    for (int i = 1; i < points.size(); i++) {
      lowest = points.get(i).smoothed() < points.get(lowest).smoothed() ? i : lowest;
    }
    return lowest;
  }

  /** A tenth of the rate of the lowest loss: a step shorter than the one that hardly helps. */
  public double tenthOfLowest() {
    return lowest() / 10;
  }

  /** The rate at which the smoothed loss falls the most for a factor, before it is lowest. */
  public double steepest() {
    int end = lowestIndex();
    int steepest = 0;
    double most = Double.POSITIVE_INFINITY;
    int reach = reach(points.size());
    for (int i = reach; i <= end - reach; i++) {
      double change = points.get(i + reach).smoothed() - points.get(i - reach).smoothed();
      if (change < most) {
        most = change;
        steepest = i;
      }
    }
    return points.get(steepest).rate();
  }

  /** Whether the loss decreased by more than chance. */
  public boolean falls() {
    double first = points.getFirst().smoothed();
    return points.get(lowestIndex()).smoothed() < (1 - FALL) * first;
  }

  /**
   * A rate to train with: where the loss falls the steepest or a tenth of where it is lowest,
   * whichever is lower. It means nothing if the loss does not {@linkplain #falls fall}.
   */
  public double suggestion() {
    return Math.min(steepest(), tenthOfLowest());
  }

  /** The curve as a picture, the rates on a logarithmic axis. */
  public String svg() {
    double[] rates = values(Point::rate);
    var chart =
        Chart.of("Loss as the rate grows")
            .x("rate")
            .y("loss")
            .logX()
            .dots("batches", rates, values(Point::loss))
            .line("smoothed", rates, values(Point::smoothed))
            .mark(suggestion(), "suggestion: " + figure(suggestion()));
    double first = points.getFirst().smoothed();
    return (first > 0 ? chart.yRange(0, 2 * first) : chart).svg();
  }

  private double[] values(ToDoubleFunction<Point> value) {
    return points.stream().mapToDouble(value).toArray();
  }

  /** The suggestion and its reason, in a line. */
  @Override
  public String toString() {
    if (!falls()) {
      return String.format(
          Locale.ROOT,
          "no rate from %s to %s lowers the loss of %s; look at Diagnosis.before(...)",
          figure(points.getFirst().rate()),
          figure(points.getLast().rate()),
          figure(points.getFirst().smoothed()));
    }
    var end =
        switch (ending) {
          case STEPS_DONE -> "it did not explode";
          case EXPLODED -> "it exploded at " + figure(points.getLast().rate());
          case DIVERGED -> "it diverged after " + figure(points.getLast().rate());
        };
    return String.format(
        Locale.ROOT,
        "try a rate of %s: the loss falls steepest at %s, is lowest at %s, and %s",
        figure(suggestion()),
        figure(steepest()),
        figure(lowest()),
        end);
  }
}
