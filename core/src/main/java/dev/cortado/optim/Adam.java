package dev.cortado.optim;

import dev.cortado.internal.Require;
import java.util.List;

/**
 * Running means of the gradient and of its square, both freed from their start at 0 (Kingma and Ba
 * 2015).
 *
 * <pre>
 * g = G + λ·θ
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + ((1 − β₂)·g)·g
 * θ ← κ·θ − (η/(1 − β₁ᵗ)·m) / (√(v·(1/(1 − β₂ᵗ))) + ε)
 *                                     epsilonInside:  / √(v·(1/(1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>The quotients of {@code η}, {@code β} and {@code t} are one float each; {@code βᵗ} is computed
 * by repeated squaring in double. The paper, PyTorch and Keras put {@code ε} beside the root,
 * lectures under it.
 *
 * <p>{@link AdamW} is this rule with decoupled decay, {@code κ = 1 − ηλ}; {@link Decay} compares
 * the kinds of decay.
 *
 * @param beta1 {@code β₁}; 0.9
 * @param beta2 {@code β₂}; 0.999
 * @param epsilon {@code ε}; {@code 1e-8}
 * @param epsilonInside whether {@code ε} stands under the root
 */
public record Adam(
    double rate, double beta1, double beta2, double epsilon, boolean epsilonInside, Decay decay)
    implements Optimizer {

  public Adam {
    Require.positive("adam", "rate", rate);
    Require.share("adam", "beta1", beta1);
    Require.share("adam", "beta2", beta2);
    Require.positive("adam", "epsilon", epsilon);
  }

  /** Without decay. */
  public static Adam of(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, false, Decay.none());
  }

  /** The same at another rate. */
  public Adam rate(double other) {
    return new Adam(other, beta1, beta2, epsilon, epsilonInside, decay);
  }

  /** The same with other shares of the means that stay. */
  public Adam betas(double first, double second) {
    return new Adam(rate, first, second, epsilon, epsilonInside, decay);
  }

  /** The same with another {@code ε}. */
  public Adam epsilon(double other) {
    return new Adam(rate, beta1, beta2, other, epsilonInside, decay);
  }

  /** The same with {@code ε} under the root. */
  public Adam withEpsilonInside() {
    return new Adam(rate, beta1, beta2, epsilon, true, decay);
  }

  /** The same with another decay. */
  public Adam decay(Decay other) {
    return new Adam(rate, beta1, beta2, epsilon, epsilonInside, other);
  }

  @Override
  public List<String> slots() {
    return List.of("m", "v");
  }

  @Override
  public void update(
      ParameterSlice span, float[] gradients, double rate, double decayFactor, long step) {
    float[] values = span.values();
    float[] means = span.slot(0);
    float[] squares = span.slot(1);
    float eta = (float) (rate / (1 - Power.of(beta1, step)));
    float unbiased = (float) (1 / (1 - Power.of(beta2, step)));
    float old1 = (float) beta1;
    float fresh1 = (float) (1 - beta1);
    float old2 = (float) beta2;
    float fresh2 = (float) (1 - beta2);
    float inside = epsilonInside ? (float) epsilon : 0;
    float outside = epsilonInside ? 0 : (float) epsilon;
    float lambda = decay.added(decayFactor);
    float kappa = decay.kept(rate, decayFactor);
    for (int i = span.from(); i < span.to(); i++) {
      float x = values[i];
      float g = gradients[i] + lambda * x;
      float m = old1 * means[i] + fresh1 * g;
      float v = old2 * squares[i] + fresh2 * g * g;
      means[i] = m;
      squares[i] = v;
      values[i] = kappa * x - eta * m / ((float) Math.sqrt(v * unbiased + inside) + outside);
    }
  }
}
