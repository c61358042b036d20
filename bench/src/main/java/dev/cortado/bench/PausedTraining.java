package dev.cortado.bench;

import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.Callback;
import dev.cortado.train.Event;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A training on a thread of its own that stands still until it is told to go on for a while, so
 * that several can take turns.
 */
final class PausedTraining implements AutoCloseable {

  private final Class<? extends Event> unit;
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore pause = new Semaphore(0);
  private final Thread thread;
  private long nanos;
  private double took;
  private boolean closing;
  private @Nullable Throwable failure;

  /**
   * One that is measured in steps or in epochs, by the event at the end of each. Its data are made
   * at once, and whatever else it needs in its first turn.
   */
  PausedTraining(Exercise exercise, Class<? extends Event> unit) {
    this.unit = unit;
    var data = exercise.data();
    Runnable training =
        () -> {
          var meter = new Meter();
          try (var workers = Workers.of(exercise.threads())) {
            Compute.with(workers)
                .call(
                    () -> Trainer.fit(exercise.network().model(), exercise.recipe(), data, meter));
          }
        };
    thread = Thread.ofPlatform().daemon().name("paused-training").start(() -> take(training));
  }

  private void take(Runnable training) {
    turn.acquireUninterruptibly();
    try {
      if (!closing) {
        training.run();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      pause.release();
    }
  }

  /** Lets it go on for so long, but to the end of a unit; tells the nanoseconds of one. */
  double goOn(long atLeast) {
    nanos = atLeast;
    turn.release();
    pause.acquireUninterruptibly();
    if (failure != null) {
      throw new IllegalStateException("the training failed", failure);
    }
    return took;
  }

  /** Ends it; it may be in the middle of an epoch. */
  @Override
  public void close() {
    closing = true;
    turn.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts on the thread of the training. */
  private final class Meter implements Callback {

    private long from = System.nanoTime();
    private long units;

    @Override
    public Signal on(Event event) {
      if (!unit.isInstance(event)) {
        return Signal.CONTINUE;
      }
      units++;
      long now = System.nanoTime();
      if (now - from < nanos) {
        return Signal.CONTINUE;
      }
      took = (double) (now - from) / units;
      pause.release();
      turn.acquireUninterruptibly();
      units = 0;
      from = System.nanoTime();
      return closing ? Signal.STOP : Signal.CONTINUE;
    }
  }
}
