package dev.cortado.optim;

import dev.cortado.internal.Require;

/**
 * Lowers the rate by an order of magnitude when a metric stops getting better. How the training
 * goes is data: {@link State} goes in, the next one comes out, and it can be saved.
 *
 * <pre>{@code
 * var plateau = Plateau.of(1e-2).patience(0);
 * var state = plateau.start();
 * state = plateau.next(state, 0.7);       // the first is the best so far
 * state = plateau.next(state, 0.8);       // no better
 * state.rate();                           // 0.001
 * }</pre>
 *
 * <p>NaN is never better. As in PyTorch, a value must beat the best by a share of it to count.
 *
 * @param rate at the start
 * @param factor by which it is lowered; 0.1
 * @param patience how many values in a row may fail to be better; 10
 * @param threshold the share of the best by which a value must beat it; {@code 1e-4}
 * @param cooldown for how many values after a lowering failures do not count; 0
 * @param least the lowest rate; 0
 * @param largerIsBetter as for an accuracy, not for a loss; false
 */
public record Plateau(
    double rate,
    double factor,
    long patience,
    double threshold,
    long cooldown,
    double least,
    boolean largerIsBetter) {

  public Plateau {
    Require.positive("plateau", "rate", rate);
    Require.factor("plateau", "factor", factor);
    Require.atLeast(0, "plateau", "patience", patience);
    Require.share("plateau", "threshold", threshold);
    Require.atLeast(0, "plateau", "cooldown", cooldown);
    Require.notNegative("plateau", "least", least);
  }

  /**
   * How far it has come.
   *
   * @param rate now
   * @param best value so far
   * @param failures in a row
   * @param cooling values for which failures do not count yet
   */
  public record State(double rate, double best, long failures, long cooling) {}

  /** With the numbers of PyTorch, for a loss. */
  public static Plateau of(double rate) {
    return new Plateau(rate, 0.1, 10, 1e-4, 0, 0, false);
  }

  /** The same with another factor. */
  public Plateau factor(double other) {
    return new Plateau(rate, other, patience, threshold, cooldown, least, largerIsBetter);
  }

  /** The same with another patience. */
  public Plateau patience(long other) {
    return new Plateau(rate, factor, other, threshold, cooldown, least, largerIsBetter);
  }

  /** The same with another threshold. */
  public Plateau threshold(double other) {
    return new Plateau(rate, factor, patience, other, cooldown, least, largerIsBetter);
  }

  /** The same with another time to cool down. */
  public Plateau cooldown(long other) {
    return new Plateau(rate, factor, patience, threshold, other, least, largerIsBetter);
  }

  /** The same with another lowest rate. */
  public Plateau least(double other) {
    return new Plateau(rate, factor, patience, threshold, cooldown, other, largerIsBetter);
  }

  /** The same for a metric that should grow. */
  public Plateau whereLargerIsBetter() {
    return new Plateau(rate, factor, patience, threshold, cooldown, least, true);
  }

  /** Before the first value. */
  public State start() {
    double worst = largerIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return new State(rate, worst, 0, 0);
  }

  /** After a value. */
  public State next(State state, double metric) {
    boolean better = better(metric, state.best);
    double best = better ? metric : state.best;
    if (state.cooling > 0) {
      return new State(state.rate, best, 0, state.cooling - 1);
    }
    long failures = better ? 0 : state.failures + 1;
    return failures > patience
        ? new State(Math.max(state.rate * factor, Math.min(least, state.rate)), best, 0, cooldown)
        : new State(state.rate, best, failures, 0);
  }

  private boolean better(double metric, double best) {
    return largerIsBetter
        ? metric > best + threshold * finite(best)
        : metric < best - threshold * finite(best);
  }

  private static double finite(double best) {
    return Double.isFinite(best) ? Math.abs(best) : 0;
  }
}
