package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * An array of doubles with a shape, told element by element: slow, obvious, and sharing nothing
 * with the tensors that it checks.
 */
final class DoubleTensor {

  private final Shape shape;
  private final double[] data;

  private DoubleTensor(Shape shape, double[] data) {
    this.shape = shape;
    this.data = data;
  }

  /** The elements of a tensor, widened. */
  static DoubleTensor of(Tensor tensor) {
    float[] values = tensor.toArray();
    double[] data = new double[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = values[i];
    }
    return new DoubleTensor(tensor.shape(), data);
  }

  static DoubleTensor zeros(Shape shape) {
    return new DoubleTensor(shape, new double[shape.size()]);
  }

  /** All 0 but for one 1, counted row by row. */
  static DoubleTensor unit(Shape shape, int position) {
    var unit = zeros(shape);
    unit.data[position] = 1;
    return unit;
  }

  /** What {@code element} gives for each index; it may read the index, and not keep it. */
  static DoubleTensor build(Shape shape, ToDoubleFunction<int[]> element) {
    double[] data = new double[shape.size()];
    int[] dims = shape.dims();
    int[] index = new int[dims.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = element.applyAsDouble(index);
      for (int axis = dims.length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return new DoubleTensor(shape, data);
  }

  Shape shape() {
    return shape;
  }

  int size() {
    return data.length;
  }

  /** The element at a position, counted row by row. */
  double get(int position) {
    return data[position];
  }

  /** The element at an index. */
  double at(int... index) {
    int position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.dim(axis) + index[axis];
    }
    return data[position];
  }

  /** The element that lands at an index when this is broadcast: aligned right, length 1 repeats. */
  double stretchedAt(int... index) {
    int[] own = new int[shape.rank()];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = shape.dim(axis) == 1 ? 0 : index[index.length - own.length + axis];
    }
    return at(own);
  }

  DoubleTensor map(DoubleUnaryOperator function) {
    return build(shape, index -> function.applyAsDouble(at(index)));
  }

  DoubleTensor absolute() {
    return map(Math::abs);
  }

  /** {@code this + step · direction}. */
  DoubleTensor moved(double step, DoubleTensor direction) {
    return build(shape, index -> at(index) + step * direction.at(index));
  }

  /** The sum of the products of the elements of two. */
  double dot(DoubleTensor other) {
    double sum = 0;
    for (int i = 0; i < data.length; i++) {
      sum += data[i] * other.data[i];
    }
    return sum;
  }

  /** The largest absolute value; 0 of nothing. */
  double magnitude() {
    double largest = 0;
    for (double value : data) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
