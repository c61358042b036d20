package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.nn.OutputKind;
import java.util.stream.Stream;

/** Faults in the activations on the forward pass and in the gradients on the way back. */
final class SymptomsOfSignal {

  private SymptomsOfSignal() {}

  /** The first loss of a new model should be about that of a constant prediction. */
  record LossAtStart() implements Symptom {

    private static final double HIGH = 4;
    private static final double HIGH_FOR_NUMBERS = 10;
    private static final double LOW = 0.3;

    @Override
    public Stream<Finding> in(Probe probe) {
      double loss = probe.untrained() ? probe.reading().loss() : first(probe);
      double expected = probe.loss().start();
      if (probe.untrained() && probe.complete() && !probe.reading().finite()) {
        return found(
            Severity.PROBLEM, loss, expected, "scale the inputs, or start weights smaller");
      }
      boolean numbers = probe.recipe().loss().expects() == OutputKind.VALUES;
      if (loss > (numbers ? HIGH_FOR_NUMBERS : HIGH) * expected) {
        return found(
            // After a training only its first batch is known, and the result counts more.
            probe.before() ? Severity.WARNING : Severity.NOTE,
            loss,
            expected,
            numbers
                ? "subtract the target's mean and divide by its standard deviation"
                : "start the weights of the last layer smaller, or scale the inputs");
      }
      return loss < LOW * expected
          ? found(
              Severity.NOTE,
              loss,
              expected,
              "was the model trained before, or is the target among the columns?")
          : Stream.empty();
    }

    private static double first(Probe probe) {
      return probe.history() == null ? Double.NaN : probe.history().firstLoss();
    }

    private static Stream<Finding> found(
        Severity severity, double loss, double expected, String advice) {
      return Stream.of(
          Finding.of(
              Kind.LOSS_AT_START,
              severity,
              "first loss",
              loss,
              expected,
              "it is %s, and a constant prediction has %s; %s",
              figure(loss),
              figure(expected),
              advice));
    }
  }

  /** A unit whose slope is 0 for every row has no gradient and will never learn. */
  record DeadUnits() implements Symptom {

    private static final double SOME = 0.1;
    private static final double MANY = 0.5;
    private static final double ALL = 0.95;

    @Override
    public Stream<Finding> in(Probe probe) {
      return probe.reading().hidden().stream()
          .filter(site -> site.activation().traits().canDie())
          .flatMap(DeadUnits::in);
    }

    private static Stream<Finding> in(ActivationReading site) {
      int dead = site.dead();
      double part = (double) dead / Math.max(1, site.units());
      if (part <= SOME) {
        return Stream.empty();
      }
      return Stream.of(
          Finding.of(
              Kind.DEAD_UNITS,
              part > ALL ? Severity.PROBLEM : part >= MANY ? Severity.WARNING : Severity.NOTE,
              site.layer(),
              part,
              SOME,
              "%d of %s give the same for all %s, and have no gradient to learn by; use a lower"
                  + " rate, start biases at 0, or take a leaky activation",
              dead,
              count(site.units(), "unit"),
              count(site.rows(), "row")));
    }
  }

  /** A saturated activation has almost no gradient. */
  record Saturation() implements Symptom {

    private static final double MANY = 0.5;
    private static final double ALL = 0.95;

    @Override
    public Stream<Finding> in(Probe probe) {
      return probe.reading().hidden().stream().flatMap(Saturation::in);
    }

    private static Stream<Finding> in(ActivationReading site) {
      double flat = site.flat();
      return flat < MANY
          ? Stream.empty()
          : Stream.of(
              Finding.of(
                  Kind.SATURATION,
                  flat > ALL ? Severity.PROBLEM : Severity.WARNING,
                  site.layer(),
                  flat,
                  MANY,
                  "%s of its outputs lie where the activation has less than 1 %% of its slope;"
                      + " scale what goes in, start weights smaller, or normalize before it",
                  percent(flat)));
    }
  }

  /**
   * The gradient with respect to the first layer's sums against that with respect to the last's.
   * Gradients of weights would not do: in a network of ReLU layers {@code Σ w·∂ℓ/∂w} is the same
   * for each, however small the signal has become.
   */
  record VanishingGradients() implements Symptom {

    private static final double WEAK = 1e-3;
    private static final double GONE = 1e-6;

    @Override
    public Stream<Finding> in(Probe probe) {
      var sites = probe.reading().sites();
      if (sites.size() < 3 || sites.get(sites.size() - 2).signal() == 0) {
        // A last layer that starts at 0 lets nothing through for one step only.
        return Stream.empty();
      }
      double ratio = sites.getFirst().signal() / sites.getLast().signal();
      return ratio < WEAK
          ? Stream.of(
              Finding.of(
                  Kind.VANISHING_GRADIENTS,
                  ratio < GONE ? Severity.PROBLEM : Severity.WARNING,
                  sites.getFirst().layer(),
                  ratio,
                  WEAK,
                  "of the gradient at %s only a part of %s gets here, through %s; use ReLU with"
                      + " Init.he(), Residual layers or batch norm, or fewer layers",
                  sites.getLast().layer(),
                  figure(ratio),
                  count(sites.size() - 1, "layer")))
          : Stream.empty();
    }
  }

  /** A gradient that grows from layer to layer on its way back, or from step to step. */
  record ExplodingGradients() implements Symptom {

    private static final double STRONG = 1e3;
    private static final double WILD = 1e6;

    @Override
    public Stream<Finding> in(Probe probe) {
      return Stream.concat(overDepth(probe), overTime(probe));
    }

    private static Stream<Finding> overDepth(Probe probe) {
      var sites = probe.reading().sites();
      if (sites.size() < 3) {
        return Stream.empty();
      }
      double ratio = sites.getFirst().signal() / sites.getLast().signal();
      return ratio > STRONG
          ? Stream.of(
              Finding.of(
                  Kind.EXPLODING_GRADIENTS,
                  ratio > WILD ? Severity.PROBLEM : Severity.WARNING,
                  sites.getFirst().layer(),
                  ratio,
                  STRONG,
                  "the gradient here is %s times that at %s, grown through %s; start weights with"
                      + " Init.he() or glorotUniform(), and clip gradients by norm",
                  figure(ratio),
                  sites.getLast().layer(),
                  count(sites.size() - 1, "layer")))
          : Stream.empty();
    }

    private static Stream<Finding> overTime(Probe probe) {
      var looks = probe.looks();
      if (looks.isEmpty()) {
        return Stream.empty();
      }
      double first = looks.getFirst().gradient();
      var highest = looks.getFirst();
      for (var look : looks) {
        highest = look.gradient() > highest.gradient() ? look : highest;
      }
      double ratio = highest.gradient() / first;
      return first > 0 && ratio > STRONG
          ? Stream.of(
              Finding.of(
                  Kind.EXPLODING_GRADIENTS,
                  Severity.WARNING,
                  "",
                  highest.gradient(),
                  first,
                  "the gradient's length rose from %s to %s at step %d; clip it, as with"
                      + " Clip.norm(%s), or lower the rate",
                  figure(first),
                  figure(highest.gradient()),
                  highest.step(),
                  figure(10 * first)))
          : Stream.empty();
    }
  }
}
