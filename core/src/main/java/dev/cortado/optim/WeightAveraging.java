package dev.cortado.optim;

import dev.cortado.internal.Require;

/**
 * An average of the weights over the steps of a training, which often predicts better than the
 * weights of the last step. The model is evaluated with the average and has it at the end; the
 * steps themselves are taken at the weights.
 *
 * <pre>
 * exponential   a ← a + (1 − keep)·(θ − a)      after each step; a = θ after the first
 * uniform       a ← a + (θ − a)/n               after each epoch; θ is the n-th that counts
 * </pre>
 *
 * <p>Buffers, such as the running means of batch normalization, are not averaged.
 */
public sealed interface WeightAveraging {

  /** No average. */
  record None() implements WeightAveraging {}

  /**
   * An exponential moving average (EMA).
   *
   * @param keep the share of the old average that stays in a step
   */
  record Exponential(double keep) implements WeightAveraging {
    public Exponential {
      Require.share("averaging", "keep", keep);
    }
  }

  /**
   * Stochastic weight averaging (SWA; Izmailov et al. 2018).
   *
   * @param fromEpoch the first epoch whose weights count, from 1
   */
  record Uniform(int fromEpoch) implements WeightAveraging {
    public Uniform {
      Require.atLeast(1, "averaging", "fromEpoch", fromEpoch);
    }
  }

  /** No average. */
  static WeightAveraging none() {
    return new None();
  }

  /** An exponential moving average that keeps a share of the old average in each step. */
  static WeightAveraging exponential(double keep) {
    return new Exponential(keep);
  }

  /** The mean of the weights at the ends of the epochs from one on. */
  static WeightAveraging uniform(int fromEpoch) {
    return new Uniform(fromEpoch);
  }

  /** The share of the weights in the new average after a step, counted from 1; 0 for no change. */
  default double shareOfStep(long step) {
    return this instanceof Exponential(double keep) ? step == 1 ? 1 : 1 - keep : 0;
  }

  /** The share of the weights in the new average after an epoch; 0 for no change. */
  default double shareOfEpoch(int epoch) {
    return this instanceof Uniform(int from) && epoch >= from ? 1.0 / (epoch - from + 1) : 0;
  }

  /** Whether there is an average after so many steps and whole epochs. */
  default boolean isThere(long steps, int epochs) {
    return switch (this) {
      case None _ -> false;
      case Exponential _ -> steps > 0;
      case Uniform(int from) -> epochs >= from;
    };
  }
}
