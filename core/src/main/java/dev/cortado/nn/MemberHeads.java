package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Weights of its own for each of {@code k} members: {@code y_k = x_k·W_k + b_k}, {@code x: [n, k,
 * in] → [n, k, out]}. The last layer of members that share the layers before it; {@link
 * MemberInputs} has an example.
 *
 * @param weight {@code W: [k, in, out]}, from U(−1/√in, 1/√in) on
 * @param bias {@code b: [k, 1, out]}, likewise
 */
public record MemberHeads(Parameter weight, Parameter bias) implements Layer {

  /** For so many members. */
  public static MemberHeads of(int members, int in, int out) {
    Require.atLeast(1, "memberHeads", "members", members);
    Require.atLeast(1, "memberHeads", "inputs", in);
    Require.atLeast(1, "memberHeads", "outputs", out);
    var uniform = MemberDense.uniform(in);
    return new MemberHeads(
        Parameter.blank(Shape.of(members, in, out), uniform::draw),
        Parameter.blank(Shape.of(members, 1, out), uniform::draw));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(weight.shape().dim(0), weight.shape().dim(1));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    var shape = weight.shape();
    if (x.shape().rank() != 3
        || x.shape().dim(1) != shape.dim(0)
        || x.shape().dim(2) != shape.dim(1)) {
      throw Errors.argument(
          "memberHeads: %s, expected [rows, %d, %d]", x.shape(), shape.dim(0), shape.dim(1));
    }
    return x.permute(1, 0, 2).matmul(weight.value()).add(bias.value()).permute(1, 0, 2);
  }
}
