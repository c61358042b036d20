package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A dense layer of {@code k} members that share its weights but for scales of their own: {@code y_k
 * = a(((x_k ⊙ r_k)·W) ⊙ s_k + b_k)}, {@code x: [n, k, in] → [n, k, out]}; rows {@code [n, in]} go
 * to all members. One product for all of them (BatchEnsemble, Wen et al., 2020, as in TabM,
 * Gorishniy et al., 2025).
 *
 * <pre>{@code
 * var relu = Activation.relu();
 * Sequential.of(
 *     MemberDense.first(8, 12, 64, relu), MemberDense.of(8, 64, 64, relu), MemberHeads.of(8, 64, 1));
 * }</pre>
 *
 * <p>{@code W} and {@code b} start from U(−1/√in, 1/√in). Only the first layer's {@code r} starts
 * at random signs, so the members differ; all other {@code r} and {@code s} start at 1.
 *
 * @param weight {@code W: [in, out]}
 * @param inputFactor {@code r: [k, in]}
 * @param outputFactor {@code s: [k, out]}
 * @param bias {@code b: [k, out]}
 * @param activation {@code a}
 */
public record MemberDense(
    Parameter weight,
    Parameter inputFactor,
    Parameter outputFactor,
    Parameter bias,
    Activation activation)
    implements Layer {

  /** Behind another layer of the members. */
  public static MemberDense of(int members, int in, int out, Activation activation) {
    return of(members, in, out, activation, Init.constant(1));
  }

  /** The first layer of the members: it makes them different. */
  public static MemberDense first(int members, int in, int out, Activation activation) {
    return of(members, in, out, activation, signs());
  }

  private static MemberDense of(int members, int in, int out, Activation activation, Init inputs) {
    Require.atLeast(1, "memberDense", "members", members);
    Require.atLeast(1, "memberDense", "inputs", in);
    Require.atLeast(1, "memberDense", "outputs", out);
    var uniform = uniform(in);
    return new MemberDense(
        Parameter.blank(Shape.of(in, out), uniform::draw),
        Parameter.blank(Shape.of(members, in), inputs::draw),
        Parameter.blank(Shape.of(members, out), Init.constant(1)::draw),
        Parameter.blank(Shape.of(members, out), uniform::draw),
        activation);
  }

  /** −1 or 1. */
  static Init signs() {
    return (shape, rng) -> rng.bernoulli(shape, 0.5).mul(2).sub(1);
  }

  /** {@code U(−1/√in, 1/√in)}. */
  static Init uniform(int in) {
    float limit = (float) (1 / Math.sqrt(in));
    return (shape, rng) -> rng.uniform(shape, -limit, limit);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    int members = inputFactor.shape().dim(0);
    int inputs = inputFactor.shape().dim(1);
    var each = x.shape().rank() == 2 ? x.expand(1) : x;
    if (each.shape().rank() != 3
        || each.shape().dim(2) != inputs
        || (x.shape().rank() == 3 && x.shape().dim(1) != members)) {
      throw Errors.argument(
          "memberDense: %s, expected [rows, %d] or [rows, %d, %d]",
          x.shape(), inputs, members, inputs);
    }
    var sums = each.mul(inputFactor.value()).matmul(weight.value());
    var own = sums.mul(outputFactor.value()).add(bias.value());
    return pass.run("activation", activation, own);
  }
}
