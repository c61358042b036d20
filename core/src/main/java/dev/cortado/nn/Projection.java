package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Sums of the columns with weights that stay as they are: {@code y = x·W}, {@code x: [n, columns] →
 * [n, sums]}. With a code by bins behind it, a network can bend along a direction between two
 * columns.
 *
 * <pre>{@code
 * var turned = Projection.of(new float[][] {{0.6f, -0.8f}, {0.8f, 0.6f}});
 * turned.predict(Tensor.of(new float[][] {{1, 2}}));   // [[2.2 0.4]]
 * }</pre>
 *
 * @param weight {@code W: [columns, sums]}; not trained
 */
public record Projection(Buffer weight) implements Layer {

  /** With these weights, a row for each column. */
  public static Projection of(float[][] weight) {
    return new Projection(Buffer.of(Tensor.of(weight)));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(weight.shape().dim(0));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int columns = weight.shape().dim(0);
    if (x.shape().rank() != 2 || x.shape().dim(1) != columns) {
      throw Errors.argument("projection: %s, expected [rows, %d]", x.shape(), columns);
    }
    return x.matmul(weight.value());
  }
}
