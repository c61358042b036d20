package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The same elements arranged differently: reshaped, turned, cut, joined, picked, repeated. */
public sealed interface Arrangement permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /** The same elements in another shape; one length may be −1 and follows from the others. */
  default Tensor reshape(int... dims) {
    var shape = self().shape();
    int free = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != -1) {
        known *= dims[i];
      } else if (free >= 0) {
        throw Errors.argument("reshape: %s to %s: more than one -1", shape, Arrays.toString(dims));
      } else {
        free = i;
      }
    }
    if (free < 0) {
      return reshape(Shape.of(dims));
    }
    if (known <= 0 || shape.size() % known != 0) {
      throw Errors.argument(
          "reshape: %s to %s: %,d elements do not divide by %,d",
          shape, Arrays.toString(dims), shape.size(), known);
    }
    int[] resolved = dims.clone();
    resolved[free] = (int) (shape.size() / known);
    return reshape(Shape.of(resolved));
  }

  /** The same elements in another shape. */
  default Tensor reshape(Shape shape) {
    return shape.equals(self().shape()) ? self() : Tape.perform(new Op.Reshape(self(), shape));
  }

  /** One row of all elements. */
  default Tensor flatten() {
    return reshape(Shape.of(self().size()));
  }

  /** A new axis of length 1 before {@code axis}; −1 puts it last. */
  default Tensor expand(int axis) {
    return ShapeOps.expand("expand", self(), axis);
  }

  /** Without an axis of length 1. */
  default Tensor squeeze(int axis) {
    var shape = self().shape();
    int counted = shape.axis("squeeze", axis);
    if (shape.dim(counted) != 1) {
      throw Errors.argument(
          "squeeze: axis %d of %s has length %d, expected 1", axis, shape, shape.dim(counted));
    }
    return reshape(shape.without(counted));
  }

  /** The last two axes exchanged: rows become columns. */
  default Tensor transpose() {
    int rank = self().shape().rank();
    if (rank < 2) {
      throw Errors.argument(
          "transpose: %s has no rows and columns; expand(0) makes a row, expand(1) a column",
          self().shape());
    }
    int[] order = IntStream.range(0, rank).toArray();
    order[rank - 1] = rank - 2;
    order[rank - 2] = rank - 1;
    return permute(order);
  }

  /** The axes in another order: axis {@code i} of the result is axis {@code order[i]} of this. */
  default Tensor permute(int... order) {
    return Tape.perform(new Op.Permute(self(), Arrays.stream(order).boxed().toList()));
  }

  /** Repeated to a shape that this one broadcasts to. */
  default Tensor broadcastTo(Shape shape) {
    return shape.equals(self().shape()) ? self() : Tape.perform(new Op.BroadcastTo(self(), shape));
  }

  /** Entries {@code from} to {@code to − 1} along an axis. */
  default Tensor slice(int axis, int from, int to) {
    int counted = self().shape().axis("slice", axis);
    return Tape.perform(new Op.Slice(self(), counted, from, to));
  }

  /** One entry of the first axis, which is dropped: a row of a matrix. */
  default Tensor row(int index) {
    var shape = self().shape();
    int length = shape.dim(shape.axis("row", 0));
    if (index < -length || index >= length) {
      throw Errors.argument("row: %d of %s, which has %,d rows", index, shape, length);
    }
    int counted = index < 0 ? index + length : index;
    return slice(0, counted, counted + 1).reshape(shape.without(0));
  }

  /** Entries along the first axis, picked by an index of whole numbers of any shape. */
  default Tensor gather(Tensor index) {
    return gather(index, 0);
  }

  /**
   * Entries along an axis, picked by an index of whole numbers, whose axes take that axis's place.
   */
  default Tensor gather(Tensor index, int axis) {
    return Tape.perform(new Op.Gather(self(), index, self().shape().axis("gather", axis)));
  }

  /**
   * Zeros with {@code length} entries along an axis (−1 is the last), to which the entries of this
   * are added where the index says; the reverse of {@link #gather(Tensor, int)}.
   */
  default Tensor scatterAdd(Tensor index, int axis, int length) {
    int rank = self().shape().rank() - index.shape().rank() + 1;
    if (rank < 1) {
      throw Errors.argument(
          "scatterAdd: index %s has more axes than %s", index.shape(), self().shape());
    }
    if (axis < -rank || axis >= rank) {
      throw Errors.argument(
          "scatterAdd: axis %d for %s with index %s, expected %d to %d",
          axis, self().shape(), index.shape(), -rank, rank - 1);
    }
    if (length < 0) {
      throw Errors.argument("scatterAdd: length %d, expected 0 or more", length);
    }
    int counted = axis < 0 ? axis + rank : axis;
    return Tape.perform(new Op.ScatterAdd(self(), index, counted, length));
  }

  /** For each whole number {@code c} a row of {@code classes} zeros with a 1 at {@code c}. */
  default Tensor oneHot(int classes) {
    if (classes < 1) {
      throw Errors.argument("oneHot: %d classes, expected at least 1", classes);
    }
    Tensor.checkExact("oneHot", classes);
    var index = self();
    TensorAccess.check(index, values -> GatherOps.requirePositions("oneHot", values, classes));
    return index.expand(-1).eq(Tensor.range(classes));
  }
}
