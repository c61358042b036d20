package dev.cortado.model;

import dev.cortado.internal.Errors;
import dev.cortado.plot.Grid;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * The loss of a model with two parameters at every point of a grid: the simplest way to find the
 * best ones, and a picture of the surface that gradient descent follows.
 *
 * <pre>{@code
 * var x = Tensor.of(0, 1, 2, 3);
 * var y = Tensor.of(1, 3, 4, 7);
 * var scan =
 *     LossScan.of(
 *         (w, b) -> Loss.mse().apply(x.mul(w).add(b), y).item(),
 *         Tensor.linspace(0, 4, 41),
 *         Tensor.linspace(-2, 2, 41));
 * scan.best();     // Point[first=1.9, second=0.9, loss=0.17499995]
 * }</pre>
 *
 * <p>Ten parameters with 41 values each would need 41¹⁰ points, which is why larger models take
 * gradient descent.
 *
 * @param first values of the first parameter, {@code [r]}
 * @param second values of the second, {@code [c]}
 * @param losses {@code [r, c]}
 */
public record LossScan(Tensor first, Tensor second, Tensor losses) {

  /** A point of the grid. */
  public record Point(float first, float second, float loss) {}

  public LossScan {
    if (first.shape().rank() != 1 || second.shape().rank() != 1 || losses.size() == 0) {
      throw Errors.argument(
          "lossScan: values %s and %s, expected a row of each", first.shape(), second.shape());
    }
    var grid = Shape.of(first.size(), second.size());
    if (!losses.shape().equals(grid)) {
      throw Errors.argument("lossScan: losses %s, expected %s", losses.shape(), grid);
    }
  }

  /** Evaluates a loss at all pairs of values. */
  public static LossScan of(DoubleBinaryOperator loss, Tensor first, Tensor second) {
    float[] rows = first.toArray();
    float[] columns = second.toArray();
    float[] losses = new float[rows.length * columns.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = (float) loss.applyAsDouble(rows[i / columns.length], columns[i % columns.length]);
    }
    return new LossScan(first, second, Tensor.of(Shape.of(rows.length, columns.length), losses));
  }

  /** The first point with the lowest loss, ignoring NaN. */
  public Point best() {
    float[] found = losses.toArray();
    int best = 0;
    for (int i = 1; i < found.length; i++) {
      if (found[i] < found[best] || Float.isNaN(found[best])) {
        best = i;
      }
    }
    return new Point(first.at(best / second.size()), second.at(best % second.size()), found[best]);
  }

  /** The losses for a picture: the first parameter to the right, the second upward. */
  public Grid grid() {
    double[][] values = new double[second.size()][first.size()];
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[row].length; column++) {
        values[row][column] = losses.at(column, row);
      }
    }
    return Grid.of(doubles(first), doubles(second), values);
  }

  private static double[] doubles(Tensor row) {
    return IntStream.range(0, row.size()).mapToDouble(row::at).toArray();
  }
}
