package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.train.History;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Faults in the length of steps. */
final class SymptomsOfSteps {

  private SymptomsOfSteps() {}

  /** Steps that overshoot: the loss rises, or swings. */
  record RateTooLarge() implements Symptom {

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

    @Override
    public Stream<Finding> in(Probe probe) {
      var history = probe.history();
      if (history == null) {
        return before(probe);
      }
      double first = history.firstLoss();
      if (Double.isNaN(first)) {
        return Stream.empty();
      }
      if (probe.diverged()) {
        return found(
            probe,
            Severity.PROBLEM,
            probe.reading().loss(),
            first,
            "the loss began at "
                + figure(first)
                + " and is now "
                + figure(probe.reading().loss())
                + (Double.isFinite(probe.reading().loss()) ? ", with no finite gradient" : ""));
      }
      double[] losses = losses(probe, history);
      double usual = probe.usual();
      double last = last(probe, history, losses);
      if (!(last <= OUT_OF_HAND * Math.max(first, usual))) {
        return found(
            probe,
            Severity.PROBLEM,
            last,
            first,
            "the loss rose from " + figure(first) + " to " + figure(last));
      }
      if (longest(probe) > THROWN && !learned(probe, usual)) {
        return found(
            probe, Severity.PROBLEM, longest(probe), LARGE, "steps throw the weights far away");
      }
      int rises = 0;
      for (int i = 1; i < losses.length; i++) {
        rises += losses[i] > RISE * losses[i - 1] && losses[i] > LEARNED * usual ? 1 : 0;
      }
      double part = (double) rises / Math.max(1, losses.length - 1);
      if (losses.length > 3 && part > OFTEN) {
        return found(
            probe,
            Severity.WARNING,
            part,
            OFTEN,
            "the loss swings: it rose by a fifth or more " + count(rises, "time"));
      }
      return probe.poor() && longest(probe) > LARGE
          ? found(
              probe,
              Severity.PROBLEM,
              longest(probe),
              LARGE,
              "the loss stays at " + figure(last) + " while steps are long")
          : Stream.empty();
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
    private static boolean learned(Probe probe, double usual) {
      var history = probe.history();
      boolean inEpochs = history != null && !history.epochs().isEmpty() && !probe.poor();
      return inEpochs || probe.reading().loss() <= Probe.POOR * usual;
    }

    private static double longest(Probe probe) {
      return DoubleStream.concat(
              probe.looks().stream().flatMapToDouble(look -> values(look.updates())),
              probe.looks().isEmpty()
                  ? values(probe.reading().step().updates())
                  : DoubleStream.empty())
          .filter(Double::isFinite)
          .max()
          .orElse(Double.NaN);
    }

    private static Stream<Finding> found(
        Probe probe, Severity severity, double figure, double expected, String what) {
      double rate = Probe.highestRate(probe.recipe(), probe.train());
      double longest = longest(probe);
      return Stream.of(
          Finding.of(
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
              figure(Math.min(rate / 10, suggestion(probe)))));
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
      double length = values(first.updates()).filter(Double::isFinite).max().orElse(0);
      return length > 1 && first.rate() > 0
          ? first.rate() * LARGE / length
          : Double.POSITIVE_INFINITY;
    }

    /** The loss after one step, and after shorter ones. */
    private static Stream<Finding> before(Probe probe) {
      var step = probe.reading().step();
      var best = step.best();
      double after = step.asAsked().loss();
      boolean knowsAlready = step.loss() < 0.3 * probe.loss().start();
      return after > RISE * step.loss() && best.factor() < 1 && !knowsAlready
          ? Stream.of(
              Finding.of(
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
                  figure(best.loss())))
          : Stream.empty();
    }
  }

  /** Steps too short for the number of them. */
  record RateTooSmall() implements Symptom {

    /** Less than this part of the loss is too little for a whole training. */
    private static final double LITTLE = 0.5;

    /** The largest factor by which a higher rate is suggested. */
    private static final double MOST = 100;

    /** By how much a longer step must lower the loss to speak for itself. */
    private static final double GAIN = 0.02;

    /** The same where something was learned, but not half of what there was. */
    private static final double LARGE_GAIN = 0.1;

    private static final double HALF = 0.5;

    @Override
    public Stream<Finding> in(Probe probe) {
      var step = probe.reading().step();
      var best = step.best();
      boolean longerIsBetter = best.factor() > 10 && best.loss() < (1 - GAIN) * step.loss();
      if (!longerIsBetter) {
        return Stream.empty();
      }
      // A tenth of the step that is best once, for it is to be taken again and again.
      double rate = step.rate() * Math.min(MOST, best.factor() / 10);
      var history = probe.history();
      if (history == null) {
        return before(probe, rate);
      }
      // After steps that were too long, even longer ones may seem better.
      return new RateTooLarge().in(probe).findAny().isPresent()
          ? Stream.empty()
          : after(probe, history, rate);
    }

    private static Stream<Finding> before(Probe probe, double rate) {
      var step = probe.reading().step();
      long steps = Probe.steps(probe.recipe(), probe.train());
      double part = step.fall() * steps / step.loss();
      return part < LITTLE
          ? Stream.of(
              Finding.of(
                  Kind.RATE_TOO_SMALL,
                  Severity.WARNING,
                  "",
                  part,
                  LITTLE,
                  "%s at rate %s can lower the loss of %s by about %s in all, each changing the"
                      + " weights by %s of their length; try a rate of %s, %s times as much",
                  count(steps, "step"),
                  figure(step.rate()),
                  figure(step.loss()),
                  percent(part),
                  figure(typicalUpdate(probe)),
                  figure(rate),
                  figure(rate / step.rate())))
          : Stream.empty();
    }

    private static Stream<Finding> after(Probe probe, History history, double rate) {
      var step = probe.reading().step();
      boolean poor = probe.poor();
      boolean halfway =
          !history.epochs().isEmpty()
              && history.last().value("train.loss") > HALF * probe.usual()
              && step.best().loss() < (1 - LARGE_GAIN) * step.loss();
      if (!poor && !halfway) {
        return Stream.empty();
      }
      double[] losses = history.values("train.loss");
      double first = losses.length > 1 ? losses[0] : history.firstLoss();
      double last = losses[losses.length - 1];
      double fall = (first - last) / first;
      return Stream.of(
          Finding.of(
              Kind.RATE_TOO_SMALL,
              poor ? Severity.PROBLEM : Severity.WARNING,
              "",
              fall,
              LITTLE,
              "the loss fell by only %s, from %s to %s, in %s at rate %s, each changing the weights"
                  + " by %s of their length; try a rate of %s, %s times as much",
              percent(fall),
              figure(first),
              figure(last),
              count(history.last().steps(), "step"),
              figure(step.rate()),
              figure(typicalUpdate(probe)),
              figure(rate),
              figure(rate / step.rate())));
    }
  }

  /** The length of a step beside that of the weights: a thousandth is a good one. */
  record UpdateSize() implements Symptom {

    private static final double SMALL = 1e-4;
    private static final double LARGE = 0.1;

    /** How far out of the range it is worth a warning. */
    private static final double FAR = 5;

    @Override
    public Stream<Finding> in(Probe probe) {
      if (!probe.before() && probe.looks().isEmpty()) {
        // At the end of a training steps are short because there is nothing left to learn.
        return Stream.empty();
      }
      var longest = probe.updates(values -> values[values.length - 1]);
      var typical = probe.updates(values -> values[values.length / 2]);
      return Stream.concat(
          longest.entrySet().stream()
              .filter(update -> update.getValue() < SMALL)
              .min(Map.Entry.comparingByValue())
              .map(update ->
                  found(update, SMALL, update.getValue() * FAR < SMALL, "raise", longest.size()))
              .stream(),
          typical.entrySet().stream()
              .filter(update -> update.getValue() > LARGE)
              .max(Map.Entry.comparingByValue())
              .map(update ->
                  found(update, LARGE, update.getValue() > LARGE * FAR, "lower", typical.size()))
              .stream());
    }

    private static Finding found(
        Map.Entry<String, Double> update, double bound, boolean far, String what, int weights) {
      return Finding.of(
          Kind.UPDATE_SIZE,
          far ? Severity.WARNING : Severity.NOTE,
          update.getKey(),
          update.getValue(),
          bound,
          "a step changes it by %s of its length, expected 1e-4 to 0.1%s; %s the rate",
          figure(update.getValue()),
          weights == 1 ? "" : ", the farthest off of " + weights,
          what);
    }
  }

  /** How much a step changes the weights that it changes most, as it usually is. */
  private static double typicalUpdate(Probe probe) {
    return probe.updates(values -> values[values.length / 2]).values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(Double.NaN);
  }

  private static DoubleStream values(Map<String, Double> map) {
    return map.values().stream().mapToDouble(Double::doubleValue);
  }
}
