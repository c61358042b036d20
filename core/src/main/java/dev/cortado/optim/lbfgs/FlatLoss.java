package dev.cortado.optim.lbfgs;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** A loss as a function of all its parameters in one array. */
final class FlatLoss {

  /**
   * A point where the loss was evaluated, all parameters in one array.
   *
   * @param at the parameters
   */
  record Point(float[] at, double loss, float[] gradient) {

    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(sumOfSlopes());
    }

    double largestSlope() {
      double largest = 0;
      for (float slope : gradient) {
        largest = Math.max(largest, Math.abs(slope));
      }
      return largest;
    }

    double sumOfSlopes() {
      double sum = 0;
      for (float slope : gradient) {
        sum += Math.abs(slope);
      }
      return sum;
    }

    /** The slope of the loss along a direction. */
    double slope(double[] direction) {
      double sum = 0;
      for (int i = 0; i < direction.length; i++) {
        sum += gradient[i] * direction[i];
      }
      return sum;
    }
  }

  private final Supplier<Tensor> loss;
  private final List<Parameter> parameters;
  private final int size;
  private int evaluations;

  FlatLoss(Supplier<Tensor> loss, Collection<Parameter> parameters) {
    this.loss = loss;
    this.parameters = parameters.stream().distinct().toList();
    long count = this.parameters.stream().mapToLong(it -> it.shape().size()).sum();
    if (count == 0) {
      throw Errors.argument("lbfgs: no parameters to train");
    }
    size = Math.toIntExact(count);
  }

  int evaluations() {
    return evaluations;
  }

  /** The point of the current parameters. */
  Point here() {
    return evaluated(row(parameters.stream().map(Parameter::value).toList()));
  }

  /** At {@code from + length · direction}. */
  Point along(Point from, double[] direction, double length) {
    float[] at = new float[size];
    for (int i = 0; i < size; i++) {
      at[i] = (float) (from.at()[i] + length * direction[i]);
    }
    moveTo(at);
    return evaluated(at);
  }

  /** Sets the parameters. */
  void moveTo(float[] at) {
    int from = 0;
    for (var parameter : parameters) {
      int to = from + parameter.shape().size();
      parameter.set(Tensor.of(parameter.shape(), Arrays.copyOfRange(at, from, to)));
      from = to;
    }
  }

  private Point evaluated(float[] at) {
    evaluations++;
    var found = Autograd.valueAndGrad(loss, parameters);
    return new Point(at, found.value().item(), row(found.gradients().all()));
  }

  private float[] row(List<Tensor> tensors) {
    float[] row = new float[size];
    int from = 0;
    for (var tensor : tensors) {
      tensor.copyTo(row, from);
      from += tensor.size();
    }
    return row;
  }
}
