package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Every output is a weighted sum of all inputs: {@code y = a(x·W + b)}, {@code x: [..., in] → [...,
 * out]}.
 *
 * @param weight {@code W: [in, out]}
 * @param bias {@code b: [out]}, or none
 * @param activation {@code a}
 */
public record Dense(Parameter weight, @Nullable Parameter bias, Activation activation)
    implements Layer {

  /** With weights that start as {@link Init#glorotUniform}, biases at 0, and no activation. */
  public static Dense of(int in, int out) {
    return of(in, out, Activation.identity());
  }

  /**
   * With an activation, and weights that start as suits it: {@link Init#he} for ReLU and its kin.
   */
  public static Dense of(int in, int out, Activation activation) {
    return of(in, out, activation, activation.init());
  }

  /** With weights that start as asked for. */
  public static Dense of(int in, int out, Activation activation, Init init) {
    Require.atLeast(1, "dense", "inputs", in);
    Require.atLeast(1, "dense", "outputs", out);
    return new Dense(
        Parameter.blank(Shape.of(in, out), init::draw),
        Parameter.blank(Shape.of(out), Init.zeros()::draw),
        activation);
  }

  /**
   * The same without a bias: for a layer whose outputs are normalized, which would take it out
   * again.
   */
  public Dense withoutBias() {
    return new Dense(weight, null, activation);
  }

  @Override
  public Shape rowShape() {
    return Shape.of(weight.shape().dim(0));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var sums = x.matmul(weight.value());
    return pass.run("activation", activation, bias == null ? sums : sums.add(bias.value()));
  }
}
