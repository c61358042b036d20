package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Each row as one line of numbers: {@code x: [n, a, b, ...] → [n, a·b·…]}, {@code [n] → [n, 1]}.
 */
public record Flatten() implements Layer {

  /** The layer. */
  public static Flatten of() {
    return new Flatten();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int[] dims = x.shape().dims();
    if (dims.length == 0) {
      throw Errors.argument("flatten: a single number, expected rows");
    }
    int columns = 1;
    for (int axis = 1; axis < dims.length; axis++) {
      columns *= dims[axis];
    }
    return x.reshape(Shape.of(dims[0], columns));
  }
}
