package dev.cortado.cli.digest;

import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Tensor;

/**
 * Sums, means, variances, maxima and minima, at lengths beside those of lanes, blocks and tiles.
 */
final class ReductionsPart {

  /** Every length up to this one. */
  private static final int SHORT = 160;

  private static final int[] LONG = {
    255, 256, 257, 1000, 4095, 4096, 4097, 4111, 4112, 8191, 8192, 8193, 32_767, 32_768, 32_769,
    65_536, 65_537
  };

  private static final int[][] MATRICES = {
    {1, 2},
    {2, 16},
    {3, 7},
    {4, 17},
    {5, 33},
    {255, 3},
    {256, 2},
    {257, 5},
    {511, 16},
    {513, 17},
    {1025, 33},
    {17, 2049},
    {3, 4097},
    {37, 1000},
    {40_000, 2}
  };

  private ReductionsPart() {}

  static void compute(TensorHash hash) {
    hash.add(Tensor.zeros(0).sum(), Tensor.zeros(0).mean(), Tensor.zeros(0, 3).sum(0));
    for (int length = 1; length <= SHORT; length++) {
      row(hash, length);
    }
    for (int length : LONG) {
      row(hash, length);
    }
    for (var dims : MATRICES) {
      var x = Inputs.wide(dims[0], dims);
      for (int axis = 0; axis < 2; axis++) {
        hash.add(x.sum(axis), x.max(axis), x.argMax(axis), x.variance(axis));
      }
    }
    hash.add(Inputs.even(1, 3, 5000).sampleVariance(1));
    severalAxes(hash);
    special(hash);
  }

  private static void row(TensorHash hash, int length) {
    var x = Inputs.wide(length, length);
    var ties = Inputs.whole(length, 5, length);
    hash.add(x.sum(), x.mean(), x.max(), x.min(), x.argMax(0), x.argMin(0), ties.argMax(0));
  }

  private static void severalAxes(TensorHash hash) {
    var x = Inputs.wide(1, 5, 7, 9, 11);
    hash.add(x.sum(), x.sum(0, 2), x.sum(1, 3), x.sum(0, 1), x.sum(-1, -2), x.sum(Axes.kept(0, 3)));
    hash.add(x.max(0, 2), x.min(1, 3), x.mean(1, 2), x.variance(0, 3));
  }

  private static void special(TensorHash hash) {
    var special = Inputs.special();
    var table = special.expand(1).add(special);
    hash.add(table.sum(0), table.sum(1), table.max(0), table.max(1), table.argMax(0));
    hash.add(zeros(1).max(), zeros(-1).max(), zeros(1).min(), zeros(-1).sum());
  }

  /** 300 zeros of one sign and one of the other in the middle. */
  private static Tensor zeros(double sign) {
    return Tensor.range(301).eq(Tensor.scalar(150)).mul(-2).add(1).mul(sign).mul(0);
  }
}
