package dev.cortado.optim;

import dev.cortado.internal.Require;
import java.util.Arrays;
import java.util.List;

/**
 * A rate for each parameter that falls with the sum of its squared gradients (Duchi, Hazan and
 * Singer 2011).
 *
 * <pre>
 * g = G + λ·θ
 * s ← s + g·g
 * θ ← κ·θ − (η·g) / (√s + ε)          epsilonInside:  (η·g) / √(s + ε)
 * </pre>
 *
 * @param epsilon {@code ε}; {@code 1e-10} as in PyTorch, Keras takes {@code 1e-7}
 * @param epsilonInside whether {@code ε} stands under the root
 * @param initial where {@code s} starts; 0 as in PyTorch, Keras takes 0.1
 */
public record AdaGrad(
    double rate, double epsilon, boolean epsilonInside, double initial, Decay decay)
    implements Optimizer {

  public AdaGrad {
    Require.positive("adagrad", "rate", rate);
    Require.positive("adagrad", "epsilon", epsilon);
    Require.notNegative("adagrad", "initial", initial);
  }

  /** As in PyTorch, whose rate is {@code 1e-2}. */
  public static AdaGrad of(double rate) {
    return new AdaGrad(rate, 1e-10, false, 0, Decay.none());
  }

  /** The same at another rate. */
  public AdaGrad rate(double other) {
    return new AdaGrad(other, epsilon, epsilonInside, initial, decay);
  }

  /** The same with another {@code ε}. */
  public AdaGrad epsilon(double other) {
    return new AdaGrad(rate, other, epsilonInside, initial, decay);
  }

  /** The same with {@code ε} under the root. */
  public AdaGrad withEpsilonInside() {
    return new AdaGrad(rate, epsilon, true, initial, decay);
  }

  /** The same with another start of {@code s}. */
  public AdaGrad initial(double other) {
    return new AdaGrad(rate, epsilon, epsilonInside, other, decay);
  }

  /** The same with another decay. */
  public AdaGrad decay(Decay other) {
    return new AdaGrad(rate, epsilon, epsilonInside, initial, other);
  }

  @Override
  public List<String> slots() {
    return List.of("s");
  }

  @Override
  public void update(
      ParameterSlice span, float[] gradients, double rate, double decayFactor, long step) {
    float[] values = span.values();
    float[] sums = span.slot(0);
    if (step == 1) {
      Arrays.fill(sums, span.from(), span.to(), (float) initial);
    }
    float eta = (float) rate;
    float inside = epsilonInside ? (float) epsilon : 0;
    float outside = epsilonInside ? 0 : (float) epsilon;
    float lambda = decay.added(decayFactor);
    float kappa = decay.kept(rate, decayFactor);
    for (int i = span.from(); i < span.to(); i++) {
      float x = values[i];
      float g = gradients[i] + lambda * x;
      float s = sums[i] + g * g;
      sums[i] = s;
      values[i] = kappa * x - eta * g / ((float) Math.sqrt(s + inside) + outside);
    }
  }
}
