package dev.cortado.train;

/**
 * A training whose loss, gradient or weights became infinite or NaN. The step was not taken: the
 * model has the weights from before it. Weights found infinite at the end of an epoch are named
 * themselves.
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
