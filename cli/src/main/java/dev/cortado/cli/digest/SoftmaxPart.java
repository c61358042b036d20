package dev.cortado.cli.digest;

import dev.cortado.tensor.Tensor;

/** Softmax, log-softmax and log-sum-exp: along both axes, one class or many, large scores. */
final class SoftmaxPart {

  private static final int[][] SHAPES = {{1, 1}, {7, 3}, {5, 33}, {64, 10}, {3, 300}};

  private SoftmaxPart() {}

  static void compute(TensorHash hash) {
    for (var dims : SHAPES) {
      along(hash, Inputs.even(dims[1], dims).mul(20));
      along(hash, Inputs.wide(dims[1], dims).mul(100));
    }
    float infinity = Float.POSITIVE_INFINITY;
    along(
        hash,
        Tensor.of(
            new float[][] {
              {1e4f, -1e4f, 0},
              {infinity, 1, 2},
              {-infinity, 1, 2},
              {-infinity, -infinity, -infinity},
              {Float.NaN, 1, 2}
            }));
  }

  private static void along(TensorHash hash, Tensor x) {
    for (int axis = 0; axis < 2; axis++) {
      hash.add(x.softmax(axis), x.logSoftmax(axis), x.logSumExp(axis));
    }
  }
}
