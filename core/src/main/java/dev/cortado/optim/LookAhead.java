package dev.cortado.optim;

/** A rule that wants its gradient elsewhere than where the parameters are. */
public interface LookAhead extends Optimizer {

  /** Moves the values to where the gradient is to be taken; leaves the slots. */
  void lookAhead(ParameterSlice span);
}
