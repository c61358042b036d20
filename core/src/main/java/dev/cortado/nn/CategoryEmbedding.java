package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A vector that is learned for each category of a column, and zeros for what is not a known one:
 * {@code x: [n, columns] → [n, columns·size]}, the columns having the same categories. An index
 * below 0, above the last or NaN is unknown. {@link Embedding} refuses such an index instead.
 *
 * <pre>{@code
 * var embedding = CategoryEmbedding.of(12, 8);   // 12 categories, 0 to 11, as 8 numbers each
 * embedding.predict(Tensor.of(new float[][] {{-1}}));   // [[0. 0. 0. 0. 0. 0. 0. 0.]]
 * }</pre>
 *
 * @param weight {@code [categories, size]}, from N(0, 1) on
 */
public record CategoryEmbedding(Parameter weight) implements Layer {

  /** Vectors of a size for categories 0 to {@code categories − 1}. */
  public static CategoryEmbedding of(int categories, int size) {
    return of(categories, size, Init.normal(1));
  }

  /** Vectors that start as asked for. */
  public static CategoryEmbedding of(int categories, int size, Init init) {
    Require.atLeast(1, "categoryEmbedding", "categories", categories);
    Require.atLeast(1, "categoryEmbedding", "size", size);
    return new CategoryEmbedding(Parameter.blank(Shape.of(categories, size), init::draw));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    if (x.shape().rank() != 2) {
      throw Errors.argument("categoryEmbedding: %s, expected [rows, columns]", x.shape());
    }
    var zero = Tensor.scalar(0);
    var known = x.ge(zero).mul(x.lt(weight.shape().dim(0)));
    var vectors = weight.value().gather(known.where(x, zero));
    var found = known.expand(-1).where(vectors, zero);
    return found.reshape(x.shape().dim(0), x.shape().dim(1) * weight.shape().dim(1));
  }
}
