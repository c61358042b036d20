package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Brings each row to mean 0 and variance 1 over its last axes, then to a scale and a shift that are
 * learned: {@code y = γ·(x − μ)/√(σ² + ε) + β}, {@code x: [..., shape] → [..., shape]}, the
 * variance by {@code 1/M}. The same in training and use (Ba et al., 2016).
 *
 * <p>For a table {@code of(c)}, for sequences {@code of(c, l)}, for images {@code of(c, h, w)}.
 *
 * @param scale {@code γ}, of the shape that is normalized, from 1 on
 * @param shift {@code β}, of the same shape, from 0 on
 * @param epsilon {@code ε}
 */
public record LayerNorm(Parameter scale, Parameter shift, double epsilon) implements Layer {

  /** Over last axes of these lengths, with {@code ε = 1e-5}. */
  public static LayerNorm of(int... dims) {
    if (Shape.of(dims).size() < 2) {
      throw Errors.argument(
          "layerNorm: over %s, expected at least 2 values to take a mean of", Shape.of(dims));
    }
    return new LayerNorm(
        Normalization.scale(dims), Normalization.shift(dims), Normalization.EPSILON);
  }

  @Override
  public Shape rowShape() {
    return scale.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var shape = x.shape();
    int last = scale.shape().rank();
    if (shape.rank() < last
        || !Arrays.equals(
            Arrays.copyOfRange(shape.dims(), shape.rank() - last, shape.rank()),
            scale.shape().dims())) {
      throw Errors.argument("layerNorm: %s, expected its last axes to be %s", shape, scale.shape());
    }
    var axes = Axes.kept(IntStream.range(shape.rank() - last, shape.rank()).toArray());
    return Normalization.along(axes, x, epsilon).mul(scale.value()).add(shift.value());
  }
}
