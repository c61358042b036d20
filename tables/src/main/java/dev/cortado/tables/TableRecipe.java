package dev.cortado.tables;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.nn.Activation;
import java.util.List;

/**
 * How one network for a table is built and trained, every number of it. {@link
 * TableSettings#recipe} makes one for a table's size and target; a receipt lists it.
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

  /** How columns are coded. */
  public record Input(
      int bins,
      int rowsOfBin,
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

  /** How the weights move. */
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
}
