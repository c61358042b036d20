package dev.cortado.train;

/**
 * What happens while a model is trained, in this order:
 *
 * <pre>
 * Began  (BatchEnded … BatchEnded  EpochEnded) …  Ended
 * </pre>
 *
 * <p>Progress, checkpoints and callbacks all read this one stream.
 */
public sealed interface Event {

  /** The run as it stands now. */
  Run run();

  /** No step was taken yet; in a resumed run, none since the checkpoint. */
  record Began(Run run) implements Event {}

  /**
   * A step was taken.
   *
   * @param step how many there are now
   * @param loss of the batch before the step, without penalties
   */
  record BatchEnded(Run run, long step, double loss) implements Event {}

  /**
   * Every row was used once more, and the model was evaluated. {@code run.epoch()} is the next
   * epoch already, {@code epoch.number() + 1}.
   */
  record EpochEnded(Run run, Epoch epoch) implements Event {}

  /** The model is trained; {@code history} is what {@link Trainer} returns. */
  record Ended(Run run, History history) implements Event {}
}
