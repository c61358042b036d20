package dev.cortado.nn;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers one after the other.
 *
 * <pre>{@code
 * var model = Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1));
 * model.start(Rng.of(42));
 * model.predict(Tensor.ones(5, 2)).shape();   // [5, 1]
 * }</pre>
 */
public record Sequential(List<Layer> layers) implements Layer {

  public Sequential {
    layers = List.copyOf(layers);
  }

  /** These layers, first to last. */
  public static Sequential of(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  /** What an activation or dropout takes is what the next layer takes. */
  @Override
  public @Nullable Shape rowShape() {
    return layers.stream()
        .filter(layer -> !(layer instanceof Activation) && !(layer instanceof Dropout))
        .findFirst()
        .map(Layer::rowShape)
        .orElse(null);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = pass.run("layers", i, layers.get(i), y);
    }
    return y;
  }
}
