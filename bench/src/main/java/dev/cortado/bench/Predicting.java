package dev.cortado.bench;

import dev.cortado.nn.Layer;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A network in use: from an array of rows to an array of what it says of them.
 *
 * @param in how many numbers a row has
 */
record Predicting(Layer model, int in) {

  /** A workload's network with its starting weights. */
  static Predicting of(Workload workload, PeersData data) {
    return new Predicting(workload.model(data.weights(workload)), workload.in());
  }

  float[] predict(float[] x, int rows) {
    return model.predict(Tensor.of(Shape.of(rows, in), x)).toArray();
  }
}
