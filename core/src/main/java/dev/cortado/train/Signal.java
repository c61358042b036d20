package dev.cortado.train;

import dev.cortado.train.checkpoint.Checkpoints;

/** What a {@link Callback} wants of the training. */
public enum Signal {
  /** Goes on. */
  CONTINUE,
  /**
   * Ends the training after the current step. The model keeps its weights, or gets those of its
   * best epoch. Inside an epoch this saves no checkpoint: {@linkplain Checkpoints#save save} one
   * first, or {@linkplain Checkpoints#everySteps every so many steps}.
   */
  STOP
}
