package dev.cortado.doctor;

import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.optim.Schedule;
import dev.cortado.train.Callback;
import dev.cortado.train.DivergedException;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.util.ArrayList;

/**
 * Looks for a rate: takes steps of training with a rate that grows by equal factors, until the loss
 * explodes. Then the model is as it was; one whose parameters are blank is started from the
 * recipe's seed, as {@link Trainer} would do.
 *
 * <pre>{@code
 * var curve = RateFinder.of().find(model, recipe, train);
 * Trainer.fit(model, recipe.rate(curve.suggestion()), train);
 * }</pre>
 *
 * <p>Smith, 2017, in the form in which one pass takes few steps (Howard and Gugger, fastai).
 *
 * @param from the lowest rate; 1e-7
 * @param to the highest; 10
 * @param steps how many are taken at most; 100
 */
public record RateFinder(double from, double to, int steps) {

  private static final int LEAST_STEPS = 10;

  public RateFinder {
    if (!(from > 0 && from < to && to < Double.POSITIVE_INFINITY)) {
      throw Errors.argument("rateFinder: rates %s to %s, expected 0 < from < to", from, to);
    }
    if (steps < LEAST_STEPS) {
      throw Errors.argument("rateFinder: %d steps, expected at least %d", steps, LEAST_STEPS);
    }
  }

  /** With the numbers above. */
  public static RateFinder of() {
    return new RateFinder(1e-7, 10, 100);
  }

  /** The same between other rates. */
  public RateFinder range(double lowest, double highest) {
    return new RateFinder(lowest, highest, steps);
  }

  /** The same with another number of steps. */
  public RateFinder steps(int most) {
    return new RateFinder(from, to, most);
  }

  /** Trains with the recipe, but for its rates and what ends it or lowers them. */
  public RateCurve find(Layer model, Recipe recipe, RowSource train) {
    var state = ProbeState.of(model, recipe);
    return state.keeping(() -> trial(model, recipe, train));
  }

  private RateCurve trial(Layer model, Recipe recipe, RowSource train) {
    var schedule = Schedule.geometric(from, to, steps - 1);
    var rates = new ArrayList<Double>();
    var losses = new ArrayList<Double>();
    Callback watch =
        event -> {
          if (event instanceof Event.BatchEnded(_, long step, double loss)) {
            rates.add(schedule.at(step - 1));
            losses.add(loss);
          }
          return losses.size() == steps || RateCurve.explodes(losses)
              ? Signal.STOP
              : Signal.CONTINUE;
        };
    try {
      Trainer.fit(model, onlySteps(recipe, schedule, steps), train, watch);
    } catch (DivergedException _) {
      return RateCurve.of(rates, losses, RateCurve.Ending.DIVERGED);
    }
    return RateCurve.of(
        rates,
        losses,
        RateCurve.explodes(losses) ? RateCurve.Ending.EXPLODED : RateCurve.Ending.STEPS_DONE);
  }

  /** A recipe of steps alone: nothing is evaluated, stopped or lowered on the way. */
  private static Recipe onlySteps(Recipe recipe, Schedule schedule, int steps) {
    var plain = Overfit.plain(recipe, schedule, steps);
    for (var penalty : recipe.penalties()) {
      plain = plain.penalty(penalty);
    }
    var augment = recipe.augment();
    plain = augment == null ? plain : plain.augment(augment);
    var weights = recipe.sampleWeights();
    return weights == null ? plain : plain.sampleWeights(weights);
  }
}
