package dev.cortado.optim;

import dev.cortado.internal.Require;
import java.util.List;

/**
 * A rate for each parameter by the running mean of its squared gradient (Hinton, lecture 6e, 2012).
 *
 * <pre>
 * g = G + λ·θ
 * s ← γ·s + ((1 − γ)·g)·g
 * θ ← κ·θ − (η·g) / (√s + ε)          epsilonInside:  (η·g) / √(s + ε)
 * </pre>
 *
 * <p>Lectures and Keras put {@code ε} under the root, PyTorch beside it. Under the root, {@code
 * 1e-8} acts like {@code 1e-4} beside it.
 *
 * @param gamma {@code γ}, the share of the mean that stays; 0.99 as in PyTorch, Keras takes 0.9
 * @param epsilon {@code ε}; {@code 1e-8} as in PyTorch, Keras takes {@code 1e-7}
 * @param epsilonInside whether {@code ε} stands under the root
 */
public record RmsProp(double rate, double gamma, double epsilon, boolean epsilonInside, Decay decay)
    implements Optimizer {

  public RmsProp {
    Require.positive("rmsprop", "rate", rate);
    Require.share("rmsprop", "gamma", gamma);
    Require.positive("rmsprop", "epsilon", epsilon);
  }

  /** As in PyTorch, whose rate is {@code 1e-2}. */
  public static RmsProp of(double rate) {
    return new RmsProp(rate, 0.99, 1e-8, false, Decay.none());
  }

  /** The same at another rate. */
  public RmsProp rate(double other) {
    return new RmsProp(other, gamma, epsilon, epsilonInside, decay);
  }

  /** The same with another {@code γ}. */
  public RmsProp gamma(double other) {
    return new RmsProp(rate, other, epsilon, epsilonInside, decay);
  }

  /** The same with another {@code ε}. */
  public RmsProp epsilon(double other) {
    return new RmsProp(rate, gamma, other, epsilonInside, decay);
  }

  /** The same with {@code ε} under the root. */
  public RmsProp withEpsilonInside() {
    return new RmsProp(rate, gamma, epsilon, true, decay);
  }

  /** The same with another decay. */
  public RmsProp decay(Decay other) {
    return new RmsProp(rate, gamma, epsilon, epsilonInside, other);
  }

  @Override
  public List<String> slots() {
    return List.of("s");
  }

  @Override
  public void update(
      ParameterSlice span, float[] gradients, double rate, double decayFactor, long step) {
    float[] values = span.values();
    float[] means = span.slot(0);
    float eta = (float) rate;
    float old = (float) gamma;
    float fresh = (float) (1 - gamma);
    float inside = epsilonInside ? (float) epsilon : 0;
    float outside = epsilonInside ? 0 : (float) epsilon;
    float lambda = decay.added(decayFactor);
    float kappa = decay.kept(rate, decayFactor);
    for (int i = span.from(); i < span.to(); i++) {
      float x = values[i];
      float g = gradients[i] + lambda * x;
      float s = old * means[i] + fresh * g * g;
      means[i] = s;
      values[i] = kappa * x - eta * g / ((float) Math.sqrt(s + inside) + outside);
    }
  }
}
