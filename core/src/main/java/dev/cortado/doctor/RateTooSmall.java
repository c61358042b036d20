package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.train.History;

/** Steps too short for the number of them. */
final class RateTooSmall {

  /** Less than this part of the loss is too little for a whole training. */
  private static final double LITTLE = 0.5;

  /** The largest factor by which a higher rate is suggested. */
  private static final double MOST = 100;

  /** By how much a longer step must lower the loss to be better. */
  private static final double GAIN = 0.02;

  /** The same where something was learned, but not half of what there was. */
  private static final double LARGE_GAIN = 0.1;

  private static final double HALF = 0.5;

  private RateTooSmall() {}

  static void find(Probe probe, Findings found) {
    var step = probe.reading().step();
    var best = step.best();
    boolean longerIsBetter = best.factor() > 10 && best.loss() < (1 - GAIN) * step.loss();
    if (!longerIsBetter) {
      return;
    }
    // A tenth of the step that is best once, for it is to be taken again and again.
    double rate = step.rate() * Math.min(MOST, best.factor() / 10);
    var history = probe.history();
    if (history == null) {
      before(probe, rate, found);
    } else if (!probe.shows(RateTooLarge::find)) {
      // After steps that were too long, even longer ones may seem better.
      after(probe, history, rate, found);
    }
  }

  private static void before(Probe probe, double rate, Findings found) {
    var step = probe.reading().step();
    long steps = Probe.steps(probe.recipe(), probe.train());
    double part = step.fall() * steps / step.loss();
    if (part < LITTLE) {
      found.add(
          Kind.RATE_TOO_SMALL,
          Severity.WARNING,
          "",
          part,
          LITTLE,
          "%s at rate %s can lower the loss of %s by about %s in all, each changing the weights by"
              + " %s of their length; try a rate of %s, %s times as much",
          count(steps, "step"),
          figure(step.rate()),
          figure(step.loss()),
          percent(part),
          figure(probe.typicalUpdate()),
          figure(rate),
          figure(rate / step.rate()));
    }
  }

  private static void after(Probe probe, History history, double rate, Findings found) {
    var step = probe.reading().step();
    boolean poor = probe.poor();
    boolean halfway =
        !history.epochs().isEmpty()
            && history.last().value("train.loss") > HALF * probe.usual()
            && step.best().loss() < (1 - LARGE_GAIN) * step.loss();
    if (!poor && !halfway) {
      return;
    }
    double[] losses = history.values("train.loss");
    double first = losses.length > 1 ? losses[0] : history.firstLoss();
    double last = losses[losses.length - 1];
    double fall = (first - last) / first;
    found.add(
        Kind.RATE_TOO_SMALL,
        poor ? Severity.PROBLEM : Severity.WARNING,
        "",
        fall,
        LITTLE,
        "the loss fell by only %s, from %s to %s, in %s at rate %s, each changing the weights by %s"
            + " of their length; try a rate of %s, %s times as much",
        percent(fall),
        figure(first),
        figure(last),
        count(history.last().steps(), "step"),
        figure(step.rate()),
        figure(probe.typicalUpdate()),
        figure(rate),
        figure(rate / step.rate()));
  }
}
