package dev.cortado.optim;

import dev.cortado.internal.Require;

/**
 * Weight decay: how weights are pulled toward 0 while they are trained. Four rules have this name;
 * they differ in what they add to the gradient and in what they leave of a weight before the step:
 *
 * <pre>
 * coupled       g + λθ     θ            PyTorch's weight_decay in all rules but AdamW
 * decoupled     g          (1 − ηλ)θ    PyTorch's AdamW
 * independent   g          (1 − λ)θ     Hanson and Pratt 1988, and the lectures: Δθ = −λθ − ηg
 * none          g          θ
 * </pre>
 *
 * <p>Under plain descent with a fixed rate they are one rule in other units: {@code
 * independent(λ)}, {@code decoupled(λ/η)} and {@code coupled(λ/η)} agree, and so does a penalty
 * {@code λ/(2η)·‖θ‖²} in the loss, whose gradient brings the factor 2. Where a rule rescales its
 * gradient, as Adam does, they part: coupled decay is rescaled with it, the others are not
 * (Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019; their decay follows the
 * schedule but not the base rate, which is {@code independent} under a fixed rate).
 */
public sealed interface Decay {

  /** None. */
  record None() implements Decay {}

  /** Adds {@code λθ} to the gradient. */
  record Coupled(double lambda) implements Decay {
    public Coupled {
      Require.notNegative("decay", "lambda", lambda);
    }
  }

  /** Takes {@code ηλθ} away, next to the step. */
  record Decoupled(double lambda) implements Decay {
    public Decoupled {
      Require.notNegative("decay", "lambda", lambda);
    }
  }

  /** Takes {@code λθ} away, whatever the rate. */
  record Independent(double lambda) implements Decay {
    public Independent {
      Require.share("decay", "lambda", lambda);
    }
  }

  /** None. */
  static Decay none() {
    return new None();
  }

  /** Adds {@code λθ} to the gradient: the gradient of a penalty {@code λ/2·‖θ‖²}. */
  static Decay coupled(double lambda) {
    return new Coupled(lambda);
  }

  /** Takes {@code ηλθ} away, next to the step. */
  static Decay decoupled(double lambda) {
    return new Decoupled(lambda);
  }

  /** Takes {@code λθ} away, whatever the rate. */
  static Decay independent(double lambda) {
    return new Independent(lambda);
  }

  /** How many times a weight is added to its gradient, with {@code λ} multiplied by a factor. */
  default float added(double factor) {
    return this instanceof Coupled(double lambda) ? (float) (lambda * factor) : 0;
  }

  /** The share of a weight that is left before a step, with {@code λ} multiplied by a factor. */
  default float kept(double rate, double factor) {
    return switch (this) {
      case None _, Coupled _ -> 1;
      case Decoupled(double lambda) -> (float) (1 - rate * lambda * factor);
      case Independent(double lambda) -> (float) (1 - lambda * factor);
    };
  }
}
