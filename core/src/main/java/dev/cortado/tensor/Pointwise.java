package dev.cortado.tensor;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Broadcast;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Elementwise;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.Tiles;
import dev.cortado.tensor.kernel.UnaryFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Element by element, in tiles when there is much of it. */
final class Pointwise {

  private Pointwise() {}

  static Tensor combine(Op.Binary op) {
    var function = Objects.requireNonNull(functionOf(op));
    var a = op.a();
    var b = op.b();
    var shape = a.shape().broadcast(op.name(), b.shape());
    float[] out = new float[shape.size()];
    if (out.length > 0) {
      Broadcast.apply(
          function,
          a.data(),
          a.shape().lengths(),
          b.data(),
          b.shape().lengths(),
          out,
          shape.lengths(),
          Compute.current());
    }
    return Tensor.wrap(shape, out);
  }

  /** The loop of an operation of one tensor, if it goes element by element. */
  static TensorAccess.@Nullable Loop runOf(Op.Unary op, Kernels kernels) {
    return switch (op) {
      case Op.Neg _ -> Elementwise::negate;
      case Op.Abs _ -> Elementwise::absolute;
      case Op.Sqrt _ -> Elementwise::squareRoot;
      case Op.Relu _ -> Elementwise::rectify;
      case Op.Exp _ -> run(UnaryFunction.EXP, kernels);
      case Op.Expm1 _ -> run(UnaryFunction.EXPM1, kernels);
      case Op.Log _ -> run(UnaryFunction.LOG, kernels);
      case Op.Log1p _ -> run(UnaryFunction.LOG1P, kernels);
      case Op.Tanh _ -> run(UnaryFunction.TANH, kernels);
      case Op.Sigmoid _ -> run(UnaryFunction.SIGMOID, kernels);
      case Op.Softplus _ -> run(UnaryFunction.SOFTPLUS, kernels);
      case Op.Erf _ -> run(UnaryFunction.ERF, kernels);
      case Op.Sin _ -> run(UnaryFunction.SIN, kernels);
      case Op.Cos _ -> run(UnaryFunction.COS, kernels);
      case Op.Sum _, Op.Max _, Op.ArgMax _, Op.ArgSort _ -> null;
      case Op.Reshape _, Op.Permute _, Op.BroadcastTo _, Op.Slice _ -> null;
    };
  }

  private static TensorAccess.Loop run(UnaryFunction function, Kernels kernels) {
    return (in, out, from, n) -> kernels.map(function, in, from, out, from, n);
  }

  /** The function of an operation of two tensors, if it goes element by element. */
  static @Nullable BinaryFunction functionOf(Op.Binary op) {
    return switch (op) {
      case Op.Add _ -> BinaryFunction.ADD;
      case Op.Sub _ -> BinaryFunction.SUBTRACT;
      case Op.Mul _ -> BinaryFunction.MULTIPLY;
      case Op.Div _ -> BinaryFunction.DIVIDE;
      case Op.Maximum _ -> BinaryFunction.MAXIMUM;
      case Op.Compare(var relation, _, _) -> functionOf(relation);
      case Op.MatMul _ -> null;
    };
  }

  private static BinaryFunction functionOf(Op.Relation relation) {
    return switch (relation) {
      case EQUAL -> BinaryFunction.EQUAL;
      case NOT_EQUAL -> BinaryFunction.NOT_EQUAL;
      case LESS -> BinaryFunction.LESS;
      case LESS_OR_EQUAL -> BinaryFunction.LESS_OR_EQUAL;
      case GREATER -> BinaryFunction.GREATER;
      case GREATER_OR_EQUAL -> BinaryFunction.GREATER_OR_EQUAL;
    };
  }

  static Tensor map(Op.Unary op) {
    return map(op.x(), Objects.requireNonNull(runOf(op, Compute.current().kernels())));
  }

  private static Tensor map(Tensor x, TensorAccess.Loop run) {
    float[] in = x.data();
    float[] out = new float[in.length];
    Tiles.each(
        Compute.current().workers(), in.length, (from, to) -> run.over(in, out, from, to - from));
    return Tensor.wrap(x.shape(), out);
  }

  static Tensor where(Tensor condition, Tensor a, Tensor b) {
    var shape = condition.shape().broadcast("where", a.shape()).broadcast("where", b.shape());
    float[] picked = ShapeOps.stretched(condition, shape);
    float[] yes = ShapeOps.stretched(a, shape);
    float[] no = ShapeOps.stretched(b, shape);
    float[] out = new float[shape.size()];
    Tiles.each(
        Compute.current().workers(),
        out.length,
        (from, to) -> Elementwise.choose(picked, yes, no, out, from, to - from));
    return Tensor.wrap(shape, out);
  }
}
