package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer on some of the columns: {@code x: [n, columns] → layer(x[:, some])}. With {@link
 * Parallel}, a model whose inputs are different things, as one table:
 *
 * <pre>{@code
 * // four numbers, then the day of the week
 * var model = Sequential.of(
 *     Parallel.of(
 *         Columns.of(0, 4, Dense.of(4, 8, Activation.relu())),
 *         Columns.of(4, 5, CategoryEmbedding.of(7, 3))),
 *     Dense.of(11, 1));
 * }</pre>
 *
 * @param columns their numbers from 0, in the order in which the layer gets them
 * @param layer what is done with them
 */
public record Columns(List<Integer> columns, Layer layer) implements Layer {

  public Columns {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || columns.stream().anyMatch(column -> column < 0)) {
      throw Errors.argument("columns: %s, expected at least one number from 0 on", columns);
    }
  }

  /** A layer on columns {@code from} to {@code to − 1}. */
  public static Columns of(int from, int to, Layer layer) {
    if (from < 0 || to <= from) {
      throw Errors.argument("columns: %d to %d, expected 0 ≤ from < to", from, to);
    }
    return new Columns(IntStream.range(from, to).boxed().toList(), layer);
  }

  /** A layer on these columns, in this order. */
  public static Columns of(List<Integer> columns, Layer layer) {
    return new Columns(columns, layer);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var shape = x.shape();
    int last = columns.stream().mapToInt(Integer::intValue).max().orElseThrow();
    if (shape.rank() < 2 || shape.dim(1) <= last) {
      throw Errors.argument("columns: %s has no column %d", shape, last);
    }
    return pass.run("layer", layer, selected(x));
  }

  /** Neighbors in order are a slice, which is cheaper. */
  private Tensor selected(Tensor x) {
    int first = columns.getFirst();
    float[] index = new float[columns.size()];
    boolean neighbors = true;
    for (int i = 0; i < index.length; i++) {
      index[i] = columns.get(i);
      neighbors &= columns.get(i) == first + i;
    }
    return neighbors ? x.slice(1, first, first + index.length) : x.gather(Tensor.of(index), 1);
  }
}
