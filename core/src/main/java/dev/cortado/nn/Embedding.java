package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A vector that is learned for each category, {@code x: [n] → [n, size]}; of several columns with
 * the same categories, {@code [n, k] → [n, k, size]}, which {@link Flatten} turns into one row of
 * numbers.
 *
 * <pre>{@code
 * // days of the week, 0 to 6, two columns of them
 * Sequential.of(Embedding.of(7, 3), Flatten.of(), Dense.of(6, 1));
 * }</pre>
 *
 * @param weight {@code [categories, size]}, from N(0, 1) on
 */
public record Embedding(Parameter weight) implements Layer {

  /** Vectors of a size for categories 0 to {@code categories − 1}. */
  public static Embedding of(int categories, int size) {
    return of(categories, size, Init.normal(1));
  }

  /** Vectors that start as asked for. */
  public static Embedding of(int categories, int size, Init init) {
    Require.atLeast(1, "embedding", "categories", categories);
    Require.atLeast(1, "embedding", "size", size);
    return new Embedding(Parameter.blank(Shape.of(categories, size), init::draw));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return weight.value().gather(x);
  }
}
