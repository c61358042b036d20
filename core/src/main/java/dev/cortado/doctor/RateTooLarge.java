package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.train.History;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Steps that overshoot: the loss rises, or swings. */
final class RateTooLarge {

  /** Below this share of the loss of a constant prediction, swings do not matter. */
  private static final double LEARNED = 0.05;

  private static final double RISE = 1.2;

  /** A training does not recover from a first step that multiplies the loss by this. */
  private static final double WILD = 10;

  private static final double OFTEN = 0.25;
  private static final double OUT_OF_HAND = 1.5;
  private static final double LARGE = 0.1;

  /** A step that moves weights by this many times their norm replaces them. */
  private static final double THROWN = 10;

  private RateTooLarge() {}

  static void find(Probe probe, Findings found) {
    var history = probe.history();
    if (history == null) {
      before(probe, found);
    } else if (!Double.isNaN(history.firstLoss())) {
      after(probe, history, found);
    }
  }

  /** The loss after one step, and after shorter ones. */
  private static void before(Probe probe, Findings found) {
    var step = probe.reading().step();
    var best = step.best();
    double after = step.ofRecipe().loss();
    boolean knowsAlready = step.loss() < 0.3 * probe.loss().start();
    if (after > RISE * step.loss() && best.factor() < 1 && !knowsAlready) {
      found.add(
          Kind.RATE_TOO_LARGE,
          after > WILD * step.loss() ? Severity.PROBLEM : Severity.WARNING,
          "",
          after,
          step.loss(),
          "a step at rate %s takes the loss from %s to %s, one at %s to %s: try that",
          figure(step.rate()),
          figure(step.loss()),
          figure(after),
          figure(step.rate() * best.factor()),
          figure(best.loss()));
    }
  }

  private static void after(Probe probe, History history, Findings found) {
    double first = history.firstLoss();
    double now = probe.reading().loss();
    if (probe.diverged()) {
      var what =
          "the loss began at "
              + figure(first)
              + " and is now "
              + figure(now)
              + (Double.isFinite(now) ? ", with no finite gradient" : "");
      add(probe, Severity.PROBLEM, now, first, what, found);
      return;
    }
    double[] losses = losses(probe, history);
    double last = last(probe, history, losses);
    double longest = longest(probe);
    int rises = rises(losses, LEARNED * probe.usual());
    double swings = (double) rises / Math.max(1, losses.length - 1);
    if (!(last <= OUT_OF_HAND * Math.max(first, probe.usual()))) {
      var what = "the loss rose from " + figure(first) + " to " + figure(last);
      add(probe, Severity.PROBLEM, last, first, what, found);
    } else if (longest > THROWN && !learned(probe, history)) {
      add(probe, Severity.PROBLEM, longest, LARGE, "steps throw the weights far away", found);
    } else if (losses.length > 3 && swings > OFTEN) {
      var what = "the loss swings: it rose by a fifth or more " + count(rises, "time");
      add(probe, Severity.WARNING, swings, OFTEN, what, found);
    } else if (probe.poor() && longest > LARGE) {
      var what = "the loss stays at " + figure(last) + " while steps are long";
      add(probe, Severity.PROBLEM, longest, LARGE, what, found);
    }
  }

  private static int rises(double[] losses, double least) {
    int rises = 0;
    for (int i = 1; i < losses.length; i++) {
      rises += losses[i] > RISE * losses[i - 1] && losses[i] > least ? 1 : 0;
    }
    return rises;
  }

  /** The means over epochs or, before the first has ended, those of the batches looked at. */
  private static double[] losses(Probe probe, History history) {
    return history.epochs().isEmpty()
        ? probe.looks().stream().mapToDouble(Diagnosis.Look::loss).toArray()
        : history.values("train.loss");
  }

  /** Where an unfinished training is now. */
  private static double last(Probe probe, History history, double[] losses) {
    boolean now =
        history.ending() == History.Ending.UNFINISHED
            && probe.recipe().sampleWeights() == null
            && Double.isFinite(probe.reading().loss());
    if (now) {
      return probe.reading().loss();
    }
    return losses.length == 0 ? history.firstLoss() : losses[losses.length - 1];
  }

  /** Whether the training succeeded all the same. */
  private static boolean learned(Probe probe, History history) {
    return (!history.epochs().isEmpty() && !probe.poor())
        || probe.reading().loss() <= Probe.POOR * probe.usual();
  }

  private static double longest(Probe probe) {
    var updates =
        probe.looks().isEmpty()
            ? finite(probe.reading().step().updates())
            : probe.looks().stream().flatMapToDouble(look -> finite(look.updates()));
    return updates.max().orElse(Double.NaN);
  }

  private static DoubleStream finite(Map<String, Double> updates) {
    return updates.values().stream().mapToDouble(Double::doubleValue).filter(Double::isFinite);
  }

  private static void add(
      Probe probe, Severity severity, double figure, double expected, String what, Findings found) {
    double rate = Probe.highestRate(probe.recipe(), probe.train());
    double longest = longest(probe);
    found.add(
        Kind.RATE_TOO_LARGE,
        severity,
        "",
        figure,
        expected,
        "%s; %s: try a rate of %s, or less",
        what,
        Double.isNaN(longest)
            ? "the rate was " + figure(rate)
            : "a step at rate " + figure(rate) + " changes weights by up to " + told(longest),
        figure(Math.min(rate / 10, suggestion(probe))));
  }

  private static String told(double length) {
    return length > THROWN
        ? figure(length) + " times their length"
        : percent(length) + " of their length";
  }

  /** A rate at which the first step would not have been much too long, if it was. */
  private static double suggestion(Probe probe) {
    if (probe.looks().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    var first = probe.looks().getFirst();
    double length = finite(first.updates()).max().orElse(0);
    return length > 1 && first.rate() > 0
        ? first.rate() * LARGE / length
        : Double.POSITIVE_INFINITY;
  }
}
