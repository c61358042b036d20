package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Some learned numbers for each column, linear between the edges of bins: {@code y_j = x_j·l_j +
 * b_j + code(x_j)·W_j}, {@code x: [n, columns] → [n, columns·size]}, where the code is that of
 * {@link PiecewiseLinear}. {@code W} starts at 0, so the embedding is linear at first (TabM's
 * variant "B", Gorishniy et al., 2025).
 *
 * <pre>{@code
 * var edges = List.of(List.of(0.0, 1.0, 3.0, 4.0), List.of(-1.0, 1.0));
 * PiecewiseLinearEmbedding.of(edges, 16);   // 2 columns → 32 numbers
 * }</pre>
 *
 * @param from the lower edge of each bin, {@code [columns, 1, most bins]}
 * @param width of each bin
 * @param low what a code is cut off at: 0, or the lowest float for the first bin of a column
 * @param high 1, or the largest float for the last bin of a column; 0 for bins that a column does
 *     not have
 * @param weight {@code W: [columns, most bins, size]}, from 0 on
 * @param linear {@code l: [columns, 1, size]}, from U(−1, 1) on
 * @param bias {@code b: [columns, 1, size]}, from U(−1, 1) on
 */
public record PiecewiseLinearEmbedding(
    Buffer from,
    Buffer width,
    Buffer low,
    Buffer high,
    Parameter weight,
    Parameter linear,
    Parameter bias)
    implements Layer {

  /** With the edges of the bins of each column, ascending, and so many numbers for each. */
  public static PiecewiseLinearEmbedding of(List<List<Double>> edges, int size) {
    PiecewiseLinear.requireEdges(edges);
    Require.atLeast(1, "piecewiseLinearEmbedding", "size", size);
    int columns = edges.size();
    int bins = edges.stream().mapToInt(List::size).max().orElseThrow() - 1;
    float[] from = new float[columns * bins];
    float[] width = new float[columns * bins];
    float[] low = new float[columns * bins];
    float[] high = new float[columns * bins];
    Arrays.fill(width, 1);
    for (int c = 0; c < columns; c++) {
      PiecewiseLinear.fillBins(edges.get(c), c * bins, from, width, low, high);
    }
    var shape = Shape.of(columns, 1, bins);
    var uniform = Shape.of(columns, 1, size);
    return new PiecewiseLinearEmbedding(
        Buffer.of(Tensor.of(shape, from)),
        Buffer.of(Tensor.of(shape, width)),
        Buffer.of(Tensor.of(shape, low)),
        Buffer.of(Tensor.of(shape, high)),
        Parameter.blank(Shape.of(columns, bins, size), Init.zeros()::draw),
        Parameter.blank(uniform, (it, rng) -> rng.uniform(it, -1, 1)),
        Parameter.blank(uniform, (it, rng) -> rng.uniform(it, -1, 1)));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(from.shape().dim(0));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int columns = from.shape().dim(0);
    InputChecks.requireColumns("piecewiseLinearEmbedding", x, columns);
    // Columns first, so that each meets its own weights in one product.
    var column = x.transpose().expand(-1);
    var code =
        column.sub(from.value()).div(width.value()).maximum(low.value()).minimum(high.value());
    var numbers = column.mul(linear.value()).add(bias.value()).add(code.matmul(weight.value()));
    return numbers.permute(1, 0, 2).reshape(x.shape().dim(0), columns * linear.shape().dim(2));
  }
}
