package dev.cortado.train;

/**
 * What happens while a model is trained, in this order:
 *
 * <pre>
 * Began  (BatchEnded … BatchEnded  EpochEnded) …  Ended
 * </pre>
 *
 * <p>Everyone who wants to know is told by this one stream.
 */
public sealed interface Event {

  /** The run as it stands now. */
  Run run();

  /** Nothing is done yet; of a run that goes on, nothing more. */
  record Began(Run run) implements Event {}

  /**
   * A step was taken.
   *
   * @param step how many there are now
   * @param loss of the batch before the step, without penalties
   */
  record BatchEnded(Run run, long step, double loss) implements Event {}

  /**
   * Every row was used once more, and the model evaluated. The run stands before the next epoch
   * already: {@code run.epoch()} is {@code epoch.number() + 1}.
   */
  record EpochEnded(Run run, Epoch epoch) implements Event {}

  /** The model is trained; {@code history} is what {@link Trainer} returns. */
  record Ended(Run run, History history) implements Event {}
}
