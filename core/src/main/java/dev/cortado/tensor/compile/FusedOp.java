package dev.cortado.tensor.compile;

import dev.cortado.tensor.kernel.RowFormula;

/** Several operations in one pass over memory. */
sealed interface FusedOp {

  /** Whether the result may overwrite an operand, since it is written in step with it. */
  default boolean inStep() {
    return switch (this) {
      case Mask _, ByRow _ -> true;
      case Products _, Squares _, Moments _ -> false;
    };
  }

  /** {@code g·(y > 0)} of {@code g} and {@code y}. */
  record Mask() implements FusedOp {}

  /** A formula of {@code x}, {@code y} and four rows; it may not read all of them. */
  record ByRow(RowFormula formula) implements FusedOp {}

  /** The sums of {@code a·b} down the columns. */
  record Products() implements FusedOp {}

  /** The sums of {@code (x − row)²} down the columns. */
  record Squares() implements FusedOp {}

  /** The sums of {@code g·(x − row)} down the columns. */
  record Moments() implements FusedOp {}
}
