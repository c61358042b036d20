package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;

/**
 * Brings each channel of each row to mean 0 and variance 1 over the signal, then to a scale and a
 * shift that are learned: {@code y = γ·(x − μ)/√(σ² + ε) + β}, {@code x: [n, c, l]} or {@code [n,
 * c, h, w]}, the variance by {@code 1/M}. The same in training and use (Ulyanov et al., 2016). A
 * table has no signal to take a mean of.
 *
 * @param scale {@code γ: [c]}, from 1 on
 * @param shift {@code β: [c]}, from 0 on
 * @param epsilon {@code ε}
 */
public record InstanceNorm(Parameter scale, Parameter shift, double epsilon) implements Layer {

  /** For this many channels, with {@code ε = 1e-5}. */
  public static InstanceNorm of(int channels) {
    Require.atLeast(1, "instanceNorm", "channels", channels);
    return new InstanceNorm(
        Normalization.scale(channels), Normalization.shift(channels), Normalization.EPSILON);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int channels = scale.shape().size();
    Normalization.requireChannels("instanceNorm", x, channels);
    if (x.shape().rank() == 2) {
      throw Errors.argument(
          "instanceNorm: %s is a table, where a channel of a row is one value; use layerNorm",
          x.shape());
    }
    var normal = Normalization.inGroups("instanceNorm", x, channels, epsilon);
    return Normalization.affine(normal, scale.value(), shift.value());
  }
}
