package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.kernel.StridedCopy;
import java.util.List;
import java.util.stream.IntStream;

/** Elements moved, not computed. */
final class ShapeOps {

  private ShapeOps() {}

  static Tensor reshape(Tensor x, Shape shape) {
    if (shape.size() != x.size()) {
      throw Errors.argument(
          "reshape: %s has %,d elements, %s has %,d", x.shape(), x.size(), shape, shape.size());
    }
    return Tensor.wrap(shape, x.data());
  }

  static Tensor permute(Tensor x, List<Integer> order) {
    int rank = x.shape().rank();
    int[] dims = new int[rank];
    int[] steps = new int[rank];
    int[] strides = x.shape().strides();
    var seen = new boolean[rank];
    for (int i = 0; i < Math.max(rank, order.size()); i++) {
      int axis = i < Math.min(rank, order.size()) ? order.get(i) : -1;
      if (axis < 0 || axis >= rank || seen[axis]) {
        throw Errors.argument(
            "permute: order %s for %s, expected each of %s once",
            order, x.shape(), IntStream.range(0, rank).boxed().toList());
      }
      seen[axis] = true;
      dims[i] = x.shape().dim(axis);
      steps[i] = strides[axis];
    }
    return copy(x, 0, steps, Shape.of(dims));
  }

  static Tensor broadcastTo(Tensor x, Shape shape) {
    if (!x.shape().broadcast("broadcastTo", shape).equals(shape)) {
      throw Errors.argument("broadcastTo: %s does not stretch to %s", x.shape(), shape);
    }
    return Tensor.wrap(shape, stretched(x, shape));
  }

  /**
   * The elements of a tensor stretched to a shape it broadcasts to; its own array if nothing
   * stretches.
   */
  static float[] stretched(Tensor x, Shape shape) {
    if (x.size() == shape.size()) {
      return x.data();
    }
    float[] out = new float[shape.size()];
    StridedCopy.copy(x.data(), 0, stretching(x.shape(), shape), out, shape.lengths());
    return out;
  }

  /** How far a source moves along each axis of the shape that it is stretched to. */
  static int[] stretching(Shape from, Shape to) {
    int[] strides = from.strides();
    int[] steps = new int[to.rank()];
    int missing = to.rank() - from.rank();
    for (int axis = missing; axis < steps.length; axis++) {
      steps[axis] = from.dim(axis - missing) == 1 ? 0 : strides[axis - missing];
    }
    return steps;
  }

  static Tensor slice(Tensor x, int axis, int from, int to) {
    var shape = x.shape();
    int length = shape.dim(axis);
    if (from < 0 || to < from || to > length) {
      throw Errors.argument(
          "slice: %d to %d on axis %d of %s, expected 0 ≤ from ≤ to ≤ %d",
          from, to, axis, shape, length);
    }
    int[] strides = shape.strides();
    return copy(x, from * strides[axis], strides, shape.withDim(axis, to - from));
  }

  private static Tensor copy(Tensor x, int from, int[] steps, Shape shape) {
    float[] out = new float[shape.size()];
    StridedCopy.copy(x.data(), from, steps, out, shape.lengths());
    return Tensor.wrap(shape, out);
  }

  static Tensor concat(List<Tensor> inputs, int axis) {
    var first = inputs.getFirst().shape();
    long length = 0;
    for (var input : inputs) {
      var shape = input.shape();
      if (shape.rank() != first.rank() || !shape.withDim(axis, 0).equals(first.withDim(axis, 0))) {
        throw Errors.argument(
            "concat: %s and %s differ elsewhere than on axis %d", first, shape, axis);
      }
      length += shape.dim(axis);
    }
    if (length > Shape.MAX_SIZE) {
      throw Errors.argument("concat: axis %d would have %,d entries", axis, length);
    }
    var shape = first.withDim(axis, (int) length);
    float[] out = new float[shape.size()];
    int outer = shape.product(0, axis);
    int inner = shape.product(axis + 1, shape.rank());
    int at = 0;
    for (var input : inputs) {
      int run = input.shape().dim(axis) * inner;
      for (int o = 0; o < outer; o++) {
        System.arraycopy(input.data(), o * run, out, o * (int) length * inner + at, run);
      }
      at += run;
    }
    return Tensor.wrap(shape, out);
  }

  /** A new axis of length 1 before {@code axis}. */
  static Tensor expand(String operation, Tensor tensor, int axis) {
    var shape = tensor.shape();
    int rank = shape.rank() + 1;
    if (axis < -rank || axis >= rank) {
      throw Errors.argument(
          "%s: new axis %d for %s, expected %d to %d", operation, axis, shape, -rank, rank - 1);
    }
    int at = axis < 0 ? axis + rank : axis;
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = i == at ? 1 : shape.dim(i < at ? i : i - 1);
    }
    return tensor.reshape(Shape.of(dims));
  }
}
