package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Brings each row to mean square 1 over its last axis, then to a scale that is learned: {@code y =
 * γ·x/√(mean(x²) + ε)}, {@code x: [..., n] → [..., n]}. Unlike {@link LayerNorm} it takes no mean
 * away and has no shift (Zhang and Sennrich, 2019). The same in training and use.
 *
 * <pre>{@code
 * var norm = RmsNorm.of(2);
 * norm.start(Rng.of(1));
 * norm.predict(Tensor.of(new float[][] {{3, 4}}));   // [[0.84852797 1.1313707 ]]
 * }</pre>
 *
 * @param scale {@code γ: [n]}, from 1 on
 * @param epsilon {@code ε}
 */
public record RmsNorm(Parameter scale, double epsilon) implements Layer {

  public RmsNorm {
    Require.positive("rmsNorm", "epsilon", epsilon);
  }

  /** Over a last axis of this length, with {@code ε = 1e-5}. */
  public static RmsNorm of(int size) {
    Require.atLeast(1, "rmsNorm", "size", size);
    return new RmsNorm(Normalization.scale(size), Normalization.EPSILON);
  }

  @Override
  public Shape rowShape() {
    return scale.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireLastAxis("rmsNorm", x, scale.shape().size());
    var meanSquare = x.square().mean(Axes.kept(-1));
    return x.div(meanSquare.add(epsilon).sqrt()).mul(scale.value());
  }
}
