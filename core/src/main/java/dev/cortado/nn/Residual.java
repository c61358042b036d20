package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer that adds to its input: {@code y = x + body(x)}, {@code x: [...] → [...]}. Gradients
 * reach what lies before it undiminished (He et al., 2016).
 *
 * @param body keeps the shape
 */
public record Residual(Layer body) implements Layer {

  /** Around layers that run one after the other. */
  public static Residual of(Layer... layers) {
    return new Residual(layers.length == 1 ? layers[0] : Sequential.of(layers));
  }

  @Override
  public @Nullable Shape rowShape() {
    return body.rowShape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var change = pass.run("body", body, x);
    if (!change.shape().equals(x.shape())) {
      throw Errors.argument(
          "residual: its body makes %s of %s, expected the same shape", change.shape(), x.shape());
    }
    return x.add(change);
  }
}
