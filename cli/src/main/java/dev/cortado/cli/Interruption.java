package dev.cortado.cli;

import dev.cortado.train.Event;
import dev.cortado.train.Run;
import dev.cortado.train.Signal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ctrl-C and SIGTERM in the middle of a training. The JVM answers both by running its shutdown
 * hooks and then ends with 130 or 143. The hook here holds it back until the training has saved
 * where it is after the batch that is under way, and has come to its end.
 */
final class Interruption implements AutoCloseable {

  /** A training that does not come to its end by then has hung. */
  private static final long PATIENCE_SECONDS = 30;

  private final Consumer<Run> save;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::ask, "cortado-interruption");
  private volatile boolean asked;

  private Interruption(Consumer<Run> save) {
    this.save = save;
  }

  /** From now until it is closed, an interrupted training ends by saving a checkpoint. */
  static Interruption watch(Consumer<Run> save) {
    var interruption = new Interruption(save);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Asks the training to end, and waits for it. */
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

  /** As a callback of the training. */
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
      // the JVM is ending, and that is what was watched for
    }
  }
}
