package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Gives each of {@code k} members its own view of the inputs: {@code y_k = x ⊙ r_k}, {@code x: [n,
 * in] → [n, k, in]}. The layers behind it, such as {@link Dense}, are shared by the members; {@link
 * MemberHeads} gives each its own outputs again (TabM-mini, Gorishniy et al., 2025).
 *
 * <pre>{@code
 * var model =
 *     Sequential.of(
 *         MemberInputs.of(16, 8),
 *         Dense.of(8, 256, Activation.relu()),
 *         MemberHeads.of(16, 256, 3),
 *         MemberMean.of(Averaging.LOGITS));
 * Recipe.of(MembersLoss.of(Loss.crossEntropy()), AdamW.of(2e-3, 3e-4));
 * }</pre>
 *
 * @param factor {@code r: [k, in]}, from ±1 on
 */
public record MemberInputs(Parameter factor) implements Layer {

  /** For so many members, with signs at random. */
  public static MemberInputs of(int members, int inputs) {
    Require.atLeast(1, "memberInputs", "members", members);
    Require.atLeast(1, "memberInputs", "inputs", inputs);
    return new MemberInputs(Parameter.blank(Shape.of(members, inputs), MemberDense.signs()::draw));
  }

  @Override
  public Shape rowShape() {
    return Shape.of(factor.shape().dim(1));
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireColumns("memberInputs", x, factor.shape().dim(1));
    return x.expand(1).mul(factor.value());
  }
}
