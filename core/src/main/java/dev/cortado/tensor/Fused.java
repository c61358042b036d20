package dev.cortado.tensor;

import dev.cortado.tensor.kernel.RowFormula;

/** Several operations that a {@link Program} does in one pass over memory. */
sealed interface Fused {

  /** Whether the result may take the place of an operand, since it is read in step with it. */
  default boolean inStep() {
    return switch (this) {
      case Mask _, ByRow _ -> true;
      case Products _, Squares _, Moments _ -> false;
    };
  }

  /** {@code g·(y > 0)} of {@code g} and {@code y}. */
  record Mask() implements Fused {}

  /** A formula of {@code x}, {@code y} and four rows, of which it may not read all. */
  record ByRow(RowFormula formula) implements Fused {}

  /** The sums of {@code a·b} down the columns. */
  record Products() implements Fused {}

  /** The sums of {@code (x − row)²} down the columns. */
  record Squares() implements Fused {}

  /** The sums of {@code g·(x − row)} down the columns. */
  record Moments() implements Fused {}
}
