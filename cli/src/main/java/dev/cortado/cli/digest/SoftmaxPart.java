package dev.cortado.cli.digest;

import dev.cortado.tensor.Tensor;

/**
 * Softmax and its relatives: along both axes, with one class and many, with scores that overflow a
 * naive formula.
 */
final class SoftmaxPart {

  private static final int[][] SHAPES = {{1, 1}, {7, 3}, {5, 33}, {64, 10}, {3, 300}};

  private SoftmaxPart() {}

  static void compute(Fingerprint print) {
    for (var dims : SHAPES) {
      along(print, Inputs.even(dims[1], dims).mul(20));
      along(print, Inputs.wide(dims[1], dims).mul(100));
    }
    float infinity = Float.POSITIVE_INFINITY;
    along(
        print,
        Tensor.of(
            new float[][] {
              {1e4f, -1e4f, 0},
              {infinity, 1, 2},
              {-infinity, 1, 2},
              {-infinity, -infinity, -infinity},
              {Float.NaN, 1, 2}
            }));
  }

  private static void along(Fingerprint print, Tensor x) {
    for (int axis = 0; axis < 2; axis++) {
      print.add(x.softmax(axis), x.logSoftmax(axis), x.logSumExp(axis));
    }
  }
}
