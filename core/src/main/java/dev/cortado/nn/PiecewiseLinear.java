package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Codes each column by where it lies among bins: {@code x: [n, columns] → [n, Σ bins]}. A bin from
 * {@code a} to {@code b} gives {@code (x − a)/(b − a)}, cut off at 0 and 1; the first bin is not
 * cut off below and the last not above. A layer behind it can bend at every edge (PLE, Gorishniy et
 * al., 2022).
 *
 * <pre>{@code
 * var code = PiecewiseLinear.of(List.of(List.of(0.0, 1.0, 3.0, 4.0)));
 * code.predict(Tensor.of(new float[][] {{2}, {-1}}));   // [[ 1.   0.5  0. ]
 *                                                       //  [-1.   0.   0. ]]
 * }</pre>
 *
 * @param columns how many there are
 * @param column of each bin
 * @param from the lower edge of each bin
 * @param width of each bin
 * @param low what its output is cut off at: 0, or the lowest float for the first bin of a column
 * @param high 1, or the largest float for the last bin of a column
 */
public record PiecewiseLinear(
    int columns, Buffer column, Buffer from, Buffer width, Buffer low, Buffer high)
    implements Layer {

  /** With the edges of the bins of each column, ascending, at least two. */
  public static PiecewiseLinear of(List<List<Double>> edges) {
    int bins = requireEdges(edges) - edges.size();
    float[] column = new float[bins];
    float[] from = new float[bins];
    float[] width = new float[bins];
    float[] low = new float[bins];
    float[] high = new float[bins];
    int at = 0;
    for (int c = 0; c < edges.size(); c++) {
      fillBins(edges.get(c), at, from, width, low, high);
      int end = at + edges.get(c).size() - 1;
      Arrays.fill(column, at, end, c);
      at = end;
    }
    return new PiecewiseLinear(
        edges.size(), buffer(column), buffer(from), buffer(width), buffer(low), buffer(high));
  }

  /** Writes lower edge, width and cut-offs of the bins of a column, from an index on. */
  static void fillBins(
      List<Double> edges, int at, float[] from, float[] width, float[] low, float[] high) {
    int last = edges.size() - 2;
    for (int bin = 0; bin <= last; bin++) {
      from[at + bin] = edges.get(bin).floatValue();
      width[at + bin] = edges.get(bin + 1).floatValue() - from[at + bin];
      low[at + bin] = bin == 0 ? -Float.MAX_VALUE : 0;
      high[at + bin] = bin == last ? Float.MAX_VALUE : 1;
    }
  }

  /**
   * The same with every bin cut off at 0 and 1: a number beyond the outer edges has the code of the
   * edge, so one far outside of what was trained on does no harm.
   */
  public PiecewiseLinear bounded() {
    var zeros = Tensor.full(low.shape(), 0);
    return new PiecewiseLinear(
        columns, column, from, width, Buffer.of(zeros), Buffer.of(Tensor.full(low.shape(), 1)));
  }

  private static Buffer buffer(float[] values) {
    return Buffer.of(Tensor.of(values));
  }

  /** How many edges there are, all ascending as floats. */
  static int requireEdges(List<List<Double>> edges) {
    int count = 0;
    for (int c = 0; c < edges.size(); c++) {
      var own = edges.get(c);
      for (int i = 0; i < own.size(); i++) {
        if (!Float.isFinite(own.get(i).floatValue())
            || (i > 0 && own.get(i).floatValue() <= own.get(i - 1).floatValue())) {
          throw Errors.argument(
              "piecewiseLinear: edge %d of column %d is %s, expected finite edges that ascend",
              i, c, own.get(i));
        }
      }
      if (own.size() < 2) {
        throw Errors.argument(
            "piecewiseLinear: column %d has %d edges, expected at least 2", c, own.size());
      }
      count += own.size();
    }
    if (count == 0) {
      throw Errors.argument("piecewiseLinear: no columns, expected at least one");
    }
    return count;
  }

  @Override
  public Shape rowShape() {
    return Shape.of(columns);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireColumns("piecewiseLinear", x, columns);
    return x.gather(column.value(), 1)
        .sub(from.value())
        .div(width.value())
        .maximum(low.value())
        .minimum(high.value());
  }
}
