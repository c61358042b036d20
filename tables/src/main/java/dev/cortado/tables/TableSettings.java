package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.nn.Activation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training of a table is asked for. What is not given follows from the table; the {@link
 * TableRecipe} of a {@link TrainedTable} has every number.
 *
 * <pre>{@code
 * var settings = TableSettings.of(Quality.DEFAULT).seed(7).metric(TableMetric.AUC);
 * }</pre>
 *
 * @param quality how much time a good result is worth
 * @param metric that decides which epoch is kept; by default log loss or RMSE
 * @param folds that are trained and averaged, 1 for a single network; 0 to let the size decide
 * @param networks that are trained, on the first of the folds and by the plain recipe; 0 for all
 * @param epochs of each network; 0 to let the size decide
 * @param seed of all random numbers
 * @param classesBalanced whether rows count so that every class counts alike
 * @param budget the time that a training may take
 * @param given numbers of the network that are not left to the recipe
 */
public record TableSettings(
    Quality quality,
    @Nullable TableMetric metric,
    int folds,
    int networks,
    int epochs,
    long seed,
    boolean classesBalanced,
    @Nullable Duration budget,
    Given given) {

  private static final int MOST_ROWS_FOR_FOLDS = 150_000;

  /** How much time a good result is worth. */
  public enum Quality {
    /** One small network, in seconds. */
    FAST,
    /** Five folds of the recipe, averaged. */
    DEFAULT,
    /** More folds and networks of several kinds. */
    BEST
  }

  /** Numbers of the network and of its steps that replace those of the recipe; null where not. */
  public record Given(
      @Nullable List<Integer> hidden,
      @Nullable Activation activation,
      @Nullable Double dropout,
      @Nullable Double rate,
      @Nullable Double decay,
      @Nullable Integer batch) {

    /** Nothing. */
    public static Given nothing() {
      return new Given(null, null, null, null, null, null);
    }
  }

  public TableSettings {
    Require.atLeast(0, "settings", "folds", folds);
    Require.atLeast(0, "settings", "networks", networks);
    Require.atLeast(0, "settings", "epochs", epochs);
    if (budget != null && !budget.isPositive()) {
      throw Errors.argument("settings: a budget of %s, expected more than nothing", budget);
    }
  }

  /** With nothing else given, and seed 42. */
  public static TableSettings of(Quality quality) {
    return new TableSettings(quality, null, 0, 0, 0, 42, false, null, Given.nothing());
  }

  /** The same, the epoch kept being the best by this metric. */
  public TableSettings metric(TableMetric other) {
    return new TableSettings(
        quality, other, folds, networks, epochs, seed, classesBalanced, budget, given);
  }

  /** The same with so many folds. */
  public TableSettings folds(int other) {
    return new TableSettings(
        quality, metric, other, networks, epochs, seed, classesBalanced, budget, given);
  }

  /** The same with networks for the first folds only, and no recipe tried but the plain one. */
  public TableSettings networks(int other) {
    return new TableSettings(
        quality, metric, folds, other, epochs, seed, classesBalanced, budget, given);
  }

  /** The same with so many epochs. */
  public TableSettings epochs(int other) {
    return new TableSettings(
        quality, metric, folds, networks, other, seed, classesBalanced, budget, given);
  }

  /** The same with other random numbers. */
  public TableSettings seed(long other) {
    return new TableSettings(
        quality, metric, folds, networks, epochs, other, classesBalanced, budget, given);
  }

  /** The same, every class counting alike. */
  public TableSettings balanced() {
    return new TableSettings(quality, metric, folds, networks, epochs, seed, true, budget, given);
  }

  /** The same in at most this time. */
  public TableSettings budget(Duration other) {
    return new TableSettings(
        quality, metric, folds, networks, epochs, seed, classesBalanced, other, given);
  }

  /** The same, however long it takes. */
  public TableSettings withoutBudget() {
    return new TableSettings(
        quality, metric, folds, networks, epochs, seed, classesBalanced, null, given);
  }

  /** The same with these numbers of the network. */
  public TableSettings given(Given other) {
    return new TableSettings(
        quality, metric, folds, networks, epochs, seed, classesBalanced, budget, other);
  }

  /** The metric for a target: the given one, else log loss for classes and RMSE for numbers. */
  public TableMetric metricFor(Target target) {
    if (metric != null) {
      return metric;
    }
    return target instanceof Target.Numbers ? TableMetric.RMSE : TableMetric.LOG_LOSS;
  }

  /** How many networks are trained and averaged on so many rows. */
  public int foldsFor(int rows) {
    if (folds > 0) {
      return folds;
    }
    return switch (quality) {
      case FAST -> 1;
      case DEFAULT -> rows <= MOST_ROWS_FOR_FOLDS ? 5 : 1;
      case BEST -> rows <= MOST_ROWS_FOR_FOLDS ? 10 : 4;
    };
  }
}
