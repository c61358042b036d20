package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * How a parameter starts. Of a shape {@code [in, out]} the first length is the number of inputs of
 * a unit ({@code fanIn}), the last the number of units.
 *
 * <p>The aim of all but the constants is a spread of outputs like that of the inputs, whatever the
 * width.
 */
@FunctionalInterface
public interface Init {

  /** The values at the start. */
  Tensor draw(Shape shape, Rng rng);

  /** All the same. For weights this is a mistake: units that start equal stay equal. */
  static Init constant(double value) {
    return (shape, _) -> Tensor.full(shape, value);
  }

  /** All 0: for biases. */
  static Init zeros() {
    return constant(0);
  }

  /** {@code N(0, 1)·deviation}; 0.01 is what early networks used. */
  static Init normal(double deviation) {
    return (shape, rng) -> rng.normal(shape).mul(deviation);
  }

  /** {@code N(0, 1)/√in} (LeCun). */
  static Init lecun() {
    return (shape, rng) -> rng.normal(shape).mul(1 / Math.sqrt(fanIn(shape)));
  }

  /**
   * {@code N(0, 1)·√(2/in)}: for ReLU, which lets half of the spread through (He et al., 2015).
   *
   * <p>Behind a few columns of a table its weights are large: with 4 inputs and 128 units their
   * deviation is 0.71, that of {@link #glorotUniform} 0.12, and training on the same data can end
   * worse (in a trial on iris a log loss of 0.60 against 0.46). For such a first layer choose
   * another start: {@code Dense.of(4, 128, Activation.relu(), Init.glorotUniform())}.
   */
  static Init he() {
    return (shape, rng) -> rng.normal(shape).mul(Math.sqrt(2.0 / fanIn(shape)));
  }

  /**
   * {@code U(−1/√in, 1/√in)}: called Xavier in lectures, and what PyTorch's linear layer does by
   * default. Glorot and Bengio's own is {@link #glorotUniform}.
   */
  static Init xavierLecture() {
    return (shape, rng) -> {
      float limit = (float) (1 / Math.sqrt(fanIn(shape)));
      return rng.uniform(shape, -limit, limit);
    };
  }

  /**
   * {@code U(−l, l)} with {@code l = √(6/(in + out))} (Glorot and Bengio, 2010, the normalized
   * form).
   */
  static Init glorotUniform() {
    return (shape, rng) -> {
      float limit = (float) Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)));
      return rng.uniform(shape, -limit, limit);
    };
  }

  /** {@code N(0, 1)·√(2/(in + out))}. */
  static Init glorotNormal() {
    return (shape, rng) -> rng.normal(shape).mul(Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape))));
  }

  private static int fanIn(Shape shape) {
    return requireMatrix(shape).dim(0);
  }

  private static int fanOut(Shape shape) {
    return requireMatrix(shape).dim(-1);
  }

  private static Shape requireMatrix(Shape shape) {
    if (shape.rank() < 2) {
      throw Errors.argument("init: %s has no inputs and outputs to scale by; use constant", shape);
    }
    return shape;
  }
}
