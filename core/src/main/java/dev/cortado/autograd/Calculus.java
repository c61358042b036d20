package dev.cortado.autograd;

import static dev.cortado.tensor.Tensor.matmul;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;

/**
 * The calculus: for each primitive, what reaches one of its inputs when a gradient reaches its
 * output. Written with tensor operations, so that a gradient can be differentiated again.
 * Stretching of operands is undone by the caller.
 */
final class Calculus {

  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;

  private Calculus() {}

  /**
   * What reaches input {@code i} of {@code op}, whose output is {@code y}, when {@code g} reaches
   * {@code y}.
   */
  static Tensor pull(Op.Primitive op, int i, Tensor y, Tensor g) {
    return switch (op) {
      case Op.Add(_, _) -> g;
      case Op.Sub(_, _) -> i == 0 ? g : g.neg();
      case Op.Mul(var a, var b) -> g.mul(i == 0 ? b : a);
      case Op.Div(_, var b) -> i == 0 ? g.div(b) : g.mul(y).div(b).neg();
      case Op.Maximum(var a, var b) -> g.mul(i == 0 ? share(a, b) : share(b, a));
      case Op.Compare compare -> throw constant(compare);
      case Op.Where(var condition, _, _) ->
          i == 1 ? condition.where(g, Tensor.scalar(0)) : condition.where(Tensor.scalar(0), g);
      case Op.Neg(_) -> g.neg();
      case Op.Abs(var x) -> g.mul(x.sign());
      case Op.Sqrt(_) -> g.div(y.mul(2));
      case Op.Relu(_) -> g.mul(y.gt(0));
      case Op.Exp(_) -> g.mul(y);
      case Op.Expm1(_) -> g.mul(y.add(1));
      case Op.Log(var x) -> g.div(x);
      case Op.Log1p(var x) -> g.div(x.add(1));
      case Op.Tanh(_) -> g.mul(Tensor.scalar(1).sub(y.square()));
      case Op.Sigmoid(_) -> g.mul(y).mul(Tensor.scalar(1).sub(y));
      case Op.Softplus(var x) -> g.mul(x.sigmoid());
      case Op.Erf(var x) -> g.mul(x.square().neg().exp().mul(TWO_OVER_ROOT_PI));
      case Op.Sin(var x) -> g.mul(x.cos());
      case Op.Cos(var x) -> g.mul(x.sin()).neg();
      case Op.Sum(var x, _) -> g.broadcastTo(x.shape());
      case Op.Max(var x, int axis) -> {
        var largest = x.eq(y);
        yield g.div(largest.sum(Axes.kept(axis))).mul(largest);
      }
      case Op.ArgMax argMax -> throw constant(argMax);
      case Op.ArgSort argSort -> throw constant(argSort);
      case Op.MatMul(var a, boolean aT, var b, boolean bT) ->
          i == 0
              ? aT ? matmul(b, bT, g, true) : matmul(g, false, b, !bT)
              : bT ? matmul(g, true, a, aT) : matmul(a, !aT, g, false);
      case Op.Reshape(var x, _) -> g.reshape(x.shape());
      case Op.Permute(_, var order) -> g.permute(inverse(order));
      case Op.BroadcastTo(_, _) -> g;
      case Op.Slice slice -> padded(slice, g);
      case Op.Concat concat -> part(concat, i, g);
      case Op.Gather(var x, var index, int axis) -> g.scatterAdd(index, axis, x.shape().dim(axis));
      case Op.ScatterAdd(_, var index, int axis, _) -> g.gather(index, axis);
    };
  }

  /** 1 where {@code mine} is larger, ½ where they are equal. */
  private static Tensor share(Tensor mine, Tensor other) {
    return mine.gt(other).add(mine.eq(other).mul(0.5));
  }

  /** The gradient of a slice, with zeros where the slice was not. */
  private static Tensor padded(Op.Slice slice, Tensor g) {
    var shape = slice.x().shape();
    int axis = slice.axis();
    return Tensor.concat(
        axis,
        zeros(shape, axis, slice.from()),
        g,
        zeros(shape, axis, shape.dim(axis) - slice.to()));
  }

  private static Tensor zeros(Shape shape, int axis, int length) {
    int[] dims = shape.dims();
    dims[axis] = length;
    return Tensor.zeros(dims);
  }

  /** The part of the gradient that lies where input {@code i} was joined. */
  private static Tensor part(Op.Concat concat, int i, Tensor g) {
    int axis = concat.axis();
    int from = 0;
    for (var before : concat.inputs().subList(0, i)) {
      from += before.shape().dim(axis);
    }
    return g.slice(axis, from, from + concat.inputs().get(i).shape().dim(axis));
  }

  private static int[] inverse(List<Integer> order) {
    int[] inverse = new int[order.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[order.get(i)] = i;
    }
    return inverse;
  }

  private static IllegalStateException constant(Op op) {
    return Errors.state("%s: nothing flows back through it", op.name());
  }
}
