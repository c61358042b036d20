package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.internal.Require;
import dev.cortado.nn.Activation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training of a table is asked for. What is not given follows from the table: {@link
 * #recipe} tells how.
 *
 * <pre>{@code
 * var settings = TableSettings.of(Quality.DEFAULT).seed(7).metric(TableMetric.AUC);
 * }</pre>
 *
 * @param quality how much time a good result is worth
 * @param metric that decides which epoch is kept; by default log loss or RMSE
 * @param folds that are trained and averaged, 1 for a single network; 0 to let the size decide
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
    int epochs,
    long seed,
    boolean classesBalanced,
    @Nullable Duration budget,
    Given given) {

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

    private TableRecipe in(TableRecipe recipe) {
      var steps = recipe.steps();
      return new TableRecipe(
          recipe.input(),
          hidden == null ? recipe.hidden() : hidden,
          activation == null ? recipe.activation() : activation,
          dropout == null ? recipe.dropout() : dropout,
          recipe.members(),
          recipe.objective(),
          new TableRecipe.Steps(
              rate == null ? steps.rate() : rate,
              steps.waves(),
              decay == null ? steps.decay() : decay,
              steps.batch(),
              steps.epochs(),
              steps.average(),
              steps.smoothing()));
    }
  }

  public TableSettings {
    Require.atLeast(0, "settings", "folds", folds);
    Require.atLeast(0, "settings", "epochs", epochs);
  }

  /** With nothing else given, and seed 42. */
  public static TableSettings of(Quality quality) {
    return new TableSettings(quality, null, 0, 0, 42, false, null, Given.nothing());
  }

  /** The same, the epoch kept being the best by this metric. */
  public TableSettings metric(TableMetric other) {
    return new TableSettings(quality, other, folds, epochs, seed, classesBalanced, budget, given);
  }

  /** The same with so many folds. */
  public TableSettings folds(int other) {
    return new TableSettings(quality, metric, other, epochs, seed, classesBalanced, budget, given);
  }

  /** The same with so many epochs. */
  public TableSettings epochs(int other) {
    return new TableSettings(quality, metric, folds, other, seed, classesBalanced, budget, given);
  }

  /** The same with other random numbers. */
  public TableSettings seed(long other) {
    return new TableSettings(quality, metric, folds, epochs, other, classesBalanced, budget, given);
  }

  /** The same, every class counting alike. */
  public TableSettings balanced() {
    return new TableSettings(quality, metric, folds, epochs, seed, true, budget, given);
  }

  /** The same in at most this time. */
  public TableSettings budget(Duration other) {
    return new TableSettings(quality, metric, folds, epochs, seed, classesBalanced, other, given);
  }

  /** The same with these numbers of the network. */
  public TableSettings given(Given other) {
    return new TableSettings(quality, metric, folds, epochs, seed, classesBalanced, budget, other);
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
      case BEST -> rows <= MOST_ROWS_FOR_FOLDS ? 10 : 3;
    };
  }

  private static final int MOST_ROWS_FOR_FOLDS = 150_000;
  private static final int LEAST_STEPS = 1_000;
  private static final int FEWEST_EPOCHS = 12;
  private static final int MOST_EPOCHS = 256;
  private static final int MANY_ROWS = 10_000;

  /** How each network is built and trained on so many rows. */
  public TableRecipe recipe(Target target, int rows) {
    boolean numbers = target instanceof Target.Numbers;
    boolean many = rows >= MANY_ROWS;
    int batch =
        given.batch != null
            ? Math.min(given.batch, rows)
            : rows <= 512
                ? 32
                : rows <= 2_048 ? 64 : rows <= 8_192 ? 128 : rows <= 100_000 ? 256 : 512;
    long steps = Math.ceilDiv(rows, batch);
    int enough = (int) Math.ceilDiv(LEAST_STEPS, steps);
    int count = epochs > 0 ? epochs : Math.clamp(enough, FEWEST_EPOCHS, MOST_EPOCHS);
    var input = new TableRecipe.Input(64, Math.max(8, rows / 2_000), true, 8, 8, 0, 0);
    var recipe =
        new TableRecipe(
            input,
            List.of(256, 256),
            Activation.relu(),
            0.15,
            1,
            new TableRecipe.Objective.Squares(),
            new TableRecipe.Steps(
                0.03, false, many && !numbers ? 0.3 : 0.1, batch, count, 0.99, 0));
    return given.in(recipe);
  }
}
