package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A learned factor for each input: {@code y = s ⊙ x}, {@code x: [..., n] → [..., n]}. In front of a
 * network for tables, with a higher rate than the other layers, it soon scales down columns without
 * information (RealMLP's scaling layer, Holzmüller et al., 2024).
 *
 * <pre>{@code
 * Sequential.of(Scale.of(8), Dense.of(8, 64, Activation.relu()), Dense.of(64, 1));
 * }</pre>
 *
 * @param factor {@code s: [n]}, from 1 on
 */
public record Scale(Parameter factor) implements Layer {

  /** For rows of this many inputs. */
  public static Scale of(int inputs) {
    Require.atLeast(1, "scale", "inputs", inputs);
    return new Scale(Normalization.scale(inputs));
  }

  @Override
  public Shape rowShape() {
    return factor.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireLastAxis("scale", x, factor.shape().size());
    return x.mul(factor.value());
  }
}
