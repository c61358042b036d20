package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/**
 * A layer on some of the columns, {@code from} to {@code to − 1}: {@code x: [n, columns] →
 * layer(x[:, from:to])}. With {@link Parallel}, a model whose inputs are different things, as one
 * table:
 *
 * <pre>{@code
 * // four numbers, then the day of the week
 * var model = Sequential.of(
 *     Parallel.of(
 *         Columns.of(0, 4, Dense.of(4, 8, Activation.relu())),
 *         Columns.of(4, 5, Sequential.of(Embedding.of(7, 3), Flatten.of()))),
 *     Dense.of(11, 1));
 * }</pre>
 */
public record Columns(int from, int to, Layer layer) implements Layer {

  public Columns {
    if (from < 0 || to <= from) {
      throw Errors.argument("columns: %d to %d, expected 0 ≤ from < to", from, to);
    }
  }

  /** A layer on columns {@code from} to {@code to − 1}. */
  public static Columns of(int from, int to, Layer layer) {
    return new Columns(from, to, layer);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var shape = x.shape();
    if (shape.rank() < 2 || shape.dim(1) < to) {
      throw Errors.argument("columns: %s has no columns %d to %d", shape, from, to);
    }
    return pass.run("layer", layer, x.slice(1, from, to));
  }
}
