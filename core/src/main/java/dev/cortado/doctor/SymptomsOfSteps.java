package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/** Faults in the length of steps and in the result of a training. */
final class SymptomsOfSteps {

  /** The length of a step beside that of the weights: a thousandth is a good one. */
  private static final double SHORT = 1e-4;

  private static final double LONG = 0.1;

  /** How many times out of this range is worth a warning. */
  private static final double FAR = 5;

  /** For how many epochs the validation loss must be higher than the best. */
  private static final int EPOCHS = 3;

  /** By what share of the best the validation loss must rise. */
  private static final double RISE = 0.1;

  /** A rise below this share of the loss of a constant prediction does not matter. */
  private static final double MATTERS = 0.02;

  private SymptomsOfSteps() {}

  /** Steps that are out of proportion to the weights that they change. */
  static void updateSize(Probe probe, Findings found) {
    if (!probe.before() && probe.looks().isEmpty()) {
      // At the end of a training steps are short because there is nothing left to learn.
      return;
    }
    Comparator<Map.Entry<String, Double>> byLength = Map.Entry.comparingByValue();
    var longest = probe.updates(values -> values[values.length - 1]);
    longest.entrySet().stream()
        .min(byLength)
        .filter(update -> update.getValue() < SHORT)
        .ifPresent(update -> {
          boolean far = update.getValue() * FAR < SHORT;
          updateSize(update, SHORT, far, "raise", longest.size(), found);
        });
    var typical = probe.typicalUpdates();
    typical.entrySet().stream()
        .max(byLength)
        .filter(update -> update.getValue() > LONG)
        .ifPresent(update -> {
          boolean far = update.getValue() > LONG * FAR;
          updateSize(update, LONG, far, "lower", typical.size(), found);
        });
  }

  private static void updateSize(
      Map.Entry<String, Double> update,
      double bound,
      boolean far,
      String what,
      int weights,
      Findings found) {
    found.add(
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

  /** A loss no better than that of a constant prediction. */
  static void noLearning(Probe probe, Findings found) {
    var history = probe.history();
    if (history == null
        || !probe.poor()
        || probe.shows(RateTooLarge::find)
        || probe.shows(RateTooSmall::find)) {
      return;
    }
    double last = history.last().value("train.loss");
    double usual = probe.usual();
    found.add(
        Kind.NO_LEARNING,
        Severity.WARNING,
        "",
        last,
        Probe.POOR * usual,
        "after %s the loss is %s, and that of a constant prediction is %s; try a hidden layer or"
            + " more units, more epochs, or columns that tell more",
        count(history.last().steps(), "step"),
        figure(last),
        figure(usual));
  }

  /** The validation loss rises while the training loss falls. */
  static void overfitting(Probe probe, Findings found) {
    var history = probe.history();
    if (history == null
        || history.epochs().isEmpty()
        || !history.last().values().containsKey("valid.loss")) {
      return;
    }
    double[] valid = history.values("valid.loss");
    double[] train = history.values("train.loss");
    int best = 0;
    for (int i = 1; i < valid.length; i++) {
      best = valid[i] < valid[best] || Double.isNaN(valid[best]) ? i : best;
    }
    int end = valid.length - 1;
    // A single epoch may be noise.
    double rise = lowestOfLast(valid) - valid[best];
    boolean rises =
        end - best >= EPOCHS
            && rise > RISE * valid[best]
            && rise > MATTERS * probe.usual()
            && train[end] < train[best];
    if (!rises) {
      return;
    }
    int bestEpoch = history.epochs().get(best).number();
    boolean kept = history.kept() == bestEpoch;
    found.add(
        Kind.OVERFITTING,
        kept ? Severity.NOTE : Severity.WARNING,
        "valid.loss",
        valid[end],
        valid[best],
        "it rose from %s in epoch %d to %s in epoch %d, while train.loss fell from %s to %s; %s",
        figure(valid[best]),
        bestEpoch,
        figure(valid[end]),
        history.last().number(),
        figure(train[best]),
        figure(train[end]),
        kept
            ? "the weights of the better one were kept"
            : "stop early, or hold the model back with dropout, a penalty or fewer units");
  }

  private static double lowestOfLast(double[] values) {
    return Arrays.stream(values, Math.max(0, values.length - EPOCHS), values.length)
        .min()
        .orElse(Double.NaN);
  }
}
