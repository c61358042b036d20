package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Reductions;
import dev.cortado.tensor.kernel.SortOrder;

/**
 * The value of each primitive: one exhaustive switch. Shapes are checked on the way, once; kernels
 * trust them.
 */
final class Forward {

  private Forward() {}

  static Tensor evaluate(Op.Primitive op) {
    return switch (op) {
      case Op.MatMul product -> MatrixProduct.of(product);
      case Op.Binary binary -> Pointwise.combine(binary);
      case Op.Where(var condition, var a, var b) -> Pointwise.where(condition, a, b);
      case Op.Sum(var x, int axis) -> reduce("sum", Reductions.Kind.SUM, x, axis);
      case Op.Max(var x, int axis) -> max(x, axis);
      case Op.ArgMax(var x, int axis) -> argMax(x, axis);
      case Op.ArgSort(var x, int axis, boolean descending) -> argSort(x, axis, descending);
      case Op.Reshape(var x, var shape) -> ShapeOps.reshape(x, shape);
      case Op.Permute(var x, var order) -> ShapeOps.permute(x, order);
      case Op.BroadcastTo(var x, var shape) -> ShapeOps.broadcastTo(x, shape);
      case Op.Slice(var x, int axis, int from, int to) -> ShapeOps.slice(x, axis, from, to);
      case Op.Unary unary -> Pointwise.map(unary);
      case Op.Concat(var inputs, int axis) -> ShapeOps.concat(inputs, axis);
      case Op.Gather(var x, var index, int axis) -> GatherOps.gather(x, index, axis);
      case Op.ScatterAdd(var x, var index, int axis, int length) ->
          GatherOps.scatterAdd(x, index, axis, length);
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
    reduce(kind, x.data(), shape, reduced, out, Compute.current());
    return Tensor.wrap(remaining, out);
  }

  /** Reduces elements of a shape along an axis. */
  static void reduce(
      Reductions.Kind kind, float[] x, Shape shape, int axis, float[] out, Compute compute) {
    if (out.length > 0) {
      Reductions.reduce(
          kind,
          x,
          shape.product(0, axis),
          shape.dim(axis),
          shape.product(axis + 1, shape.rank()),
          out,
          compute);
    }
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

  private static Tensor argSort(Tensor x, int axis, boolean descending) {
    var shape = x.shape();
    int counted = shape.axis("argSort", axis);
    Tensor.checkExact("argSort", shape.dim(counted));
    float[] out = new float[shape.size()];
    SortOrder.argSort(
        x.data(),
        shape.product(0, counted),
        shape.dim(counted),
        shape.product(counted + 1, shape.rank()),
        descending,
        out);
    return Tensor.wrap(shape, out);
  }

  private static void requireEntries(String operation, Tensor x, int axis) {
    if (x.shape().dim(axis) == 0) {
      throw Errors.argument(
          "%s: axis %d of %s: no entries, expected at least one", operation, axis, x.shape());
    }
  }
}
