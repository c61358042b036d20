package dev.cortado.tensor.kernel;

import java.util.Arrays;

/**
 * Arithmetic and comparison of two numbers; a comparison gives 1 for true and 0 for false. Each has
 * its loops: both operands run, or one is a single number held through the run. What commutes, or
 * can be turned round, borrows another's.
 */
public enum BinaryFunction {
  ADD(
      Elementwise::add,
      Elementwise::add,
      (s, b, out, from, n) -> Elementwise.add(b, s, out, from, n)),
  SUBTRACT(
      Elementwise::subtract,
      (a, s, out, from, n) -> Elementwise.add(a, -s, out, from, n),
      Elementwise::subtract),
  MULTIPLY(
      Elementwise::multiply,
      Elementwise::multiply,
      (s, b, out, from, n) -> Elementwise.multiply(b, s, out, from, n)),
  DIVIDE(Elementwise::divide, Elementwise::divide, Elementwise::divide),
  /** NaN if one is NaN, and {@code +0} above {@code −0}. */
  MAXIMUM(
      Elementwise::maximum,
      Elementwise::maximum,
      (s, b, out, from, n) -> Elementwise.maximum(b, s, out, from, n)),
  EQUAL(
      Elementwise::equal,
      Elementwise::equal,
      (s, b, out, from, n) -> Elementwise.equal(b, s, out, from, n)),
  NOT_EQUAL(
      Elementwise::notEqual,
      Elementwise::notEqual,
      (s, b, out, from, n) -> Elementwise.notEqual(b, s, out, from, n)),
  LESS(Elementwise::less, Elementwise::less, Elementwise::less),
  LESS_OR_EQUAL(Elementwise::lessOrEqual, Elementwise::lessOrEqual, Elementwise::lessOrEqual),
  GREATER(
      (a, b, out, from, n) -> Elementwise.less(b, a, out, from, n),
      (a, s, out, from, n) -> Elementwise.less(s, a, out, from, n),
      (s, b, out, from, n) -> Elementwise.less(b, s, out, from, n)),
  GREATER_OR_EQUAL(
      (a, b, out, from, n) -> Elementwise.lessOrEqual(b, a, out, from, n),
      (a, s, out, from, n) -> Elementwise.lessOrEqual(s, a, out, from, n),
      (s, b, out, from, n) -> Elementwise.lessOrEqual(b, s, out, from, n));

  /** {@code out = f(a, b)}: both run. */
  @FunctionalInterface
  interface Both {
    void over(float[] a, float[] b, float[] out, int from, int n);
  }

  /** {@code out = f(a, s)}: the left operand runs. */
  @FunctionalInterface
  interface Left {
    void over(float[] a, float s, float[] out, int from, int n);
  }

  /** {@code out = f(s, b)}: the right operand runs. */
  @FunctionalInterface
  interface Right {
    void over(float s, float[] b, float[] out, int from, int n);
  }

  private final Both both;
  private final Left left;
  private final Right right;

  BinaryFunction(Both both, Left left, Right right) {
    this.both = both;
    this.left = left;
    this.right = right;
  }

  /**
   * {@code out = f(a, b)} over {@code n} elements. An operand that does not run is one number. The
   * result may take the place of one that does if all that run begin at {@code to}.
   */
  public void apply(
      float[] a,
      int aFrom,
      boolean aRuns,
      float[] b,
      int bFrom,
      boolean bRuns,
      float[] out,
      int to,
      int n) {
    if (aRuns && bRuns && aFrom != to && bFrom != to) {
      float[] apart = Arrays.copyOfRange(a, aFrom, aFrom + n);
      both.over(apart, Arrays.copyOfRange(b, bFrom, bFrom + n), apart, 0, n);
      System.arraycopy(apart, 0, out, to, n);
    } else if (aRuns && bRuns) {
      both.over(brought(a, aFrom, out, to, n), brought(b, bFrom, out, to, n), out, to, n);
    } else if (bRuns) {
      right.over(a[aFrom], brought(b, bFrom, out, to, n), out, to, n);
    } else {
      left.over(brought(a, aFrom, out, to, n), b[bFrom], out, to, n);
    }
  }

  /** A run at the place of its result: where it lies, or copied there. */
  private static float[] brought(float[] x, int from, float[] out, int to, int n) {
    if (from == to) {
      return x;
    }
    System.arraycopy(x, from, out, to, n);
    return out;
  }
}
