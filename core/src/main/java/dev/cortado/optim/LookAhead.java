package dev.cortado.optim;

/** A rule whose gradient is taken at another point than the parameters. */
public interface LookAhead extends Optimizer {

  /** Moves the values to where the gradient is to be taken; leaves the slots. */
  void lookAhead(ParameterSlice span);
}
