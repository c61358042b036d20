package dev.cortado.optim;

import java.util.List;

/**
 * A rule that turns a gradient into a step. It is a value without memory: what it must remember
 * about each parameter is in {@link Slots}, and an {@link Updater} ties the two to a model.
 *
 * <pre>{@code
 * var updater = Updater.of(Adam.of(1e-3), model.state());
 * for (int i = 0; i < 100; i++) {
 *   updater.step(() -> loss.apply(model.forward(x, pass), y), 1e-3);
 * }
 * }</pre>
 *
 * <p>A rule works element by element, so it does not matter in how many pieces the parameters are
 * passed to it, and its bits are fixed: each operation in its formula is one float operation, in
 * the order of its parentheses, nothing fused. What depends on the rate, the step and the rule
 * alone is computed in double and rounded to float once. {@code G} is the gradient, {@code η} the
 * rate, {@code t} the step, counted from 1, and {@link Decay} gives {@code λ} ({@link Decay#added})
 * and {@code κ} ({@link Decay#kept}):
 *
 * <pre>
 * Sgd        g = G + λθ;  θ ← κθ − ηg
 * Momentum   v ← γv + ηg;  θ ← κθ − v
 * Nesterov   the same with G taken at θ − γv
 * AdaGrad    s ← s + gg;  θ ← κθ − ηg / (√s + ε)
 * RmsProp    s ← γs + (1 − γ)gg;  θ ← κθ − ηg / (√s + ε)
 * Adam       m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)gg;  θ ← κθ − η m̂ / (√v̂ + ε)
 * </pre>
 *
 * <p>A rule of your own implements the three methods, best as a record.
 */
public interface Optimizer {

  /** The rate where no schedule gives another. */
  double rate();

  /** The names of what it remembers: for each a float for every parameter, 0 at first. */
  List<String> slots();

  /**
   * Takes one step.
   *
   * @param span the parameters and slots, updated in place
   * @param gradients at the same indices
   * @param rate of this step, for these parameters
   * @param decayFactor what the rule's decay is multiplied by in this step, for these parameters
   * @param step 1 for the first
   */
  void update(ParameterSlice span, float[] gradients, double rate, double decayFactor, long step);
}
