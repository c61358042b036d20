package dev.cortado.train;

/** What a {@link Callback} wants of the training. */
public enum Signal {
  /** To go on. */
  CONTINUE,
  /** To end after what is being done; the model is kept as it is, or as it was best. */
  STOP
}
