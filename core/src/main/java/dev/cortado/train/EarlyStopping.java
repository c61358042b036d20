package dev.cortado.train;

import dev.cortado.internal.Require;

/**
 * Ends a training when a value of the epochs stops getting better, and gives back the weights of
 * the best epoch. How far it has come is data: {@link BestSoFar} goes in, the next one comes out,
 * and it is saved with every {@link Checkpoint}.
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
    Require.atLeast(0, "earlyStopping", "patience", patience);
    Require.notNegative("earlyStopping", "leastGain", leastGain);
  }

  /**
   * How far it has come.
   *
   * @param best value so far
   * @param epoch whose value it is; 0 if there is none yet
   * @param failures epochs since then
   */
  public record BestSoFar(double best, int epoch, int failures) {}

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
  BestSoFar start(boolean higherIsBetter) {
    return new BestSoFar(worst(higherIsBetter), 0, 0);
  }

  /** After an epoch. */
  BestSoFar next(BestSoFar state, int epoch, double now, boolean higherIsBetter) {
    return better(now, state.best, leastGain, higherIsBetter)
        ? new BestSoFar(now, epoch, 0)
        : new BestSoFar(state.best, state.epoch, state.failures + 1);
  }

  static double worst(boolean higherIsBetter) {
    return higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** Whether a value beats the best by more than a gain; NaN never does. */
  static boolean better(double now, double best, double gain, boolean higherIsBetter) {
    return higherIsBetter ? now > best + gain : now < best - gain;
  }

  /** Whether more epochs in a row than its patience failed to be better. */
  boolean isOver(BestSoFar state) {
    return state.failures > patience;
  }
}
