package dev.cortado.optim;

import dev.cortado.autograd.InPlaceCells;
import dev.cortado.internal.Internal;
import java.util.List;
import java.util.function.Supplier;

/** What trainings need of an {@link Updater} and users do not: its arrays and its averages. */
@Internal
@SuppressWarnings("exports")
public final class UpdaterAccess {

  private UpdaterAccess() {}

  /** The parameters' elements, in their order, with what the parameters were set to since. */
  public static InPlaceCells inPlace(Updater updater) {
    return updater.inPlace();
  }

  /**
   * Takes one step.
   *
   * @param gradients the elements of those of the parameters, in their order; the rule may change
   *     them
   * @param decayFactor what the optimizer's decay is multiplied by
   * @param averageShare the share of the new weights in their average; 0 if it stays as it is
   */
  public static void apply(
      Updater updater,
      List<float[]> gradients,
      double rate,
      double decayFactor,
      double averageShare) {
    updater.applyArrays(gradients, rate, decayFactor, averageShare);
  }

  /** Updates the average of the weights, of which the current weights become this share. */
  public static void average(Updater updater, double share) {
    updater.average(share);
  }

  /**
   * Runs something while the parameters have their averages; afterwards they have their weights
   * again.
   */
  public static <R> R averaged(Updater updater, Supplier<R> body) {
    updater.swapAverages();
    try {
      return body.get();
    } finally {
      updater.swapAverages();
    }
  }

  /** Gives the parameters their averages, and the averages the weights. */
  public static void swapAverages(Updater updater) {
    updater.swapAverages();
  }
}
