package dev.cortado.optim;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019, as in PyTorch): {@code θ ←
 * (1 − ηλ)·θ} next to the step, so that the decay is not rescaled with the gradient.
 *
 * <pre>{@code
 * var rule = AdamW.of(1e-3, 1e-2);   // PyTorch's numbers
 * }</pre>
 */
public final class AdamW {

  private AdamW() {}

  /** Adam at a rate {@code η}, with the decay {@code λ}. */
  public static Adam of(double rate, double decay) {
    return Adam.of(rate).decay(Decay.decoupled(decay));
  }
}
