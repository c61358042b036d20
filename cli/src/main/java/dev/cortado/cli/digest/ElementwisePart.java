package dev.cortado.cli.digest;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Arithmetic, comparisons and {@code where}: broadcast in every direction, on arrays longer than a
 * tile, and on every pair of special values.
 */
final class ElementwisePart {

  private static final int[][][] SMALL = {
    {{}, {}},
    {{}, {3}},
    {{9}, {}},
    {{1}, {17}},
    {{7, 1}, {1, 9}},
    {{3, 1, 5}, {4, 1}},
    {{2, 0, 3}, {3}},
    {{2, 3, 4, 5}, {3, 1, 5}},
    {{1, 33}, {103, 1}}
  };

  private static final int[][][] LARGE = {
    {{130, 257}, {257}}, {{257, 130}, {257, 1}}, {{32_769}, {32_769}}
  };

  private ElementwisePart() {}

  static void compute(TensorHash hash) {
    var special = Inputs.special();
    var square = Shape.of(special.size(), special.size());
    pair(hash, special.expand(1), special);
    pair(hash, special.expand(1).broadcastTo(square), special.broadcastTo(square));
    for (int i = 0; i < SMALL.length; i++) {
      pair(hash, Inputs.wide(2 * i, SMALL[i][0]), Inputs.wide(2 * i + 1, SMALL[i][1]));
    }
    for (var shapes : LARGE) {
      var a = Inputs.wide(50, shapes[0]);
      var b = Inputs.wide(51, shapes[1]);
      hash.add(a.sub(b), a.div(b), a.maximum(b), a.lt(b), b.where(b, a));
    }
    single(hash, special);
    single(hash, Inputs.patterns(1000));
    var large = Inputs.wide(52, 33_000);
    hash.add(large.sqrt(), large.relu(), large.clip(-3, 0.7), large.div(0.1));
  }

  private static void pair(TensorHash hash, Tensor a, Tensor b) {
    hash.add(a.add(b), a.sub(b), a.mul(b), a.div(b), a.maximum(b), a.minimum(b));
    hash.add(a.eq(b), a.ne(b), a.lt(b), a.le(b), a.gt(b), a.ge(b), a.where(a, b), b.where(b, a));
  }

  private static void single(TensorHash hash, Tensor x) {
    hash.add(x.neg(), x.abs(), x.sqrt(), x.relu(), x.square(), x.sign(), x.reciprocal());
    hash.add(x.add(0.1), x.sub(0.1), x.mul(0.1), x.div(0.1), x.clip(-3, 0.7));
    hash.add(x.pow(3), x.pow(-2), x.pow(13));
  }
}
