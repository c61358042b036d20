package dev.cortado.train;

import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A training that its caller drives step by step, for a notebook, a user interface, or a loop with
 * decisions of its own. {@link Trainer#fit} is a loop over it: the same steps give the same bits.
 *
 * <pre>{@code
 * try (var training = Training.begin(model, recipe, train, valid)) {
 *   while (!training.isOver()) {
 *     var epochs = training.takeEpoch().epochs();
 *     if (epochs.size() == 10) {
 *       training.rate(training.rate() / 10);
 *     }
 *   }
 *   var history = training.finish();
 * }
 * }</pre>
 *
 * <p>Between steps the caller may look at everything: {@link #run}, {@link #history}, predictions
 * of the model, a {@link #checkpoint} to go on from later. The model belongs to the training until
 * it is finished or closed; one thread at a time may drive it, and a callback must not.
 *
 * <p>A step that {@linkplain DivergedException diverges} changes nothing: the caller may lower the
 * rate and take it again. Any other failure ends the training.
 */
public final class Training implements AutoCloseable {

  private final Run run;
  private final List<Callback> callbacks;
  private boolean busy;
  private boolean failed;
  private boolean closed;

  private Training(Run run, List<Callback> callbacks) {
    this.run = run;
    this.callbacks = callbacks;
  }

  /** Begins a training on rows. */
  public static Training begin(Layer model, Recipe recipe, RowSource train, Callback... callbacks) {
    return begin(() -> new Run(model, recipe, train, null, null), callbacks);
  }

  /** Begins a training on rows, with others to evaluate the model on after each epoch. */
  public static Training begin(
      Layer model, Recipe recipe, RowSource train, RowSource valid, Callback... callbacks) {
    return begin(() -> new Run(model, recipe, train, alike(train, valid), null), callbacks);
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static Training resume(
      Checkpoint from, Layer model, Recipe recipe, RowSource train, Callback... callbacks) {
    return begin(() -> new Run(model, recipe, train, null, from), callbacks);
  }

  /** Goes on with an interrupted training, to the same bits as if it had not been. */
  public static Training resume(
      Checkpoint from,
      Layer model,
      Recipe recipe,
      RowSource train,
      RowSource valid,
      Callback... callbacks) {
    return begin(() -> new Run(model, recipe, train, alike(train, valid), from), callbacks);
  }

  private static RowSource alike(RowSource train, @Nullable RowSource valid) {
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

  private static Training begin(Supplier<Run> start, Callback... callbacks) {
    var all = List.of(callbacks);
    try {
      var training = new Training(start.get(), all);
      training.publish(new Event.Began(training.run));
      // A checkpoint may have been taken between the last step of an epoch and its end.
      if (!training.isOver()) {
        training.endEpoch();
      }
      return training;
    } catch (RuntimeException | Error e) {
      close(all, e);
      throw e;
    }
  }

  /** Where the training is now. */
  public Run run() {
    return run;
  }

  /** The epochs so far. */
  public History history() {
    return run.history();
  }

  /** All that is needed to go on from here later, with {@link #resume}. */
  public Checkpoint checkpoint() {
    return run.checkpoint();
  }

  /** Whether there are no more steps to take: all epochs are done, or something has stopped it. */
  public boolean isOver() {
    return run.isOver();
  }

  /** The rate of the next step. */
  public double rate() {
    return run.rate();
  }

  /**
   * Sets the rate of the next step and of all later ones, in place of the recipe's schedule and
   * plateau. Checkpoints keep it.
   */
  public void rate(double rate) {
    requireOpen();
    run.fixRate(rate);
  }

  /** Ends the training at the step it has reached, as {@link Signal#STOP} does. */
  public void stop() {
    requireOpen();
    run.stop();
  }

  /**
   * Takes one step and, if it was the last of its epoch, evaluates the model.
   *
   * @return the loss of the batch before the step, without penalties
   */
  public double takeStep() {
    requireOpen();
    if (run.isOver()) {
      throw Errors.state("training: it is over (%s); finish it", run.history().ending());
    }
    busy = true;
    failed = true;
    try {
      double loss = run.takeStep();
      publish(new Event.BatchEnded(run, run.step(), loss));
      endEpoch();
      failed = false;
      return loss;
    } catch (DivergedException e) {
      failed = run.epochIsOver();
      throw e;
    } finally {
      busy = false;
    }
  }

  private void endEpoch() {
    if (run.epochIsOver()) {
      publish(new Event.EpochEnded(run, run.endEpoch()));
    }
  }

  /**
   * Takes the steps that are left of this epoch, all of them unless a callback stops it.
   *
   * @return the epochs so far
   */
  public History takeEpoch() {
    int epoch = run.epoch();
    do {
      takeStep();
    } while (run.epoch() == epoch && !isOver());
    return history();
  }

  /**
   * Ends the training, wherever it is: the model gets the weights of its best epoch if the recipe
   * has early stopping, and the callbacks are notified and closed.
   */
  public History finish() {
    requireOpen();
    busy = true;
    failed = true;
    try {
      if (!run.isOver()) {
        run.stop();
      }
      run.finish();
      var history = run.history();
      publish(new Event.Ended(run, history));
      close();
      return history;
    } finally {
      busy = false;
    }
  }

  /** Closes the callbacks; a training that is not finished is left as it is. */
  @Override
  public void close() {
    close(null);
  }

  void close(@Nullable Throwable failure) {
    if (!closed) {
      closed = true;
      close(callbacks, failure);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw Errors.state("training: it is finished or closed; begin another one");
    }
    if (busy) {
      throw Errors.state(
          "training: it is in the middle of a step; a callback stops a training with Signal.STOP,"
              + " and only one thread may drive it");
    }
    if (failed) {
      throw Errors.state(
          "training: it has failed; begin another one, or resume one from a checkpoint");
    }
  }

  private void publish(Event event) {
    for (var callback : callbacks) {
      if (callback.on(event) == Signal.STOP) {
        run.stop();
      }
    }
  }

  /** Closes all callbacks, whatever one of them throws; an earlier failure comes first. */
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
}
