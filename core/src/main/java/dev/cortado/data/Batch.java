package dev.cortado.data;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/**
 * Some rows of a data set, for one step.
 *
 * <p>The last batch of an epoch may be short. A mean over an epoch is therefore {@code Σ
 * size·mean_of_batch / Σ size}; dividing by the number of batches would count the rows of a short
 * one too much.
 *
 * @param x the features, {@code [size, ...]}
 * @param y the targets, {@code [size, ...]}
 * @param rows their numbers in the data set
 */
public record Batch(Tensor x, Tensor y, RowOrder rows) {

  public Batch {
    requireRows("x", x, rows.size());
    requireRows("y", y, rows.size());
  }

  private static void requireRows(String name, Tensor tensor, int rows) {
    if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != rows) {
      throw Errors.argument(
          "batch: %s is %s, expected %d on its first axis", name, tensor.shape(), rows);
    }
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }
}
