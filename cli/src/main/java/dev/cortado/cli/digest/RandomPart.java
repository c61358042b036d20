package dev.cortado.cli.digest;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;

/** Random numbers: every distribution and every kind of key. */
final class RandomPart {

  private RandomPart() {}

  static void compute(TensorHash hash) {
    var shape = Shape.of(3, 667);
    for (long seed : new long[] {0, 1, 42, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      var rng = Rng.of(seed);
      hash.add(rng.uniform(shape), rng.at("a").uniform(shape, -0.1f, 3));
      hash.add(rng.at("layers.0").at("weight").normal(Shape.of(500)));
      hash.add(rng.at(1).at("1").bernoulli(shape, 0.3));
      hash.add(rng.at("é").at(-1).permutation(1000));
    }
  }
}
