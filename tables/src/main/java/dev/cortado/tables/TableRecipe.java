package dev.cortado.tables;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.nn.Activation;
import java.util.List;

/**
 * How one network for a table is built and trained, every number of it. {@link TableTrainer#recipe}
 * makes one for a table's size and target; a receipt lists it.
 *
 * @param input how columns are coded
 * @param hidden the units of each hidden layer
 * @param activation behind each hidden layer
 * @param dropout behind each hidden layer, at first; it falls to 0 in the second half
 * @param members that share the network; 1 for none
 * @param objective what a regression makes small
 * @param steps how the weights move
 */
public record TableRecipe(
    Input input,
    List<Integer> hidden,
    Activation activation,
    double dropout,
    int members,
    Objective objective,
    Steps steps) {

  /**
   * How columns are coded.
   *
   * @param bins of a number, at most; 0 for none
   * @param rowsOfBin how many rows a bin has at least
   * @param periodic whether numbers are coded by waves too
   * @param values whether a value that repeats may have an embedding
   * @param oneHot the most categories that have a column each; more are embedded
   * @param embedding how many numbers an embedding has
   * @param rotations how many directions between two columns are coded
   * @param leaves of a tree over two columns; 0 for none
   */
  public record Input(
      int bins,
      int rowsOfBin,
      boolean periodic,
      boolean values,
      int oneHot,
      int embedding,
      int rotations,
      int leaves) {

    public Input {
      Require.atLeast(0, "recipe", "bins", bins);
      Require.atLeast(1, "recipe", "rows of a bin", rowsOfBin);
      Require.atLeast(0, "recipe", "most one-hot categories", oneHot);
      Require.atLeast(1, "recipe", "numbers of an embedding", embedding);
      Require.atLeast(0, "recipe", "rotations", rotations);
      Require.atLeast(0, "recipe", "leaves", leaves);
    }
  }

  /** What a regression makes small, for a target of mean 0 and deviation 1. */
  public sealed interface Objective {
    /** The squared error. */
    record Squares() implements Objective {}

    /** Huber's, smooth. */
    record Huber(double delta) implements Objective {}

    /** The cross-entropy of bins of the target. */
    record Histogram(int bins) implements Objective {}
  }

  /**
   * How the weights move.
   *
   * @param rate of the first steps
   * @param waves whether the rate goes up and down four times, or is constant and then falls
   * @param decay of the weights, at first; it falls to 0 in the second half
   * @param batch rows of a step
   * @param epochs of the training
   * @param average the share of the average of weights that stays in a step; 0 for no average
   * @param smoothing of the labels
   */
  public record Steps(
      double rate,
      boolean waves,
      double decay,
      int batch,
      int epochs,
      double average,
      double smoothing) {}

  public TableRecipe {
    hidden = List.copyOf(hidden);
    Require.share("recipe", "dropout", dropout);
    Require.atLeast(1, "recipe", "members", members);
    if (hidden.stream().anyMatch(units -> units < 1)) {
      throw Errors.argument("recipe: hidden layers of %s units, expected at least 1 each", hidden);
    }
  }

  /** The same with another objective. */
  public TableRecipe objective(Objective other) {
    return new TableRecipe(input, hidden, activation, dropout, members, other, steps);
  }

  /** The same with codes of pairs of numeric columns: directions, and leaves of a tree. */
  public TableRecipe withPairs(int rotations, int leaves) {
    var pairs =
        new Input(
            input.bins,
            input.rowsOfBin,
            input.periodic,
            input.values,
            input.oneHot,
            input.embedding,
            rotations,
            leaves);
    return new TableRecipe(pairs, hidden, activation, dropout, members, objective, steps);
  }

  /** The same with other dropout and decay. */
  TableRecipe regularized(double dropout, double decay) {
    var other =
        new Steps(
            steps.rate,
            steps.waves,
            decay,
            steps.batch,
            steps.epochs,
            steps.average,
            steps.smoothing);
    return new TableRecipe(input, hidden, activation, dropout, members, objective, other);
  }
}
