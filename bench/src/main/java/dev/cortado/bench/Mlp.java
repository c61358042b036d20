package dev.cortado.bench;

import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Sequential;
import java.util.ArrayList;

/**
 * A network of {@code depth} hidden layers of {@code width} rectified units each, and how much
 * there is to it.
 */
record Mlp(int in, int width, int depth, int out) {

  /** With weights and biases that have no values yet. */
  Layer model() {
    var layers = new ArrayList<Layer>();
    for (int layer = 0; layer < depth; layer++) {
      layers.add(Dense.of(layer == 0 ? in : width, width, Activation.relu()));
    }
    layers.add(Dense.of(width, out));
    return new Sequential(layers);
  }

  /** The numbers in all weights. */
  long weights() {
    return (long) in * width + (depth - 1L) * width * width + (long) width * out;
  }

  /** The numbers in all weights and biases. */
  long parameters() {
    return weights() + (long) depth * width + out;
  }

  /**
   * The multiplications of a step with additions to go with them, in matrix products: one product
   * forward, one for the gradient of the weights and one for that of the inputs, which the first
   * layer does without.
   */
  long multiplyAdds(int batch) {
    return batch * (3 * weights() - (long) in * width);
  }
}
