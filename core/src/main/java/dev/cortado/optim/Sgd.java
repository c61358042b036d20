package dev.cortado.optim;

import dev.cortado.internal.Require;
import java.util.List;

/**
 * Straight down the gradient: stochastic on mini-batches, plain gradient descent on all rows.
 *
 * <pre>
 * g = G + λ·θ
 * θ ← κ·θ − η·g
 * </pre>
 */
public record Sgd(double rate, Decay decay) implements Optimizer {

  public Sgd {
    Require.positive("sgd", "rate", rate);
  }

  /** Without decay. */
  public static Sgd of(double rate) {
    return new Sgd(rate, Decay.none());
  }

  /** The same at another rate. */
  public Sgd rate(double other) {
    return new Sgd(other, decay);
  }

  /** The same with another decay. */
  public Sgd decay(Decay other) {
    return new Sgd(rate, other);
  }

  @Override
  public List<String> slots() {
    return List.of();
  }

  @Override
  public void update(
      ParameterSlice span, float[] gradients, double rate, double decayFactor, long step) {
    float[] values = span.values();
    float eta = (float) rate;
    float lambda = decay.added(decayFactor);
    float kappa = decay.kept(rate, decayFactor);
    for (int i = span.from(); i < span.to(); i++) {
      float x = values[i];
      float g = gradients[i] + lambda * x;
      values[i] = kappa * x - eta * g;
    }
  }
}
