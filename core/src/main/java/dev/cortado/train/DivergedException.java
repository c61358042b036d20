package dev.cortado.train;

/**
 * A training that ran into numbers that are none: a loss, a gradient or a weight is infinite or
 * NaN. The step was not taken: the model has the weights of the last one that was, which are
 * themselves what is named if they are found infinite at the end of an epoch.
 */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Divergence divergence;

  DivergedException(Divergence divergence) {
    super(divergence.toString());
    this.divergence = divergence;
  }

  /** Where it happened. */
  public Divergence divergence() {
    return divergence;
  }
}
