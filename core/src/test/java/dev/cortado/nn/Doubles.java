package dev.cortado.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Tensor;
import java.util.function.ToDoubleFunction;

/** Compares a tensor with a formula that the test writes out in double precision. */
final class Doubles {

  private static final double TOLERANCE = 1e-5;

  private Doubles() {}

  /** Each element, at its index, is what the formula gives there. */
  static void assertEach(Tensor found, ToDoubleFunction<int[]> formula) {
    int[] dims = found.shape().dims();
    int[] index = new int[dims.length];
    for (int i = 0; i < found.size(); i++) {
      double expected = formula.applyAsDouble(index);
      assertThat((double) found.at(index))
          .isEqualTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
      for (int axis = dims.length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) {
        index[axis] = 0;
      }
    }
  }
}
