package dev.cortado.cli;

import dev.cortado.train.Event;
import dev.cortado.train.Run;
import dev.cortado.train.Signal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Handles Ctrl-C and SIGTERM during a training. On both, the JVM runs its shutdown hooks and exits
 * with 130 or 143. This hook delays the exit until the training has finished its current batch,
 * saved a checkpoint and ended.
 */
final class Interruption implements AutoCloseable {

  /** After this time, the exit is not delayed any longer. */
  private static final long PATIENCE_SECONDS = 30;

  private final Consumer<Run> save;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::ask, "cortado-interruption");
  private volatile boolean asked;

  private Interruption(Consumer<Run> save) {
    this.save = save;
  }

  /** Until it is closed, an interrupted training saves a checkpoint and ends. */
  static Interruption watch(Consumer<Run> save) {
    var interruption = new Interruption(save);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Asks the training to end and waits until it has. */
  void ask() {
    asked = true;
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.getLogger(Interruption.class.getName())
            .log(System.Logger.Level.WARNING, "the training did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The callback for the training. */
  Signal on(Event event) {
    if (asked && event instanceof Event.BatchEnded(var run, _, _)) {
      save.accept(run);
      return Signal.STOP;
    }
    return Signal.CONTINUE;
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is already shutting down
    }
  }
}
