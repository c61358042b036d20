package dev.cortado.nn;

import dev.cortado.tensor.Tensor;

/**
 * The end of a model of members: in training their outputs as they are, {@code [n, k, out]}, for
 * {@link MembersLoss}; in use their mean, {@code [n, k, out] → [n, out]}. The loss of a mean would
 * make the members alike, and so their mean no better than one.
 *
 * <pre>{@code
 * MemberMean.of(Averaging.VALUES).predict(Tensor.of(Shape.of(1, 2, 1), 3, 5));   // [[4.]]
 * }</pre>
 *
 * @param how their outputs become one
 */
public record MemberMean(Averaging how) implements Layer {

  /** With a mean of this kind. */
  public static MemberMean of(Averaging how) {
    return new MemberMean(how);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return switch (pass) {
      case Pass.Training _ -> x;
      case Pass.Inference _ -> how.mean(x);
    };
  }
}
