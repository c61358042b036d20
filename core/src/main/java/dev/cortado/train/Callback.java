package dev.cortado.train;

/**
 * Receives the events of a training, and may stop it.
 *
 * <pre>{@code
 * Trainer.fit(model, recipe, train, valid,
 *     Progress.of(System.out),
 *     event -> switch (event) {
 *       case Event.BatchEnded(_, _, double loss) when loss < 0.01 -> Signal.STOP;
 *       default -> Signal.CONTINUE;
 *     });
 * }</pre>
 *
 * <p>A callback watches. What changes the result of a training, such as {@link EarlyStopping} or a
 * schedule, belongs to the {@link Recipe}, which is saved with it.
 */
@FunctionalInterface
public interface Callback {

  /** Something happened. */
  Signal on(Event event);

  /** The run is over, whichever way; a callback that holds a file or a lock gives it back. */
  default void close() {}
}
