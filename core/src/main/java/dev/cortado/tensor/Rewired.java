package dev.cortado.tensor;

import java.util.List;

/** The same operation on other tensors of the same shapes. */
final class Rewired {

  private Rewired() {}

  static Op.Primitive of(Op.Primitive op, List<Tensor> inputs) {
    var first = inputs.getFirst();
    var last = inputs.getLast();
    return switch (op) {
      case Op.Add _ -> new Op.Add(first, last);
      case Op.Sub _ -> new Op.Sub(first, last);
      case Op.Mul _ -> new Op.Mul(first, last);
      case Op.Div _ -> new Op.Div(first, last);
      case Op.Maximum _ -> new Op.Maximum(first, last);
      case Op.Compare(var relation, _, _) -> new Op.Compare(relation, first, last);
      case Op.Where _ -> new Op.Where(first, inputs.get(1), last);
      case Op.Neg _ -> new Op.Neg(first);
      case Op.Abs _ -> new Op.Abs(first);
      case Op.Sqrt _ -> new Op.Sqrt(first);
      case Op.Relu _ -> new Op.Relu(first);
      case Op.Exp _ -> new Op.Exp(first);
      case Op.Expm1 _ -> new Op.Expm1(first);
      case Op.Log _ -> new Op.Log(first);
      case Op.Log1p _ -> new Op.Log1p(first);
      case Op.Tanh _ -> new Op.Tanh(first);
      case Op.Sigmoid _ -> new Op.Sigmoid(first);
      case Op.Softplus _ -> new Op.Softplus(first);
      case Op.Erf _ -> new Op.Erf(first);
      case Op.Sin _ -> new Op.Sin(first);
      case Op.Cos _ -> new Op.Cos(first);
      case Op.Sum(_, int axis) -> new Op.Sum(first, axis);
      case Op.Max(_, int axis) -> new Op.Max(first, axis);
      case Op.ArgMax(_, int axis) -> new Op.ArgMax(first, axis);
      case Op.ArgSort(_, int axis, boolean descending) -> new Op.ArgSort(first, axis, descending);
      case Op.MatMul(_, boolean aT, _, boolean bT) -> new Op.MatMul(first, aT, last, bT);
      case Op.Reshape(_, var shape) -> new Op.Reshape(first, shape);
      case Op.Permute(_, var order) -> new Op.Permute(first, order);
      case Op.BroadcastTo(_, var shape) -> new Op.BroadcastTo(first, shape);
      case Op.Slice(_, int axis, int from, int to) -> new Op.Slice(first, axis, from, to);
      case Op.Concat(_, int axis) -> new Op.Concat(inputs, axis);
      case Op.Gather(_, _, int axis) -> new Op.Gather(first, last, axis);
      case Op.ScatterAdd(_, _, int axis, int length) ->
          new Op.ScatterAdd(first, last, axis, length);
    };
  }
}
