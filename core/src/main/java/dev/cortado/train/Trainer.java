package dev.cortado.train;

import dev.cortado.data.Dataset;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Errors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one loop:
 *
 * <pre>{@code
 * for each epoch
 *   for each batch, in an order that follows from the seed and the epoch
 *     forward, loss, backward, update
 *   evaluate
 * }</pre>
 *
 * <p>In use:
 *
 * <pre>{@code
 * var split = Toys.moons(1_000, 0.1, Rng.of(42)).split(0.8, 0.1, Rng.of(42));
 * var model = Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
 * var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2));
 * var history = Trainer.fit(model, recipe, split.train(), split.valid());
 * history.last().value("valid.accuracy");   // 1.0
 * }</pre>
 *
 * <p>A model whose parameters are blank is started from the recipe's seed; one that has values is
 * trained further. The model belongs to the run until it ends: it must not be trained from two
 * threads.
 */
public final class Trainer {

  private Trainer() {}

  /** Trains a model on rows. */
  public static History fit(Layer model, Recipe recipe, Dataset train, Callback... callbacks) {
    return go(new Run(model, recipe, train, null), List.of(callbacks));
  }

  /** Trains a model on rows, and evaluates it on others after each epoch. */
  public static History fit(
      Layer model, Recipe recipe, Dataset train, Dataset valid, Callback... callbacks) {
    return go(new Run(model, recipe, train, requireAlike(train, valid)), List.of(callbacks));
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static History resume(
      Checkpoint from, Layer model, Recipe recipe, Dataset train, Callback... callbacks) {
    return goOn(from, new Run(model, recipe, train, null), List.of(callbacks));
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static History resume(
      Checkpoint from,
      Layer model,
      Recipe recipe,
      Dataset train,
      Dataset valid,
      Callback... callbacks) {
    var run = new Run(model, recipe, train, requireAlike(train, valid));
    return goOn(from, run, List.of(callbacks));
  }

  private static Dataset requireAlike(Dataset train, @Nullable Dataset valid) {
    if (valid == null || !valid.schema().equals(train.schema())) {
      throw Errors.argument(
          "fit: the rows for validation are %s, those for training %s",
          valid == null ? "missing" : valid.schema(), train.schema());
    }
    return valid;
  }

  private static History goOn(Checkpoint from, Run run, List<Callback> callbacks) {
    run.restore(from);
    return go(run, callbacks);
  }

  private static History go(Run run, List<Callback> callbacks) {
    try {
      tell(new Event.Began(run), callbacks);
      while (!run.isOver()) {
        runEpoch(run, callbacks);
      }
      run.finish();
      var history = run.history();
      tell(new Event.Ended(run, history), callbacks);
      return history;
    } finally {
      callbacks.forEach(Callback::close);
    }
  }

  private static void runEpoch(Run run, List<Callback> callbacks) {
    while (!run.isOver() && !run.epochIsOver()) {
      double loss = run.takeStep();
      tell(new Event.BatchEnded(run, run.step(), loss), callbacks);
    }
    if (run.epochIsOver()) {
      tell(new Event.EpochEnded(run, run.endEpoch()), callbacks);
    }
  }

  private static void tell(Event event, List<Callback> callbacks) {
    for (var callback : callbacks) {
      if (callback.on(event) == Signal.STOP) {
        event.run().stop();
      }
    }
  }
}
