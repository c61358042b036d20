package dev.cortado.data;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;

/**
 * Rows to learn from, wherever they lie: a {@link Dataset} has them in memory, a row file reads
 * them when a batch asks for them. Training sees no difference, to the bit.
 */
public interface RowSource {

  /** How many rows there are. */
  int size();

  /** What the numbers mean. */
  Schema schema();

  /** The targets of rows {@code from} to {@code to − 1}. */
  Tensor y(int from, int to);

  /** These rows in this order, in memory. */
  Dataset rows(RowOrder rows);

  /**
   * Copies the rows that are named at places {@code from} to {@code to − 1} into arrays, one after
   * the other. That is what a step of training asks for.
   */
  void copy(RowOrder rows, int from, int to, float[] x, float[] y);

  /** A hash of every number and name, wherever they lie: another one means other rows. */
  String fingerprint();

  /** Batches of {@code size} rows in their order, the last one with the rest; for evaluation. */
  default Batches batches(int size) {
    return new Batches(this, RowOrder.range(0, size()), size);
  }

  /**
   * Batches of {@code size} rows in the order of an epoch, the last one with the rest: every row
   * once and exactly once, in an order that is a function of the source and the epoch alone.
   */
  default Batches batches(int size, Rng rng, long epoch) {
    return new Batches(this, RowOrder.owned(rng.at("shuffle").at(epoch).permutation(size())), size);
  }
}
