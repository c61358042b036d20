package dev.cortado.tensor.kernel;

/**
 * The functions whose bits are our own: evaluated in double precision by one fixed sequence of
 * operations and rounded once to float, at most 1 ulp from the true value. Formulas and
 * coefficients: {@code docs/numerics.md}.
 */
public enum UnaryFunction {
  /** {@code e^x}. */
  EXP,
  /** {@code e^x − 1}, accurate near 0. */
  EXPM1,
  /** The natural logarithm: {@code log(0) = −∞}, NaN below 0. */
  LOG,
  /** {@code log(1 + x)}, accurate near 0: {@code log1p(−1) = −∞}, NaN below −1. */
  LOG1P,
  /** The hyperbolic tangent, odd to the bit. */
  TANH,
  /** {@code 1 / (1 + e^−x)}. */
  SIGMOID,
  /** {@code log(1 + e^x)}, without overflow. */
  SOFTPLUS,
  /** The error function, odd to the bit. */
  ERF,
  /** The sine of an angle in radians, odd to the bit: NaN for an infinite angle. */
  SIN,
  /** The cosine of an angle in radians, even to the bit: NaN for an infinite angle. */
  COS,
}
