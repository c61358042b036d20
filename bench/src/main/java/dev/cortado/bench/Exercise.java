package dev.cortado.bench;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.train.Recipe;
import java.util.stream.IntStream;

/**
 * A training that can be as large as one likes: a network learns noise by Adam, from random rows in
 * an order of its own for each epoch.
 *
 * @param batch rows of a step
 * @param rows of an epoch
 * @param threads that share the work
 */
record Exercise(Mlp network, int batch, int rows, int threads) {

  /** So low that however long it takes, the weights stay about where they start. */
  private static final double RATE = 1e-5;

  /** What the curves have in common but for what they vary. */
  static Exercise usual() {
    return new Exercise(new Mlp(64, 128, 2, 10), 128, 16_384, 1);
  }

  Exercise width(int width) {
    return network(new Mlp(network.in(), width, network.depth(), network.out()));
  }

  Exercise depth(int depth) {
    return network(new Mlp(network.in(), network.width(), depth, network.out()));
  }

  private Exercise network(Mlp other) {
    return new Exercise(other, batch, rows, threads);
  }

  Exercise batch(int other) {
    return new Exercise(network, other, rows, threads);
  }

  Exercise rows(int other) {
    return new Exercise(network, batch, other, threads);
  }

  Exercise threads(int other) {
    return new Exercise(network, batch, rows, other);
  }

  /** The steps of an epoch. */
  int steps() {
    return 1 + (rows - 1) / batch;
  }

  /** The rows of the last batch if they are fewer than those of the others, else 0. */
  int rest() {
    return rows > batch ? rows % batch : 0;
  }

  /** The work of the matrix products of a step. */
  long multiplyAdds() {
    return network.multiplyAdds(Math.min(batch, rows));
  }

  /** The work of the matrix products of an epoch. */
  long multiplyAddsOfEpoch() {
    return network.multiplyAdds(1) * rows;
  }

  Dataset data() {
    var rng = Rng.of(1);
    var names =
        IntStream.range(0, network.out()).mapToObj(Integer::toString).toArray(String[]::new);
    return Dataset.of(
        rng.at("x").normal(Shape.of(rows, network.in())),
        rng.at("y").normal(Shape.of(rows, network.out())),
        Target.numbers(names));
  }

  /** Without an end, and without metrics, which would take a prediction for every row. */
  Recipe recipe() {
    return Recipe.of(Loss.mse(), Adam.of(RATE))
        .batchSize(batch)
        .epochs(Integer.MAX_VALUE)
        .withoutMetrics();
  }
}
