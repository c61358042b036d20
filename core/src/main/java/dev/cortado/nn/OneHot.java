package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A column for each category, 1 where a row has it, else 0: {@code x: [n, columns] → [n,
 * columns·categories]}. A row with no known category, such as −1 or NaN, gets zeros.
 *
 * <pre>{@code
 * OneHot.of(3).predict(Tensor.of(new float[][] {{2}, {-1}}));   // [[0. 0. 1.]
 *                                                               //  [0. 0. 0.]]
 * }</pre>
 *
 * @param categories how many there are, numbered from 0
 */
public record OneHot(int categories) implements Layer {

  public OneHot {
    Require.atLeast(1, "oneHot", "categories", categories);
  }

  /** Of categories 0 to {@code categories − 1}. */
  public static OneHot of(int categories) {
    return new OneHot(categories);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    if (x.shape().rank() != 2) {
      throw Errors.argument("oneHot: %s, expected [rows, columns]", x.shape());
    }
    int columns = x.shape().dim(1);
    long numbers = (long) Math.max(1, x.size()) * categories;
    if (numbers > Shape.MAX_SIZE) {
      throw Errors.argument(
          "oneHot: %s with %,d categories gives %,d numbers, more than one array can hold",
          x.shape(), categories, numbers);
    }
    var hot = x.expand(-1).eq(Tensor.range(categories));
    return hot.reshape(x.shape().dim(0), columns * categories);
  }
}
