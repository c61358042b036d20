package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import java.util.Arrays;
import java.util.stream.Stream;

/** Faults in the result of a training. */
final class SymptomsOfOutcome {

  private SymptomsOfOutcome() {}

  /** A loss no better than that of a constant prediction. */
  record NoLearning() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      var history = probe.history();
      if (history == null
          || !probe.poor()
          || Stream.of(new SymptomsOfSteps.RateTooLarge(), new SymptomsOfSteps.RateTooSmall())
              .anyMatch(rate -> rate.in(probe).findAny().isPresent())) {
        return Stream.empty();
      }
      double last = history.last().value("train.loss");
      double usual = probe.usual();
      return Stream.of(
          Finding.of(
              Kind.NO_LEARNING,
              Severity.WARNING,
              "",
              last,
              Probe.POOR * usual,
              "after %s the loss is %s, and that of a constant prediction is %s;"
                  + " try a hidden layer or more units, more epochs, or columns that tell more",
              count(history.last().steps(), "step"),
              figure(last),
              figure(usual)));
    }
  }

  /** Validation loss rises while training loss falls. */
  record Overfitting() implements Symptom {

    private static final int EPOCHS = 3;
    private static final double RISE = 0.1;
    private static final double MATTERS = 0.02;

    @Override
    public Stream<Finding> in(Probe probe) {
      var history = probe.history();
      if (history == null
          || history.epochs().isEmpty()
          || !history.last().values().containsKey("valid.loss")) {
        return Stream.empty();
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
        return Stream.empty();
      }
      boolean kept = history.kept() == history.epochs().get(best).number();
      return Stream.of(
          Finding.of(
              Kind.OVERFITTING,
              kept ? Severity.NOTE : Severity.WARNING,
              "valid.loss",
              valid[end],
              valid[best],
              "it rose from %s in epoch %d to %s in epoch %d, while train.loss fell from %s to %s;"
                  + " %s",
              figure(valid[best]),
              history.epochs().get(best).number(),
              figure(valid[end]),
              history.last().number(),
              figure(train[best]),
              figure(train[end]),
              kept
                  ? "the weights of the better one were kept"
                  : "stop early, or hold the model back with dropout, a penalty or fewer units"));
    }

    private static double lowestOfLast(double[] values) {
      return Arrays.stream(values, Math.max(0, values.length - EPOCHS), values.length)
          .min()
          .orElse(Double.NaN);
    }
  }
}
