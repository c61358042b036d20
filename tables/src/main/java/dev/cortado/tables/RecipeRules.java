package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.nn.Activation;
import dev.cortado.table.Feature;
import dev.cortado.tables.TableSettings.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The rules by which a recipe follows from settings and a table: {@code docs/defaults.md} tells
 * what each number was chosen by.
 *
 * @param settings what was asked for
 * @param target of the table
 * @param rows to train on
 * @param features of the columns
 */
record RecipeRules(TableSettings settings, Target target, int rows, List<Feature> features) {

  private static final int LEAST_STEPS = 1_000;
  private static final int LEAST_STEPS_FOR_FEW_ROWS = 600;
  private static final int FEWEST_EPOCHS = 12;
  private static final int MOST_EPOCHS = 64;
  private static final int MANY_ROWS = 10_000;
  private static final int VERY_FEW_ROWS = 1_500;
  private static final int ROTATIONS = 4;
  private static final int MOST_LEAVES = 512;
  private static final int ROWS_OF_LEAF = 25;
  private static final double HUBER = 0.5;
  private static final int FEW_ROWS = 20_000;
  private static final int LEAST_ROWS_FOR_PAIRS = 5_000;
  private static final double MUCH_DROPOUT = 0.4;
  private static final double MUCH_DECAY = 0.5;
  private static final double MOST_DROPOUT = 0.5;
  private static final double MOST_DECAY = 1;

  /**
   * The recipes that are tried, the one to prefer first: with more dropout and decay where rows are
   * few, with codes of pairs of columns and with Huber's loss where there are rows enough to judge.
   */
  List<TableRecipe> tried() {
    var plain = plain();
    if (settings.quality() == Quality.FAST || settings.networks() > 0) {
      return List.of(plain);
    }
    var tried = new ArrayList<TableRecipe>();
    tried.add(plain);
    var given = settings.given();
    if (rows < FEW_ROWS && given.dropout() == null && given.decay() == null) {
      tried.add(plain.regularized(MUCH_DROPOUT, MUCH_DECAY));
      if (rows < VERY_FEW_ROWS) {
        tried.removeFirst();
        tried.add(plain.regularized(MOST_DROPOUT, MOST_DECAY));
      }
    }
    long numbers = features.stream().filter(Feature.Number.class::isInstance).count();
    if (rows >= LEAST_ROWS_FOR_PAIRS && numbers > 1) {
      tried.add(plain.withPairs(ROTATIONS, Math.min(MOST_LEAVES, rows / ROWS_OF_LEAF)));
    }
    if (rows >= VERY_FEW_ROWS && isRegression()) {
      tried.add(tried.getLast().objective(new TableRecipe.Objective.Huber(HUBER)));
    }
    return List.copyOf(tried);
  }

  /** How many of the parts decide between recipes: all where a single one tells little. */
  int judges(int parts) {
    return rows < LEAST_ROWS_FOR_PAIRS ? parts : 1;
  }

  private boolean isRegression() {
    return target instanceof Target.Numbers;
  }

  /** The recipe that most tables do well with. */
  TableRecipe plain() {
    var given = settings.given();
    boolean fast = settings.quality() == Quality.FAST;
    int batch = Math.min(rows, Objects.requireNonNullElse(given.batch(), batch()));
    boolean many = rows >= MANY_ROWS;
    double decay = many && !isRegression() ? 0.3 : 0.1;
    var input =
        new TableRecipe.Input(
            fast ? 16 : many ? 64 : 32,
            Math.max(8, rows / 2_000),
            settings.quality() == Quality.BEST,
            true,
            8,
            8,
            0,
            0);
    return new TableRecipe(
        input,
        Objects.requireNonNullElse(given.hidden(), fast ? List.of(128, 128) : List.of(256, 256)),
        Objects.requireNonNullElse(given.activation(), Activation.relu()),
        Objects.requireNonNullElse(given.dropout(), 0.15),
        1,
        new TableRecipe.Objective.Squares(),
        new TableRecipe.Steps(
            Objects.requireNonNullElse(given.rate(), 0.03),
            false,
            Objects.requireNonNullElse(given.decay(), decay),
            batch,
            epochs(batch),
            0.99,
            0));
  }

  private int batch() {
    return rows <= 512
        ? 32
        : rows <= 2_048 ? 64 : rows <= 8_192 ? 128 : rows <= 100_000 ? 256 : 512;
  }

  private int epochs(int batch) {
    if (settings.epochs() > 0) {
      return settings.epochs();
    }
    int steps = rows < VERY_FEW_ROWS ? LEAST_STEPS_FOR_FEW_ROWS : LEAST_STEPS;
    int enough = Math.ceilDiv(steps, Math.ceilDiv(rows, batch));
    return Math.clamp(enough, FEWEST_EPOCHS, MOST_EPOCHS);
  }
}
