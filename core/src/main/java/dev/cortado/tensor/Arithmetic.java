package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Op.Relation;

/**
 * What is done element by element. Two tensors broadcast: aligned at the right, an axis of length 1
 * (or a missing one) stretches, and nothing else does.
 */
public sealed interface Arithmetic permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /** {@code this + other}. */
  default Tensor add(Tensor other) {
    return Tape.perform(new Op.Add(self(), other));
  }

  /** {@code this + number}. */
  default Tensor add(double number) {
    return add(Tensor.scalar(number));
  }

  /** {@code this − other}. */
  default Tensor sub(Tensor other) {
    return Tape.perform(new Op.Sub(self(), other));
  }

  /** {@code this − number}. */
  default Tensor sub(double number) {
    return sub(Tensor.scalar(number));
  }

  /** {@code this · other}, element by element. */
  default Tensor mul(Tensor other) {
    return Tape.perform(new Op.Mul(self(), other));
  }

  /** {@code this · number}. */
  default Tensor mul(double number) {
    return mul(Tensor.scalar(number));
  }

  /** {@code this / other}. */
  default Tensor div(Tensor other) {
    return Tape.perform(new Op.Div(self(), other));
  }

  /** {@code this / number}. */
  default Tensor div(double number) {
    return div(Tensor.scalar(number));
  }

  /** The larger of two; NaN if one is. */
  default Tensor maximum(Tensor other) {
    return Tape.perform(new Op.Maximum(self(), other));
  }

  /** The smaller of two; NaN if one is. */
  default Tensor minimum(Tensor other) {
    self().shape().broadcast("minimum", other.shape());
    return neg().maximum(other.neg()).neg();
  }

  /** 1 where {@code this = other}, else 0. */
  default Tensor eq(Tensor other) {
    return compare(Relation.EQUAL, other);
  }

  /** 1 where {@code this ≠ other}, else 0. */
  default Tensor ne(Tensor other) {
    return compare(Relation.NOT_EQUAL, other);
  }

  /** 1 where {@code this < other}, else 0. */
  default Tensor lt(Tensor other) {
    return compare(Relation.LESS, other);
  }

  /** 1 where {@code this ≤ other}, else 0. */
  default Tensor le(Tensor other) {
    return compare(Relation.LESS_OR_EQUAL, other);
  }

  /** 1 where {@code this > other}, else 0. */
  default Tensor gt(Tensor other) {
    return compare(Relation.GREATER, other);
  }

  /** 1 where {@code this ≥ other}, else 0. */
  default Tensor ge(Tensor other) {
    return compare(Relation.GREATER_OR_EQUAL, other);
  }

  /** 1 where {@code this < number}, else 0. */
  default Tensor lt(double number) {
    return lt(Tensor.scalar(number));
  }

  /** 1 where {@code this > number}, else 0. */
  default Tensor gt(double number) {
    return gt(Tensor.scalar(number));
  }

  private Tensor compare(Relation relation, Tensor other) {
    return Tape.perform(new Op.Compare(relation, self(), other));
  }

  /**
   * {@code a} where this is not 0, else {@code b}. What is not picked does not show in the value;
   * but an infinite slope that is not picked still makes a NaN of the gradient, for {@code 0·∞}:
   * guard what is computed there as well.
   */
  default Tensor where(Tensor a, Tensor b) {
    return Tape.perform(new Op.Where(self(), a, b));
  }

  /** Limited to {@code low} to {@code high}; the gradient passes where nothing was cut off. */
  default Tensor clip(double low, double high) {
    if (!(low <= high)) {
      throw Errors.argument("clip: from %s to %s, expected low ≤ high", low, high);
    }
    var raised = lt(low).where(Tensor.scalar(low), self());
    return raised.gt(high).where(Tensor.scalar(high), raised);
  }

  /** {@code −this}. */
  default Tensor neg() {
    return Tape.perform(new Op.Neg(self()));
  }

  /** {@code |this|}. */
  default Tensor abs() {
    return Tape.perform(new Op.Abs(self()));
  }

  /** {@code this²}. */
  default Tensor square() {
    return mul(self());
  }

  /** {@code √this}. */
  default Tensor sqrt() {
    return Tape.perform(new Op.Sqrt(self()));
  }

  /** {@code 1 / this}. */
  default Tensor reciprocal() {
    return Tensor.scalar(1).div(self());
  }

  /** {@code this^n}, by repeated squaring. */
  default Tensor pow(int n) {
    var power = raised(Math.abs((long) n));
    return n < 0 ? power.reciprocal() : power;
  }

  private Tensor raised(long n) {
    Tensor power = null;
    var square = self();
    for (long rest = n; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power = power == null ? square : power.mul(square);
      }
      if (rest > 1) {
        square = square.square();
      }
    }
    return power == null ? Tensor.full(self().shape(), 1) : power;
  }

  /**
   * {@code this^exponent}; unless the exponent is whole, as {@code e^(exponent · log this)}, for
   * numbers above 0.
   */
  default Tensor pow(double exponent) {
    if (exponent == (int) exponent) {
      return pow((int) exponent);
    }
    return log().mul(exponent).exp();
  }

  /** −1, 0 or 1; without a gradient. */
  default Tensor sign() {
    return gt(0).sub(lt(0));
  }

  /** {@code e^this}. */
  default Tensor exp() {
    return Tape.perform(new Op.Exp(self()));
  }

  /** {@code e^this − 1}, accurate near 0. */
  default Tensor expm1() {
    return Tape.perform(new Op.Expm1(self()));
  }

  /** The natural logarithm. */
  default Tensor log() {
    return Tape.perform(new Op.Log(self()));
  }

  /** {@code log(1 + this)}, accurate near 0. */
  default Tensor log1p() {
    return Tape.perform(new Op.Log1p(self()));
  }

  /** The hyperbolic tangent. */
  default Tensor tanh() {
    return Tape.perform(new Op.Tanh(self()));
  }

  /** {@code 1 / (1 + e^−this)}. */
  default Tensor sigmoid() {
    return Tape.perform(new Op.Sigmoid(self()));
  }

  /** {@code log(1 + e^this)}. */
  default Tensor softplus() {
    return Tape.perform(new Op.Softplus(self()));
  }

  /** The error function. */
  default Tensor erf() {
    return Tape.perform(new Op.Erf(self()));
  }

  /** The sine of an angle in radians. */
  default Tensor sin() {
    return Tape.perform(new Op.Sin(self()));
  }

  /** The cosine of an angle in radians. */
  default Tensor cos() {
    return Tape.perform(new Op.Cos(self()));
  }

  /** {@code max(this, 0)}. */
  default Tensor relu() {
    return Tape.perform(new Op.Relu(self()));
  }
}
