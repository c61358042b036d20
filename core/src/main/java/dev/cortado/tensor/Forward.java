package dev.cortado.tensor;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Elementwise;
import dev.cortado.tensor.kernel.Function;
import dev.cortado.tensor.kernel.Reductions;

/**
 * The value of each primitive: one exhaustive switch. Shapes are checked on the way, once; kernels
 * trust them.
 */
final class Forward {

  private Forward() {}

  static Tensor evaluate(Op.Primitive op) {
    return switch (op) {
      case Op.Add add -> Pointwise.combine(BinaryFunction.ADD, add);
      case Op.Sub sub -> Pointwise.combine(BinaryFunction.SUBTRACT, sub);
      case Op.Mul mul -> Pointwise.combine(BinaryFunction.MULTIPLY, mul);
      case Op.Div div -> Pointwise.combine(BinaryFunction.DIVIDE, div);
      case Op.Maximum maximum -> Pointwise.combine(BinaryFunction.MAXIMUM, maximum);
      case Op.Compare compare -> Pointwise.combine(function(compare.relation()), compare);
      case Op.Where(var condition, var a, var b) -> Pointwise.where(condition, a, b);
      case Op.Neg(var x) -> Pointwise.map(x, Elementwise::negate);
      case Op.Abs(var x) -> Pointwise.map(x, Elementwise::absolute);
      case Op.Sqrt(var x) -> Pointwise.map(x, Elementwise::squareRoot);
      case Op.Relu(var x) -> Pointwise.map(x, Elementwise::rectify);
      case Op.Exp(var x) -> Pointwise.map(x, Function.EXP);
      case Op.Expm1(var x) -> Pointwise.map(x, Function.EXPM1);
      case Op.Log(var x) -> Pointwise.map(x, Function.LOG);
      case Op.Log1p(var x) -> Pointwise.map(x, Function.LOG1P);
      case Op.Tanh(var x) -> Pointwise.map(x, Function.TANH);
      case Op.Sigmoid(var x) -> Pointwise.map(x, Function.SIGMOID);
      case Op.Softplus(var x) -> Pointwise.map(x, Function.SOFTPLUS);
      case Op.Erf(var x) -> Pointwise.map(x, Function.ERF);
      case Op.Sum(var x, int axis) -> reduce("sum", Reductions.Kind.SUM, x, axis);
      case Op.Max(var x, int axis) -> max(x, axis);
      case Op.ArgMax(var x, int axis) -> argMax(x, axis);
      case Op.MatMul product -> MatrixProduct.of(product);
      case Op.Reshape(var x, var shape) -> Moving.reshape(x, shape);
      case Op.Permute(var x, var order) -> Moving.permute(x, order);
      case Op.BroadcastTo(var x, var shape) -> Moving.broadcastTo(x, shape);
      case Op.Slice(var x, int axis, int from, int to) -> Moving.slice(x, axis, from, to);
      case Op.Concat(var inputs, int axis) -> Moving.concat(inputs, axis);
      case Op.Gather(var x, var index, int axis) -> Picking.gather(x, index, axis);
      case Op.ScatterAdd(var x, var index, int axis, int length) ->
          Picking.scatterAdd(x, index, axis, length);
    };
  }

  private static BinaryFunction function(Op.Relation relation) {
    return switch (relation) {
      case EQUAL -> BinaryFunction.EQUAL;
      case NOT_EQUAL -> BinaryFunction.NOT_EQUAL;
      case LESS -> BinaryFunction.LESS;
      case LESS_OR_EQUAL -> BinaryFunction.LESS_OR_EQUAL;
      case GREATER -> BinaryFunction.GREATER;
      case GREATER_OR_EQUAL -> BinaryFunction.GREATER_OR_EQUAL;
    };
  }

  private static Tensor max(Tensor x, int axis) {
    requireEntries("max", x, axis);
    return reduce("max", Reductions.Kind.MAX, x, axis);
  }

  private static Tensor reduce(String operation, Reductions.Kind kind, Tensor x, int axis) {
    var shape = x.shape();
    int reduced = shape.axis(operation, axis);
    var remaining = shape.withDim(reduced, 1);
    float[] out = new float[remaining.size()];
    if (out.length > 0) {
      Reductions.reduce(
          kind,
          x.data(),
          shape.product(0, reduced),
          shape.dim(reduced),
          shape.product(reduced + 1, shape.rank()),
          out,
          Compute.current());
    }
    return Tensor.wrap(remaining, out);
  }

  private static Tensor argMax(Tensor x, int axis) {
    requireEntries("argMax", x, axis);
    var shape = x.shape();
    int counted = shape.axis("argMax", axis);
    Tensor.checkExact("argMax", shape.dim(counted));
    var remaining = shape.withDim(counted, 1);
    float[] out = new float[remaining.size()];
    Reductions.argMax(
        x.data(),
        shape.product(0, counted),
        shape.dim(counted),
        shape.product(counted + 1, shape.rank()),
        out);
    return Tensor.wrap(remaining, out);
  }

  private static void requireEntries(String operation, Tensor x, int axis) {
    if (x.shape().dim(axis) == 0) {
      throw Errors.argument(
          "%s: axis %d of %s: no entries, expected at least one", operation, axis, x.shape());
    }
  }
}
