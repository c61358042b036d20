package dev.cortado.nn;

import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;

/**
 * Squeezes large values: {@code y = x/√(1 + (x/c)²)}, in {@code (−c, c)}, {@code x: [...] → [...]}.
 * Near 0 it leaves {@code x} as it is. After a {@link RobustScale} an outlier becomes a value of
 * moderate size (RealMLP, Holzmüller et al., 2024, with {@code c = 3}).
 *
 * <pre>{@code
 * SmoothClip.of(3).predict(Tensor.of(0.1f, 4, 1000));   // [0.0999445 2.4       2.9999864]
 * }</pre>
 *
 * @param bound {@code c}
 */
public record SmoothClip(double bound) implements Layer {

  public SmoothClip {
    Require.positive("smoothClip", "bound", bound);
  }

  /** Within this bound. */
  public static SmoothClip of(double bound) {
    return new SmoothClip(bound);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.div(x.div(bound).square().add(1).sqrt());
  }
}
