package dev.cortado.tensor.kernel;

/** Arithmetic and comparison of two numbers; a comparison gives 1 for true and 0 for false. */
public enum BinaryFunction {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  /** NaN if one is NaN, and {@code +0} above {@code −0}. */
  MAXIMUM,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
}
