package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * The mean of the losses of a row's members, for predictions {@code [n, members, outputs]}; a
 * prediction {@code [n, outputs]}, as {@link MemberMean} gives it in use, has the loss of one
 * member.
 *
 * <pre>{@code
 * var members = Tensor.of(Shape.of(1, 2, 1), 3, 5);
 * MembersLoss.of(Loss.mse()).perSample(members, Tensor.of(Shape.of(1, 1), 4));   // [1.]
 * }</pre>
 *
 * @param loss of one member
 */
public record MembersLoss(Loss loss) implements Loss {

  /** Of members that each have this loss. */
  public static MembersLoss of(Loss loss) {
    return new MembersLoss(loss);
  }

  @Override
  public OutputKind expects() {
    return loss.expects();
  }

  @Override
  public Tensor perSample(Tensor prediction, Tensor target) {
    var shape = prediction.shape();
    if (shape.rank() != 3) {
      return loss.perSample(prediction, target);
    }
    int rows = shape.dim(0);
    int members = shape.dim(1);
    if (target.shape().rank() < 1 || target.shape().dim(0) != rows) {
      throw Errors.argument("membersLoss: prediction %s, target %s", shape, target.shape());
    }
    var each = prediction.reshape(rows * members, shape.dim(2));
    return loss.perSample(each, repeated(target, members)).reshape(rows, members).mean(1);
  }

  /** Each row of a target once for each member. */
  private static Tensor repeated(Tensor target, int members) {
    int[] dims = target.shape().dims();
    int width = target.size() / dims[0];
    var repeated = target.reshape(dims[0], 1, width).broadcastTo(Shape.of(dims[0], members, width));
    dims[0] *= members;
    return repeated.reshape(Shape.of(dims));
  }
}
