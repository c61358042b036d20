package dev.cortado.tensor.kernel;

/**
 * Arithmetic and comparison of two numbers; a comparison gives 1 for true and 0 for false. Each has
 * its loops: both operands run, or one is a single number held through the run. What commutes, or
 * can be turned round, borrows another's.
 */
public enum BinaryFunction {
  ADD(
      Elementwise::add,
      Elementwise::add,
      (s, b, from, out, to, n) -> Elementwise.add(b, from, s, out, to, n)),
  SUBTRACT(
      Elementwise::subtract,
      (a, from, s, out, to, n) -> Elementwise.add(a, from, -s, out, to, n),
      Elementwise::subtract),
  MULTIPLY(
      Elementwise::multiply,
      Elementwise::multiply,
      (s, b, from, out, to, n) -> Elementwise.multiply(b, from, s, out, to, n)),
  DIVIDE(Elementwise::divide, Elementwise::divide, Elementwise::divide),
  /** NaN if one is NaN, and {@code +0} above {@code −0}. */
  MAXIMUM(
      Elementwise::maximum,
      Elementwise::maximum,
      (s, b, from, out, to, n) -> Elementwise.maximum(b, from, s, out, to, n)),
  EQUAL(
      Elementwise::equal,
      Elementwise::equal,
      (s, b, from, out, to, n) -> Elementwise.equal(b, from, s, out, to, n)),
  NOT_EQUAL(
      Elementwise::notEqual,
      Elementwise::notEqual,
      (s, b, from, out, to, n) -> Elementwise.notEqual(b, from, s, out, to, n)),
  LESS(Elementwise::less, Elementwise::less, Elementwise::less),
  LESS_OR_EQUAL(Elementwise::lessOrEqual, Elementwise::lessOrEqual, Elementwise::lessOrEqual),
  GREATER(
      (a, aFrom, b, bFrom, out, to, n) -> Elementwise.less(b, bFrom, a, aFrom, out, to, n),
      (a, from, s, out, to, n) -> Elementwise.less(s, a, from, out, to, n),
      (s, b, from, out, to, n) -> Elementwise.less(b, from, s, out, to, n)),
  GREATER_OR_EQUAL(
      (a, aFrom, b, bFrom, out, to, n) -> Elementwise.lessOrEqual(b, bFrom, a, aFrom, out, to, n),
      (a, from, s, out, to, n) -> Elementwise.lessOrEqual(s, a, from, out, to, n),
      (s, b, from, out, to, n) -> Elementwise.lessOrEqual(b, from, s, out, to, n));

  /** {@code out = f(a, b)}: both run. */
  @FunctionalInterface
  interface Both {
    void over(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n);
  }

  /** {@code out = f(a, s)}: the left operand runs. */
  @FunctionalInterface
  interface Left {
    void over(float[] a, int from, float s, float[] out, int to, int n);
  }

  /** {@code out = f(s, b)}: the right operand runs. */
  @FunctionalInterface
  interface Right {
    void over(float s, float[] b, int from, float[] out, int to, int n);
  }

  private final Both both;
  private final Left left;
  private final Right right;

  BinaryFunction(Both both, Left left, Right right) {
    this.both = both;
    this.left = left;
    this.right = right;
  }

  /** {@code out = f(a, b)} over {@code n} elements; an operand that does not run is one number. */
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
    if (bRuns) {
      if (aRuns) {
        both.over(a, aFrom, b, bFrom, out, to, n);
      } else {
        right.over(a[aFrom], b, bFrom, out, to, n);
      }
    } else if (aRuns || n == 1) {
      left.over(a, aFrom, b[bFrom], out, to, n);
    } else {
      throw new IllegalArgumentException("a run of " + n + " in which neither operand runs");
    }
  }
}
