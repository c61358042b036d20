package dev.cortado.doctor;

import static dev.cortado.doctor.FindingText.count;
import static dev.cortado.doctor.FindingText.figure;

import dev.cortado.data.Batch;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowSource;
import dev.cortado.internal.Require;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.optim.Schedule;
import dev.cortado.train.Callback;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Whether a model can learn a single batch by heart. One that cannot has a fault that more data
 * does not mend: a loss that does not fit, a wrong rate, a layer without gradient.
 *
 * <pre>{@code
 * IO.println(Overfit.oneBatch(model, recipe, train));
 * // learned: 32 rows, loss 0.495 → 0.00591 in 187 steps
 * }</pre>
 *
 * <p>The model is as it was afterwards; one whose parameters are blank is started from the recipe's
 * seed. Penalties and augmentation are left out, since they keep a model from learning by heart.
 * The rate is the highest of the recipe's.
 *
 * @param rows how many there were
 * @param losses of each step before it was taken
 * @param floor below which the batch counts as learned
 * @param text the result in a line
 */
public record Overfit(int rows, List<Double> losses, double floor, String text) {

  private static final int STEPS = 1_000;

  /** The floor, as a share of the loss of a constant prediction. */
  private static final double PART = 0.01;

  public Overfit {
    losses = List.copyOf(losses);
  }

  /** On the first batch of rows in their order, in 1,000 steps, down to a hundredth of the loss. */
  public static Overfit oneBatch(Layer model, Recipe recipe, RowSource rows) {
    return oneBatch(model, recipe, rows, STEPS);
  }

  /** The same in so many steps. */
  public static Overfit oneBatch(Layer model, Recipe recipe, RowSource rows, int steps) {
    Require.atLeast(1, "overfit", "steps", steps);
    var batch = rows.batches(recipe.batchSize()).at(0);
    var one = rows.rows(batch.rows());
    var plain = plain(recipe, Schedule.constant(Probe.highestRate(recipe, rows)), steps);
    var losses = new ArrayList<Double>();
    var state = ProbeState.of(model, recipe);
    double known = ProbeLoss.of(recipe.loss(), one).trivial();
    var problem = state.keeping(() -> train(model, plain, one, known, steps, losses));
    double floor = floor(known, losses);
    boolean learned = problem.isEmpty() && losses.getLast() < floor;
    var text =
        learned
            ? "learned: " + told(batch, losses)
            : "not learned: "
                + told(batch, losses)
                + ", expected below "
                + figure(floor)
                + "; "
                + (problem.isEmpty() ? reason(model, plain, one, batch) : problem);
    return new Overfit(batch.size(), losses, floor, text);
  }

  /** The recipe reduced to loss, optimizer, groups and seed. */
  static Recipe plain(Recipe recipe, Schedule schedule, int epochs) {
    var plain =
        Recipe.of(recipe.loss(), recipe.optimizer())
            .epochs(epochs)
            .batchSize(recipe.batchSize())
            .accumulate(recipe.updates().accumulation())
            .seed(recipe.seed())
            .schedule(schedule)
            .clip(recipe.clip())
            .withoutMetrics();
    for (var group : recipe.updates().groups()) {
      plain = plain.group(group);
    }
    return plain;
  }

  /** Takes steps until the batch is learned; returns what went wrong, or an empty text. */
  private static String train(
      Layer model, Recipe recipe, Dataset one, double known, int steps, List<Double> losses) {
    Callback watch =
        event -> {
          if (event instanceof Event.BatchEnded(_, _, double loss)) {
            losses.add(loss);
          }
          return losses.size() == steps
                  || (!losses.isEmpty() && losses.getLast() < floor(known, losses))
              ? Signal.STOP
              : Signal.CONTINUE;
        };
    try {
      Trainer.fit(model, recipe, one, watch);
      return "";
    } catch (DivergedException diverged) {
      return diverged.divergence().toString();
    }
  }

  private static double floor(double known, List<Double> losses) {
    return PART * (known > 0 || losses.isEmpty() ? known : losses.getFirst());
  }

  private static String told(Batch batch, List<Double> losses) {
    return losses.isEmpty()
        ? count(batch.size(), "row") + ", no step taken"
        : count(batch.size(), "row")
            + ", loss "
            + figure(losses.getFirst())
            + " → "
            + figure(losses.getLast())
            + " in "
            + count(losses.size(), "step");
  }

  /** The likeliest cause. */
  private static String reason(Layer model, Recipe recipe, Dataset one, Batch batch) {
    int contradictions = contradictions(batch);
    if (contradictions > 0) {
      return count(contradictions, "row")
          + " equal to an earlier one with another target: no model can learn "
          + (contradictions == 1 ? "it" : "them");
    }
    var diagnosis = Diagnosis.before(model, recipe, one);
    if (!diagnosis.healthy()) {
      return diagnosis.findings().getFirst().text();
    }
    return LayerTree.contains(model, Dropout.class)
        ? "try it without dropout"
        : "try more steps, a higher rate or more units";
  }

  private static int contradictions(Batch batch) {
    var targets = new HashMap<String, String>();
    int contradictions = 0;
    for (int row = 0; row < batch.size(); row++) {
      var target = Arrays.toString(batch.y().row(row).toArray());
      var first = targets.putIfAbsent(Arrays.toString(batch.x().row(row).toArray()), target);
      contradictions += first != null && !first.equals(target) ? 1 : 0;
    }
    return contradictions;
  }

  /** Whether the loss came below the floor. */
  public boolean learned() {
    return !losses.isEmpty() && losses.getLast() < floor;
  }

  /** The result in a line. */
  @Override
  public String toString() {
    return text;
  }
}
