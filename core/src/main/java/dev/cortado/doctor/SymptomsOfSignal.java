package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;
import static dev.cortado.doctor.FindingText.percent;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.nn.OutputKind;

/** Faults in the activations on the forward pass and in the gradients on the way back. */
final class SymptomsOfSignal {

  /** A first loss so many times that of a constant prediction is high. */
  private static final double HIGH = 4;

  private static final double HIGH_FOR_NUMBERS = 10;
  private static final double LOW = 0.3;

  /** Shares of the units of a layer. */
  private static final double SOME = 0.1;

  private static final double MANY = 0.5;
  private static final double NEARLY_ALL = 0.95;

  /** Ratios of the gradient at the first layer to that at the last. */
  private static final double WEAK = 1e-3;

  private static final double GONE = 1e-6;
  private static final double STRONG = 1e3;
  private static final double WILD = 1e6;

  private SymptomsOfSignal() {}

  /** The first loss of a new model should be about that of a constant prediction. */
  static void lossAtStart(Probe probe, Findings found) {
    var history = probe.history();
    boolean untrained = probe.untrained();
    double loss = history == null || untrained ? probe.reading().loss() : history.firstLoss();
    double expected = probe.loss().start();
    boolean numbers = probe.recipe().loss().expects() == OutputKind.VALUES;
    if (untrained && probe.complete() && !probe.reading().finite()) {
      var advice = "scale the inputs, or start weights smaller";
      lossAtStart(Severity.PROBLEM, loss, expected, advice, found);
    } else if (loss > (numbers ? HIGH_FOR_NUMBERS : HIGH) * expected) {
      // After a training only its first batch is known, and the result counts more.
      var severity = probe.before() ? Severity.WARNING : Severity.NOTE;
      var advice =
          numbers
              ? "subtract the target's mean and divide by its standard deviation"
              : "start the weights of the last layer smaller, or scale the inputs";
      lossAtStart(severity, loss, expected, advice, found);
    } else if (loss < LOW * expected) {
      var advice = "was the model trained before, or is the target among the columns?";
      lossAtStart(Severity.NOTE, loss, expected, advice, found);
    }
  }

  private static void lossAtStart(
      Severity severity, double loss, double expected, String advice, Findings found) {
    found.add(
        Kind.LOSS_AT_START,
        severity,
        "first loss",
        loss,
        expected,
        "it is %s, and a constant prediction has %s; %s",
        figure(loss),
        figure(expected),
        advice);
  }

  /** A unit whose slope is 0 for every row has no gradient and will never learn. */
  static void deadUnits(Probe probe, Findings found) {
    for (var site : probe.reading().hidden()) {
      int dead = site.dead();
      double part = (double) dead / Math.max(1, site.units());
      if (part > SOME && site.activation().traits().canDie()) {
        found.add(
            Kind.DEAD_UNITS,
            part > NEARLY_ALL ? Severity.PROBLEM : part >= MANY ? Severity.WARNING : Severity.NOTE,
            site.layer(),
            part,
            SOME,
            "%d of %s give the same for all %s, and have no gradient to learn by; use a lower rate,"
                + " start biases at 0, or take a leaky activation",
            dead,
            count(site.units(), "unit"),
            count(site.rows(), "row"));
      }
    }
  }

  /** A saturated activation has almost no gradient. */
  static void saturation(Probe probe, Findings found) {
    for (var site : probe.reading().hidden()) {
      double flat = site.flat();
      if (flat >= MANY) {
        found.add(
            Kind.SATURATION,
            flat > NEARLY_ALL ? Severity.PROBLEM : Severity.WARNING,
            site.layer(),
            flat,
            MANY,
            "%s of its outputs lie where the activation has less than 1 %% of its slope; scale what"
                + " goes in, start weights smaller, or normalize before it",
            percent(flat));
      }
    }
  }

  /**
   * The gradient with respect to the first layer's sums against that with respect to the last's.
   * Gradients of weights would not do: in a network of ReLU layers {@code Σ w·∂ℓ/∂w} is the same
   * for each, however small the signal has become.
   */
  static void vanishingGradients(Probe probe, Findings found) {
    var sites = probe.reading().sites();
    if (sites.size() < 3 || sites.get(sites.size() - 2).signal() == 0) {
      // A last layer that starts at 0 lets nothing through for one step only.
      return;
    }
    double ratio = sites.getFirst().signal() / sites.getLast().signal();
    if (ratio < WEAK) {
      found.add(
          Kind.VANISHING_GRADIENTS,
          ratio < GONE ? Severity.PROBLEM : Severity.WARNING,
          sites.getFirst().layer(),
          ratio,
          WEAK,
          "of the gradient at %s only a part of %s gets here, through %s; use ReLU with Init.he(),"
              + " Residual layers or batch norm, or fewer layers",
          sites.getLast().layer(),
          figure(ratio),
          count(sites.size() - 1, "layer"));
    }
  }

  /** A gradient that grows from layer to layer on its way back, or from step to step. */
  static void explodingGradients(Probe probe, Findings found) {
    var sites = probe.reading().sites();
    double ratio = sites.size() < 3 ? 0 : sites.getFirst().signal() / sites.getLast().signal();
    if (ratio > STRONG) {
      found.add(
          Kind.EXPLODING_GRADIENTS,
          ratio > WILD ? Severity.PROBLEM : Severity.WARNING,
          sites.getFirst().layer(),
          ratio,
          STRONG,
          "the gradient here is %s times that at %s, grown through %s; start weights with Init.he()"
              + " or glorotUniform(), and clip gradients by norm",
          figure(ratio),
          sites.getLast().layer(),
          count(sites.size() - 1, "layer"));
    }
    if (!probe.looks().isEmpty()) {
      gradientsGrewOverSteps(probe, found);
    }
  }

  private static void gradientsGrewOverSteps(Probe probe, Findings found) {
    double first = probe.looks().getFirst().gradient();
    var highest = probe.looks().getFirst();
    for (var look : probe.looks()) {
      highest = look.gradient() > highest.gradient() ? look : highest;
    }
    if (first > 0 && highest.gradient() / first > STRONG) {
      found.add(
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
          figure(10 * first));
    }
  }
}
