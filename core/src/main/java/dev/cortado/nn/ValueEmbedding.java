package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;

/**
 * A vector that is learned for each of some values of a numeric column, and zeros for all other
 * values: {@code x: [n, 1] → [n, size]}. For columns whose values repeat, such as amounts fixed by
 * a law, beside a code of the number itself:
 *
 * <pre>{@code
 * var gain = ValueEmbedding.of(8, 0, 3103, 7298, 15024);
 * Parallel.of(Columns.of(gain, 2), Columns.of(PiecewiseLinear.of(bins), 0, 1, 2));
 * }</pre>
 *
 * @param values the values, ascending
 * @param weight {@code [values, size]}, from N(0, 1) on
 */
public record ValueEmbedding(Buffer values, Parameter weight) implements Layer {

  /** Vectors of a size for these values. */
  public static ValueEmbedding of(int size, float... values) {
    Require.atLeast(1, "valueEmbedding", "size", size);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (Float.isNaN(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1])) {
        throw Errors.argument("valueEmbedding: value %s, expected different numbers", sorted[i]);
      }
    }
    Require.atLeast(1, "valueEmbedding", "values", sorted.length);
    return new ValueEmbedding(
        Buffer.of(Tensor.of(sorted)),
        Parameter.blank(Shape.of(sorted.length, size), Init.normal(1)::draw));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(1);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireColumns("valueEmbedding", x, 1);
    return x.eq(values.value()).matmul(weight.value());
  }
}
