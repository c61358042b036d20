package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/** Checks of the shape that reaches a layer. */
final class InputChecks {

  private InputChecks() {}

  /** {@code [..., size]}. */
  static void requireLastAxis(String layer, Tensor x, int size) {
    if (x.shape().rank() < 1 || x.shape().dim(-1) != size) {
      throw Errors.argument("%s: %s, expected its last axis to be %d", layer, x.shape(), size);
    }
  }

  /** {@code [rows, columns]}. */
  static void requireColumns(String layer, Tensor x, int columns) {
    if (x.shape().rank() != 2 || x.shape().dim(1) != columns) {
      throw Errors.argument("%s: %s, expected [rows, %d]", layer, x.shape(), columns);
    }
  }
}
