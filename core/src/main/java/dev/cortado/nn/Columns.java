package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer that sees some columns of a table: {@code y = layer(x[:, columns])}, {@code x: [n, all] →
 * [n, columns] → …}. Several of them in {@link Parallel} give each kind of column its own
 * treatment.
 *
 * <pre>{@code
 * var dates = Columns.of(Flatten.of(), 3, 1);
 * dates.predict(Tensor.of(new float[][] {{5, 6, 7, 8}}));   // [[8. 6.]]
 * }</pre>
 *
 * @param columns their numbers from 0, in the order in which the layer sees them
 * @param body what is done with them
 */
public record Columns(List<Integer> columns, Layer body) implements Layer {

  public Columns {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || columns.stream().anyMatch(column -> column < 0)) {
      throw Errors.argument("columns: %s, expected at least one number from 0 on", columns);
    }
  }

  /** These columns, in this order. */
  public static Columns of(Layer layer, int... columns) {
    return new Columns(Arrays.stream(columns).boxed().toList(), layer);
  }

  /** Columns {@code from} to {@code to − 1}. */
  public static Columns range(int from, int to, Layer layer) {
    if (from < 0 || to <= from) {
      throw Errors.argument("columns: %d to %d, expected 0 ≤ from < to", from, to);
    }
    return of(layer, IntStream.range(from, to).toArray());
  }

  /** Columns {@code from} to {@code to − 1}, as they are. */
  public static Columns range(int from, int to) {
    return range(from, to, Activation.identity());
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var shape = x.shape();
    int last = columns.stream().mapToInt(Integer::intValue).max().orElseThrow();
    if (shape.rank() != 2 || shape.dim(1) <= last) {
      throw Errors.argument("columns: %s, expected rows with a column %d", shape, last);
    }
    return pass.run("body", body, selected(x));
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
