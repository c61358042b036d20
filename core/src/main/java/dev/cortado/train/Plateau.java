package dev.cortado.train;

import dev.cortado.internal.Require;

/**
 * Lowers the rate by an order of magnitude when a value of the epochs stops getting better: the
 * scheduled rate is multiplied by a scale that starts at 1. How far it has come is data: {@link
 * RateScale} goes in, the next one comes out, and it is saved with every {@link Checkpoint}.
 *
 * <pre>{@code
 * recipe.plateau(Plateau.on("valid.loss").patience(3));
 * }</pre>
 *
 * <p>Which direction is better follows from the value: a metric says it, of losses the smaller one
 * is better. NaN is never better. As in PyTorch, a value must beat the best by a share of it to
 * count.
 *
 * @param value its name: {@code valid.loss}, {@code valid.accuracy}
 * @param factor by which the scale is multiplied; 0.1
 * @param patience how many epochs in a row may fail to be better; 10
 * @param threshold the share of the best by which a value must beat it; {@code 1e-4}
 * @param cooldown for how many epochs after a lowering failures do not count; 0
 * @param least the smallest scale; 0
 */
public record Plateau(
    String value, double factor, long patience, double threshold, long cooldown, double least) {

  public Plateau {
    Recipe.requirePart("name of the value for the plateau", value);
    Require.factor("plateau", "factor", factor);
    Require.atLeast(0, "plateau", "patience", patience);
    Require.share("plateau", "threshold", threshold);
    Require.atLeast(0, "plateau", "cooldown", cooldown);
    Require.share("plateau", "least", least);
  }

  /**
   * How far it has come.
   *
   * @param scale of the rate
   * @param best value so far
   * @param failures in a row
   * @param cooling epochs for which failures do not count yet
   */
  public record RateScale(double scale, double best, long failures, long cooling) {}

  /** With the numbers of PyTorch. */
  public static Plateau on(String value) {
    return new Plateau(value, 0.1, 10, 1e-4, 0, 0);
  }

  /** The same with another factor. */
  public Plateau factor(double other) {
    return new Plateau(value, other, patience, threshold, cooldown, least);
  }

  /** The same with another patience. */
  public Plateau patience(long epochs) {
    return new Plateau(value, factor, epochs, threshold, cooldown, least);
  }

  /** The same with another threshold. */
  public Plateau threshold(double other) {
    return new Plateau(value, factor, patience, other, cooldown, least);
  }

  /** The same with another time to cool down. */
  public Plateau cooldown(long epochs) {
    return new Plateau(value, factor, patience, threshold, epochs, least);
  }

  /** The same with another smallest scale. */
  public Plateau least(double scale) {
    return new Plateau(value, factor, patience, threshold, cooldown, scale);
  }

  /** Before the first epoch. */
  public RateScale start(boolean higherIsBetter) {
    return new RateScale(1, EarlyStopping.worst(higherIsBetter), 0, 0);
  }

  /** After an epoch. */
  public RateScale next(RateScale state, double now, boolean higherIsBetter) {
    double gain = Double.isFinite(state.best) ? threshold * Math.abs(state.best) : 0;
    boolean better = EarlyStopping.better(now, state.best, gain, higherIsBetter);
    double best = better ? now : state.best;
    if (state.cooling > 0) {
      return new RateScale(state.scale, best, 0, state.cooling - 1);
    }
    long failures = better ? 0 : state.failures + 1;
    return failures > patience
        ? new RateScale(Math.max(state.scale * factor, least), best, 0, cooldown)
        : new RateScale(state.scale, best, failures, 0);
  }
}
