package dev.cortado.optim;

import dev.cortado.internal.Require;
import java.util.List;

/**
 * Momentum that looks before it steps (Nesterov 1983): the gradient is taken at {@code θ̃}, where
 * the velocity alone would lead, and not at {@code θ}.
 *
 * <pre>
 * θ̃ = θ − γ·v
 * g = G(θ̃) + λ·θ̃
 * v ← γ·v + η·g
 * θ ← κ·θ − v
 * </pre>
 *
 * <p>This is the true form. {@link Updater#evaluate} runs the model at {@code θ̃}; a loop that
 * takes the gradient at {@code θ} gets another rule. {@link Momentum#anticipating} is the form of
 * PyTorch and Keras, which needs no such care.
 *
 * @param gamma {@code γ}, the share of the velocity that stays; 0.9
 */
public record Nesterov(double rate, double gamma, Decay decay) implements LookAhead {

  public Nesterov {
    Require.positive("nesterov", "rate", rate);
    Require.share("nesterov", "gamma", gamma);
  }

  /** With {@code γ = 0.9}. */
  public static Nesterov of(double rate) {
    return of(rate, 0.9);
  }

  /** Without decay. */
  public static Nesterov of(double rate, double gamma) {
    return new Nesterov(rate, gamma, Decay.none());
  }

  /** The same at another rate. */
  public Nesterov rate(double other) {
    return new Nesterov(other, gamma, decay);
  }

  /** The same with another decay. */
  public Nesterov decay(Decay other) {
    return new Nesterov(rate, gamma, other);
  }

  @Override
  public List<String> slots() {
    return List.of("v");
  }

  @Override
  public void lookAhead(ParameterSlice span) {
    float[] values = span.values();
    float[] velocities = span.slot(0);
    float share = (float) gamma;
    for (int i = span.from(); i < span.to(); i++) {
      values[i] -= share * velocities[i];
    }
  }

  @Override
  public void update(
      ParameterSlice span, float[] gradients, double rate, double decayFactor, long step) {
    float[] values = span.values();
    float[] velocities = span.slot(0);
    float eta = (float) rate;
    float share = (float) gamma;
    float lambda = decay.added(decayFactor);
    float kappa = decay.kept(rate, decayFactor);
    for (int i = span.from(); i < span.to(); i++) {
      float x = values[i];
      float carried = share * velocities[i];
      float g = gradients[i] + lambda * (x - carried);
      float v = carried + eta * g;
      velocities[i] = v;
      values[i] = kappa * x - v;
    }
  }
}
