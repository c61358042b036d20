package dev.cortado.bench;

import dev.cortado.nn.CompiledModel;
import dev.cortado.tensor.Shape;

/**
 * A network in use: from an array of rows to an array of what it says of them, the same at each
 * call.
 */
final class Predicting {

  private final CompiledModel model;
  private final int outputs;
  private float[] out = {};

  private Predicting(CompiledModel model, int outputs) {
    this.model = model;
    this.outputs = outputs;
  }

  /** A workload's network with its starting weights. */
  static Predicting of(Workload workload, PeersData data) {
    var model = CompiledModel.of(workload.model(data.weights(workload)), Shape.of(workload.in()));
    return new Predicting(model, workload.out());
  }

  float[] predict(float[] x, int rows) {
    if (out.length != rows * outputs) {
      out = new float[rows * outputs];
    }
    model.predict(x, 0, rows, out, 0);
    return out;
  }
}
