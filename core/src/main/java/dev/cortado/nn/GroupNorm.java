package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;

/**
 * Brings each group of neighboring channels of a row to mean 0 and variance 1, then each channel to
 * a scale and a shift that are learned: {@code y = γ·(x − μ)/√(σ² + ε) + β}, {@code x: [n, c]},
 * {@code [n, c, l]} or {@code [n, c, h, w]}, the variance by {@code 1/M}. The same in training and
 * use (Wu and He, 2018).
 *
 * @param groups how many groups the channels form
 * @param scale {@code γ: [c]}, from 1 on
 * @param shift {@code β: [c]}, from 0 on
 * @param epsilon {@code ε}
 */
public record GroupNorm(int groups, Parameter scale, Parameter shift, double epsilon)
    implements Layer {

  /** For this many groups of equal size, with {@code ε = 1e-5}. */
  public static GroupNorm of(int groups, int channels) {
    Require.atLeast(1, "groupNorm", "groups", groups);
    Require.atLeast(1, "groupNorm", "channels", channels);
    if (channels % groups != 0) {
      throw Errors.argument("groupNorm: %d channels do not form %d equal groups", channels, groups);
    }
    return new GroupNorm(
        groups,
        Normalization.scale(channels),
        Normalization.shift(channels),
        Normalization.EPSILON);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Normalization.requireChannels("groupNorm", x, scale.shape().size());
    var normal = Normalization.inGroups("groupNorm", x, groups, epsilon);
    return Normalization.affine(normal, scale.value(), shift.value());
  }
}
