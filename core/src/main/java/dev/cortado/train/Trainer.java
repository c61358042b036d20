package dev.cortado.train;

import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.util.List;
import java.util.function.Supplier;
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
  public static History fit(Layer model, Recipe recipe, RowSource train, Callback... callbacks) {
    return go(() -> new Run(model, recipe, train, null, null), List.of(callbacks));
  }

  /** Trains a model on rows, and evaluates it on others after each epoch. */
  public static History fit(
      Layer model, Recipe recipe, RowSource train, RowSource valid, Callback... callbacks) {
    return go(
        () -> new Run(model, recipe, train, requireAlike(train, valid), null), List.of(callbacks));
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static History resume(
      Checkpoint from, Layer model, Recipe recipe, RowSource train, Callback... callbacks) {
    return go(() -> new Run(model, recipe, train, null, from), List.of(callbacks));
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static History resume(
      Checkpoint from,
      Layer model,
      Recipe recipe,
      RowSource train,
      RowSource valid,
      Callback... callbacks) {
    return go(
        () -> new Run(model, recipe, train, requireAlike(train, valid), from), List.of(callbacks));
  }

  private static RowSource requireAlike(RowSource train, @Nullable RowSource valid) {
    if (valid == null || !valid.schema().equals(train.schema())) {
      throw Errors.argument(
          "fit: the rows for validation are %s, those for training %s",
          valid == null ? "missing" : valid.schema(), train.schema());
    }
    if (valid.size() == 0) {
      throw Errors.argument("fit: no rows for validation; leave them out, or split some off");
    }
    return valid;
  }

  private static History go(Supplier<Run> start, List<Callback> callbacks) {
    Throwable failure = null;
    try {
      return go(start.get(), callbacks);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      close(callbacks, failure);
    }
  }

  private static History go(Run run, List<Callback> callbacks) {
    tell(new Event.Began(run), callbacks);
    while (!run.isOver()) {
      runEpoch(run, callbacks);
    }
    run.finish();
    var history = run.history();
    tell(new Event.Ended(run, history), callbacks);
    return history;
  }

  /** Closes all of them, whatever one of them throws; what went wrong before is told first. */
  private static void close(List<Callback> callbacks, @Nullable Throwable failure) {
    RuntimeException first = null;
    for (var callback : callbacks) {
      try {
        callback.close();
      } catch (RuntimeException e) {
        if (failure != null) {
          failure.addSuppressed(e);
        } else if (first != null) {
          first.addSuppressed(e);
        } else {
          first = e;
        }
      }
    }
    if (first != null) {
      throw first;
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
