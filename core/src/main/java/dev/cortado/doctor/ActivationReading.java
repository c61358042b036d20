package dev.cortado.doctor;

import dev.cortado.autograd.Autograd;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationProperties;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Tensor;

/**
 * Measurements of an activation of a model on a sample of rows.
 *
 * @param layer its name in the state
 * @param activation the activation
 * @param head whether its output is the model's
 * @param rows how many rows there were
 * @param slopes the derivative for each row and unit; empty for identity and softmax
 * @param signal the root of the mean square of the loss's gradient with respect to the sums
 */
record ActivationReading(
    String layer, Activation activation, boolean head, int rows, float[] slopes, double signal) {

  /** A slope below this share of the slope at 0 counts as flat. */
  private static final double FLAT = 0.01;

  static ActivationReading of(
      String layer, Activation activation, boolean head, Tensor sums, Tensor gradient) {
    int rows = sums.shape().dim(0);
    return new ActivationReading(
        layer, activation, head, rows, slopes(activation, sums), rootMeanSquare(gradient));
  }

  private static float[] slopes(Activation activation, Tensor sums) {
    return switch (activation) {
      case Activation.Identity _, Activation.Softmax _ -> new float[0];
      default -> slope(activation, sums);
    };
  }

  private static float[] slope(Activation activation, Tensor sums) {
    var z = sums.detach();
    return Autograd.grad(() -> activation.forward(z, Pass.inference()).sum(), z).toArray();
  }

  static double rootMeanSquare(Tensor tensor) {
    return norm(tensor) / Math.sqrt(tensor.size());
  }

  static double norm(Tensor tensor) {
    double sum = 0;
    for (float value : tensor.toArray()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  int units() {
    return slopes.length / rows;
  }

  /** The number of units with slope 0, and so no gradient, for every row. */
  int dead() {
    int dead = 0;
    for (int unit = 0; unit < units(); unit++) {
      boolean alive = false;
      for (int i = unit; i < slopes.length; i += units()) {
        alive |= slopes[i] != 0;
      }
      dead += alive ? 0 : 1;
    }
    return dead;
  }

  /** The share of flat slopes; 0 for an activation that does not saturate. */
  double flat() {
    var traits = activation.traits();
    boolean flattens =
        traits.below() == ActivationProperties.Slope.FLAT
            || traits.above() == ActivationProperties.Slope.FLAT;
    if (slopes.length == 0 || !flattens) {
      return 0;
    }
    double limit = FLAT * Math.abs(slope(activation, Tensor.of(0))[0]);
    int flat = 0;
    for (float slope : slopes) {
      flat += Math.abs(slope) < limit ? 1 : 0;
    }
    return (double) flat / slopes.length;
  }
}
