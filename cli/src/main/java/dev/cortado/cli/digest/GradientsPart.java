package dev.cortado.cli.digest;

import dev.cortado.autograd.Autograd;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** The gradient of every operation, and gradients of gradients. */
final class GradientsPart {

  private static final Tensor ROW = Inputs.even(10, 7);
  private static final Tensor INDEX = Inputs.whole(11, 5, 40);

  /** Functions of a matrix {@code [5, 7]} of numbers from ½ to 1½. */
  private static final List<UnaryOperator<Tensor>> FUNCTIONS =
      List.of(
          x -> x.add(ROW).mul(x).sub(x.square().div(ROW)),
          x -> ROW.div(x).maximum(x).minimum(x.mul(1.25)),
          x -> x.gt(1).where(x.pow(3), x.sqrt()).add(x.sub(1).abs()).add(x.sub(1).relu()),
          x -> x.exp().add(x.expm1()).mul(x.log()).add(x.log1p()),
          x -> x.tanh().add(x.sigmoid()).mul(x.softplus()).add(x.erf()),
          x -> x.sum(0).add(x.mean(0)).mul(x.max(0)).add(x.variance(0)),
          x -> x.sum(1).sub(x.min(1)).mul(x.logSumExp(1)),
          x -> x.softmax(1).mul(x.logSoftmax(0)),
          x -> x.matmul(x.transpose()).matmul(x),
          x -> Tensor.matmul(Tensor.matmul(x, true, x, false), true, x.add(ROW), true),
          x -> x.reshape(7, 5).transpose().mul(x).expand(1).broadcastTo(Shape.of(5, 3, 7)),
          x -> Tensor.concat(0, x.slice(0, 1, 4), x.row(-1).expand(0)).square(),
          x -> x.gather(INDEX).mul(x.gather(INDEX)).scatterAdd(INDEX, 0, 5).mul(x),
          x -> x.clip(0.75, 1.25).mul(x.neg()));

  private GradientsPart() {}

  static void compute(TensorHash hash) {
    var x = Inputs.even(12, 5, 7).mul(0.5).add(1);
    for (var function : FUNCTIONS) {
      var value = function.apply(x);
      var back = Autograd.vjp(() -> function.apply(x), Inputs.even(13, value.shape().dims()), x);
      hash.add(back.value(), back.gradients().of(x));
      hash.add(Autograd.grad(() -> slope(function, x).square().sum(), x));
    }
  }

  private static Tensor slope(UnaryOperator<Tensor> function, Tensor x) {
    return Autograd.grad(() -> function.apply(x).square().mean(), x);
  }
}
