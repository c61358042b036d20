package dev.cortado.optim;

import dev.cortado.internal.Require;
import java.util.List;

/**
 * Descent with inertia (Polyak 1964): steps in one direction add up, those that alternate cancel.
 *
 * <pre>
 * g = G + λ·θ                   rateInside (default)      outside, as PyTorch
 * v ← γ·v + h,  where h =       η·g                       g
 * θ ← κ·θ − d,  where d =       v                         η·v
 *               anticipated     h + γ·v                   η·(h + γ·v)
 * </pre>
 *
 * <p>Inside is how lectures, Sutskever et al. 2013 and Keras write it: a step once taken keeps the
 * rate it was taken with. Outside, a new rate applies to the whole velocity. With a constant rate
 * both give the same steps.
 *
 * <p>{@code anticipated} is Nesterov's momentum as PyTorch and Keras do it: the parameters are kept
 * at the point ahead. {@link Nesterov} is the original, and gives the same steps.
 *
 * @param gamma {@code γ}, the share of the velocity that stays; 0.9
 */
public record Momentum(
    double rate, double gamma, boolean rateInside, boolean anticipated, Decay decay)
    implements Optimizer {

  public Momentum {
    Require.positive("momentum", "rate", rate);
    Require.share("momentum", "gamma", gamma);
  }

  /** With {@code γ = 0.9} and the rate inside. */
  public static Momentum of(double rate) {
    return of(rate, 0.9);
  }

  /** With the rate inside. */
  public static Momentum of(double rate, double gamma) {
    return new Momentum(rate, gamma, true, false, Decay.none());
  }

  /** The same at another rate. */
  public Momentum rate(double other) {
    return new Momentum(other, gamma, rateInside, anticipated, decay);
  }

  /** The same with the rate outside the velocity, as in PyTorch. */
  public Momentum rateOutside() {
    return new Momentum(rate, gamma, false, anticipated, decay);
  }

  /** Nesterov's, rewritten for parameters that are kept at the point ahead. */
  public Momentum anticipating() {
    return new Momentum(rate, gamma, rateInside, true, decay);
  }

  /** The same with another decay. */
  public Momentum decay(Decay other) {
    return new Momentum(rate, gamma, rateInside, anticipated, other);
  }

  @Override
  public List<String> slots() {
    return List.of("v");
  }

  @Override
  public void update(
      ParameterSlice span, float[] gradients, double rate, double decayFactor, long step) {
    float[] values = span.values();
    float[] velocities = span.slot(0);
    float inside = rateInside ? (float) rate : 1;
    float outside = rateInside ? 1 : (float) rate;
    float share = (float) gamma;
    float lambda = decay.added(decayFactor);
    float kappa = decay.kept(rate, decayFactor);
    for (int i = span.from(); i < span.to(); i++) {
      float x = values[i];
      float h = inside * (gradients[i] + lambda * x);
      float v = share * velocities[i] + h;
      velocities[i] = v;
      values[i] = kappa * x - outside * (anticipated ? h + share * v : v);
    }
  }
}
