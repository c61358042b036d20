package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where a training first met a NaN or an infinity.
 *
 * @param step that failed, from 1
 * @param epoch from 1
 * @param batch from 1
 * @param layer where it was found, such as {@code layers.2}, or {@code the model}, {@code the
 *     batch}
 * @param tensor what of it: {@code output}, {@code weight}, {@code gradient of weight}; of the
 *     batch {@code x}, {@code y} or {@code loss}
 * @param index of the first such number
 * @param value of it
 * @param lastFiniteLoss of the step before; NaN if none was taken since the training began or went
 *     on
 * @param rate of the step
 */
public record Divergence(
    long step,
    int epoch,
    int batch,
    String layer,
    String tensor,
    Index index,
    double value,
    double lastFiniteLoss,
    double rate) {

  /** A rate that most trainings on scaled inputs can use. */
  private static final double USUAL_RATE = 0.01;

  /**
   * A place in a tensor.
   *
   * @param shape of the tensor
   * @param flat number of the element in row-major order
   */
  public record Index(Shape shape, int flat) {

    /** The first element that is not finite, or −1. */
    public static int firstBad(Tensor tensor) {
      return firstBad(tensor::inspect);
    }

    /** The first element of a cell that is not finite, or −1. */
    static int firstBad(Cell cell) {
      return firstBad(cell::inspect);
    }

    private static int firstBad(Consumer<Consumer<FloatBuffer>> elements) {
      int[] first = {-1};
      elements.accept(values -> {
        for (int i = 0; i < values.limit() && first[0] < 0; i++) {
          first[0] = Float.isFinite(values.get(i)) ? -1 : i;
        }
      });
      return first[0];
    }

    /** Along each axis. */
    public int[] coordinates() {
      int[] coordinates = new int[shape.rank()];
      int rest = flat;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        coordinates[axis] = rest % shape.dim(axis);
        rest /= shape.dim(axis);
      }
      return coordinates;
    }

    @Override
    public String toString() {
      return Arrays.toString(coordinates());
    }
  }

  /** In a line: what, where, and what to try. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "diverged at step %d (epoch %d, batch %d): %s of %s is %s at %s; %s; %s",
        step,
        epoch,
        batch,
        tensor,
        layer,
        value,
        index,
        before(),
        advice());
  }

  private String before() {
    return Double.isNaN(lastFiniteLoss)
        ? "no step was taken before it since the training began or went on"
        : "last finite loss " + (float) lastFiniteLoss + " at step " + (step - 1);
  }

  private String advice() {
    return switch (tensor) {
      case "x", "y" -> "fill in or leave out what is missing in the data";
      default ->
          "try a lower rate, such as " + lowerRate() + ", scaled inputs or clipped gradients";
    };
  }

  /** A tenth of a rate that is far too large may still be too large. */
  private String lowerRate() {
    double lower = rate > 0 ? Math.min(rate / 10, USUAL_RATE) : USUAL_RATE;
    var rounded = Float.toString((float) lower);
    return new BigDecimal(rounded).stripTrailingZeros().toPlainString();
  }
}
