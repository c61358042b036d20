package dev.cortado.train;

import dev.cortado.train.checkpoint.Checkpoints;

/** What a {@link Callback} wants of the training. */
public enum Signal {
  /** To go on. */
  CONTINUE,
  /**
   * To end after what is being done; the model is kept as it is, or as it was best. Inside an epoch
   * this saves nothing by itself: {@link Checkpoints} that should go on from there are told to
   * {@linkplain Checkpoints#save save} first, or to save {@linkplain Checkpoints#everySteps every}
   * so many steps.
   */
  STOP
}
