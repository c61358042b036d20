package dev.cortado.train;

import dev.cortado.internal.Errors;

/**
 * Ends a training when a value of the epochs stops getting better, and gives back the weights of
 * the best epoch. How it goes is data: {@link State} goes in, the next one comes out, and it is
 * saved with every {@link Checkpoint}.
 *
 * <pre>{@code
 * recipe.earlyStopping(EarlyStopping.on("valid.loss").patience(5));
 * }</pre>
 *
 * @param value its name: {@code valid.loss}, {@code valid.accuracy}
 * @param patience how many epochs in a row may fail to be better; 10
 * @param leastGain by how much an epoch must be better than the best to count; 0
 */
public record EarlyStopping(String value, int patience, double leastGain) {

  public EarlyStopping {
    Recipe.requirePart("name of the value for early stopping", value);
    if (patience < 0) {
      throw Errors.argument("earlyStopping: patience %d, expected at least 0", patience);
    }
    if (!(leastGain >= 0 && leastGain < Double.POSITIVE_INFINITY)) {
      throw Errors.argument("earlyStopping: leastGain %s, expected a number from 0 on", leastGain);
    }
  }

  /**
   * How far it has come.
   *
   * @param best value so far
   * @param epoch where it was
   * @param failures since then
   */
  public record State(double best, int epoch, int failures) {}

  /** With a patience of 10 epochs. */
  public static EarlyStopping on(String value) {
    return new EarlyStopping(value, 10, 0);
  }

  /** Never stops, and gives back the weights of the best epoch. */
  public static EarlyStopping never(String value) {
    return new EarlyStopping(value, Integer.MAX_VALUE, 0);
  }

  /** The same with another patience. */
  public EarlyStopping patience(int epochs) {
    return new EarlyStopping(value, epochs, leastGain);
  }

  /** The same with another gain. */
  public EarlyStopping leastGain(double other) {
    return new EarlyStopping(value, patience, other);
  }

  /** Before the first epoch. */
  State start(boolean higherIsBetter) {
    double worst = higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return new State(worst, 0, 0);
  }

  /** After an epoch. What is not a number is never better. */
  State next(State state, int epoch, double now, boolean higherIsBetter) {
    boolean better = higherIsBetter ? now > state.best + leastGain : now < state.best - leastGain;
    return better
        ? new State(now, epoch, 0)
        : new State(state.best, state.epoch, state.failures + 1);
  }

  /** Whether it is time. */
  boolean isOver(State state) {
    return state.failures > patience;
  }
}
