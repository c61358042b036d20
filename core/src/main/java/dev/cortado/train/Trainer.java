package dev.cortado.train;

import dev.cortado.data.RowSource;
import dev.cortado.nn.Layer;

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
 * trained further. The model belongs to the training until it ends: it must not be trained from two
 * threads. A {@link Training} is the same one step at a time.
 */
public final class Trainer {

  private Trainer() {}

  /** Trains a model on rows. */
  public static History fit(Layer model, Recipe recipe, RowSource train, Callback... callbacks) {
    return complete(Training.begin(model, recipe, train, callbacks));
  }

  /** Trains a model on rows, and evaluates it on others after each epoch. */
  public static History fit(
      Layer model, Recipe recipe, RowSource train, RowSource valid, Callback... callbacks) {
    return complete(Training.begin(model, recipe, train, valid, callbacks));
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static History resume(
      Checkpoint from, Layer model, Recipe recipe, RowSource train, Callback... callbacks) {
    return complete(Training.resume(from, model, recipe, train, callbacks));
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static History resume(
      Checkpoint from,
      Layer model,
      Recipe recipe,
      RowSource train,
      RowSource valid,
      Callback... callbacks) {
    return complete(Training.resume(from, model, recipe, train, valid, callbacks));
  }

  private static History complete(Training training) {
    try {
      while (!training.isOver()) {
        training.takeStep();
      }
      return training.finish();
    } catch (RuntimeException | Error e) {
      training.close(e);
      throw e;
    }
  }
}
