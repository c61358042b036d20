package dev.cortado.tensor;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.cortado.internal.Errors;
import java.nio.FloatBuffer;

/** Entries picked along an axis by an index, and added back by the same index. */
final class GatherOps {

  private GatherOps() {}

  /** The whole numbers of an index, each from 0 to {@code length − 1}. */
  static int[] positions(String operation, Tensor index, int length) {
    float[] values = index.data();
    int[] positions = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      positions[i] = position(operation, i, values[i], length);
    }
    return positions;
  }

  /** Refuses an index that has something else. */
  static void requirePositions(String operation, FloatBuffer index, int length) {
    for (int i = 0; i < index.limit(); i++) {
      position(operation, i, index.get(i), length);
    }
  }

  @CanIgnoreReturnValue
  private static int position(String operation, int i, float value, int length) {
    int position = (int) value;
    if (position != value || position < 0 || position >= length) {
      throw length == 0
          ? Errors.argument("%s: index %d is %s, and there are no entries", operation, i, value)
          : Errors.argument(
              "%s: index %d is %s, expected a whole number from 0 to %d",
              operation, i, value, length - 1);
    }
    return position;
  }

  static Tensor gather(Tensor x, Tensor index, int axis) {
    var shape = x.shape();
    int length = shape.dim(axis);
    int[] positions = positions("gather", index, length);
    var result = replace(shape, axis, index.shape());
    float[] out = new float[result.size()];
    float[] from = x.data();
    int outer = shape.product(0, axis);
    int inner = shape.product(axis + 1, shape.rank());
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < positions.length; i++) {
        System.arraycopy(
            from,
            (o * length + positions[i]) * inner,
            out,
            (o * positions.length + i) * inner,
            inner);
      }
    }
    return Tensor.wrap(result, out);
  }

  /**
   * The entries along an axis that an index names for each place of the other axes: {@code y[i, j,
   * l] = x[i, index[i, j, l], l]}.
   */
  static Tensor along(String operation, Tensor x, Tensor index, int axis) {
    var shape = x.shape();
    Tensor.checkExact(operation, x.size());
    int counted = shape.axis(operation, axis);
    int outer = shape.product(0, counted);
    int length = shape.dim(counted);
    int inner = shape.product(counted + 1, shape.rank());
    float[] starts = new float[outer * inner];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i / inner * length * inner + i % inner;
    }
    var start = Tensor.of(Shape.of(outer, 1, inner), starts);
    var place = index.reshape(outer, index.shape().dim(counted), inner).mul(inner).add(start);
    return x.flatten().gather(place).reshape(index.shape());
  }

  static Tensor scatterAdd(Tensor x, Tensor index, int axis, int length) {
    var shape = x.shape();
    int last = axis + index.shape().rank();
    for (int i = axis; i < last; i++) {
      if (shape.dim(i) != index.shape().dim(i - axis)) {
        throw Errors.argument(
            "scatterAdd: %s with index %s: axis %d is %d, the index's axis %d is %d",
            shape, index.shape(), i, shape.dim(i), i - axis, index.shape().dim(i - axis));
      }
    }
    int[] positions = positions("scatterAdd", index, length);
    int outer = shape.product(0, axis);
    int inner = shape.product(last, shape.rank());
    var result = collapse(shape, axis, last, length);
    float[] out = new float[result.size()];
    float[] from = x.data();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < positions.length; i++) {
        int source = (o * positions.length + i) * inner;
        int target = (o * length + positions[i]) * inner;
        for (int k = 0; k < inner; k++) {
          out[target + k] += from[source + k];
        }
      }
    }
    return Tensor.wrap(result, out);
  }

  /** A shape with one axis replaced by all axes of another. */
  private static Shape replace(Shape shape, int axis, Shape other) {
    int[] dims = new int[shape.rank() - 1 + other.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i < axis
              ? shape.dim(i)
              : i < axis + other.rank() ? other.dim(i - axis) : shape.dim(i - other.rank() + 1);
    }
    return Shape.of(dims);
  }

  /** A shape with axes {@code from} to {@code to − 1} replaced by one. */
  private static Shape collapse(Shape shape, int from, int to, int length) {
    int[] dims = new int[shape.rank() - (to - from) + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < from ? shape.dim(i) : i == from ? length : shape.dim(i + (to - from) - 1);
    }
    return Shape.of(dims);
  }
}
