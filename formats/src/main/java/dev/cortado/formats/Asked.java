package dev.cortado.formats;

import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A model that is used, and held to what its schema says: {@code x: [n, ...] → [n, outputs]}.
 *
 * @param outputs how many numbers the schema wants
 */
record Asked(Layer model, int outputs) implements Layer {

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var given = model.predict(x);
    var expected = Shape.of(x.shape().dim(0), outputs);
    if (!given.shape().equals(expected)) {
      throw Errors.state(
          "predictor: the model gives %s, its schema wants %s", given.shape(), expected);
    }
    return given;
  }
}
