package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable array of 32-bit floats with any number of axes, dense and row by row.
 *
 * <pre>{@code
 * var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
 * var centered = x.sub(x.mean(0));        // [[-1.5 -1.5 -1.5]
 *                                         //  [ 1.5  1.5  1.5]]
 * }</pre>
 *
 * <p>What can be done with one is told in three parts: {@link Arithmetic} element by element,
 * {@link Aggregation} along axes, {@link Arrangement} of the same elements; the matrix product is
 * here. Two tensors are equal as objects only if they are the same one; {@link #sameBits} compares
 * what they hold.
 */
public final class Tensor implements Arithmetic, Aggregation, Arrangement {

  private final Shape shape;
  private float @Nullable [] data;
  private boolean kept;

  private Tensor(Shape shape, float[] data) {
    this.shape = shape;
    this.data = data;
  }

  /** A tensor around an array that nobody else will write to. */
  static Tensor wrap(Shape shape, float[] data) {
    return new Tensor(shape, data);
  }

  private static Tensor created(Shape shape, float[] data) {
    var tensor = wrap(shape, data);
    var listener = TensorAccess.listener();
    if (listener != null) {
      listener.created(tensor);
    }
    return tensor;
  }

  /** A single number. */
  public static Tensor scalar(double value) {
    return created(Shape.of(), new float[] {(float) value});
  }

  /** A row. */
  public static Tensor of(float... values) {
    return created(Shape.of(values.length), values.clone());
  }

  /** A matrix, row by row. */
  public static Tensor of(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    var shape = Shape.of(rows.length, columns);
    float[] data = new float[shape.size()];
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != columns) {
        throw Errors.argument(
            "tensor: row %d has %d values, row 0 has %d", r, rows[r].length, columns);
      }
      System.arraycopy(rows[r], 0, data, r * columns, columns);
    }
    return created(shape, data);
  }

  /** Values row by row in a shape. */
  public static Tensor of(Shape shape, float... values) {
    if (values.length != shape.size()) {
      throw Errors.argument(
          "tensor: %,d values for shape %s, which has %,d", values.length, shape, shape.size());
    }
    return created(shape, values.clone());
  }

  /**
   * Values row by row that are written where they will lie, for tables too large to be copied. The
   * buffer is the writer's only until it returns.
   */
  public static Tensor written(Shape shape, Consumer<FloatBuffer> writer) {
    float[] data = new float[shape.size()];
    writer.accept(FloatBuffer.wrap(data));
    return created(shape, data);
  }

  /** All the same. */
  public static Tensor full(Shape shape, double value) {
    float[] data = new float[shape.size()];
    Arrays.fill(data, (float) value);
    return created(shape, data);
  }

  /** All 0. */
  public static Tensor zeros(int... dims) {
    return zeros(Shape.of(dims));
  }

  /** All 0. */
  public static Tensor zeros(Shape shape) {
    return created(shape, new float[shape.size()]);
  }

  /** All 1. */
  public static Tensor ones(int... dims) {
    return full(Shape.of(dims), 1);
  }

  /** {@code 0, 1, …, n − 1}. */
  public static Tensor range(int n) {
    var shape = Shape.of(n);
    checkExact("range", n);
    float[] data = new float[n];
    for (int i = 0; i < n; i++) {
      data[i] = i;
    }
    return created(shape, data);
  }

  /** {@code n} numbers evenly from {@code first} to {@code last}, both included. */
  public static Tensor linspace(double first, double last, int n) {
    if (n < 2) {
      throw Errors.argument("linspace: %d points, expected at least 2", n);
    }
    float[] data = new float[n];
    for (int i = 0; i < n; i++) {
      data[i] = (float) (first + (last - first) * i / (n - 1));
    }
    return created(Shape.of(n), data);
  }

  /** The identity matrix. */
  public static Tensor eye(int n) {
    float[] data = new float[Shape.of(n, n).size()];
    for (int i = 0; i < n; i++) {
      data[i * n + i] = 1;
    }
    return created(Shape.of(n, n), data);
  }

  /**
   * Tensors one after the other along an axis; their other axes agree. {@code [2, 3], [4, 3] → [6,
   * 3]} along axis 0.
   */
  public static Tensor concat(int axis, Tensor... tensors) {
    requireSome("concat", tensors);
    int counted = tensors[0].shape.axis("concat", axis);
    return Tape.perform(new Op.Concat(List.of(tensors), counted));
  }

  /**
   * Tensors of one shape, one after the other along a new axis. {@code [3], [3] → [2, 3]} along
   * axis 0.
   */
  public static Tensor stack(int axis, Tensor... tensors) {
    requireSome("stack", tensors);
    for (var tensor : tensors) {
      if (!tensor.shape.equals(tensors[0].shape)) {
        throw Errors.argument(
            "stack: %s and %s, expected one shape", tensors[0].shape, tensor.shape);
      }
    }
    return concat(
        axis,
        Arrays.stream(tensors)
            .map(tensor -> ShapeOps.expand("stack", tensor, axis))
            .toArray(Tensor[]::new));
  }

  private static void requireSome(String operation, Tensor[] tensors) {
    if (tensors.length == 0) {
      throw Errors.argument("%s: no tensors", operation);
    }
  }

  /** Whole numbers up to 2²⁴ are exact in a float; an index must be. */
  static void checkExact(String operation, int count) {
    if (count > 1 << 24) {
      throw Errors.argument(
          "%s: %,d entries, indices above %,d are not exact in a float", operation, count, 1 << 24);
    }
  }

  /** The lengths of its axes. */
  public Shape shape() {
    return shape;
  }

  /** How many elements it has. */
  public int size() {
    return shape.size();
  }

  /** The one number of a tensor that has a single element. */
  public float item() {
    if (size() != 1) {
      throw Errors.argument("item: %s has %,d elements, expected one", shape, size());
    }
    looked("item");
    return data()[0];
  }

  /** The element at an index for each axis; −1 is the last. */
  public float at(int... index) {
    if (index.length != shape.rank()) {
      throw Errors.argument(
          "at: index %s for %s, expected a number for each of its %d axes",
          Arrays.toString(index), shape, shape.rank());
    }
    int offset = 0;
    for (int axis = 0; axis < index.length; axis++) {
      int length = shape.dim(axis);
      if (index[axis] < -length || index[axis] >= length) {
        throw Errors.argument(
            "at: index %d on axis %d of %s, which has %d entries",
            index[axis], axis, shape, length);
      }
      offset = offset * length + (index[axis] < 0 ? index[axis] + length : index[axis]);
    }
    looked("at");
    return data()[offset];
  }

  /** Its elements row by row, in an array of their own. */
  public float[] toArray() {
    looked("toArray");
    return data().clone();
  }

  /** Copies its elements row by row into an array. */
  public void copyTo(float[] target, int from) {
    copyTo(0, size(), target, from);
  }

  /** Copies {@code count} of its elements, counted row by row, into an array. */
  public void copyTo(int first, int count, float[] target, int from) {
    if (first < 0 || count < 0 || first > size() - count) {
      throw Errors.argument(
          "copyTo: %,d elements of %s from element %,d on, which has %,d",
          count, shape, first, size());
    }
    if (from < 0 || from > target.length - count) {
      throw Errors.argument(
          "copyTo: %,d elements from index %,d on do not fit an array of %,d",
          count, from, target.length);
    }
    looked("copyTo");
    System.arraycopy(data(), first, target, from, count);
  }

  /**
   * Lets a consumer read the elements, row by row, without a copy. A training step that does so is
   * not compiled, since what is computed may depend on what was seen.
   */
  public void inspect(Consumer<FloatBuffer> reader) {
    looked("inspect");
    reader.accept(FloatBuffer.wrap(data()).asReadOnlyBuffer());
  }

  private void looked(String operation) {
    var listener = TensorAccess.listener();
    if (listener != null) {
      listener.looked(operation, this);
    }
  }

  /** Whether both have the same shape and the same bits; all NaN count as the same. */
  public boolean sameBits(Tensor other) {
    looked("sameBits");
    other.looked("sameBits");
    return shape.equals(other.shape) && Arrays.equals(data(), other.data());
  }

  /**
   * The matrix product. {@code [m, k] × [k, n] → [m, n]}; a row on the left or a column on the
   * right is taken as such and its axis dropped; axes in front are a batch and broadcast.
   */
  public Tensor matmul(Tensor other) {
    return matmul(this, false, other, false);
  }

  /**
   * The matrix product of operands that may be transposed (their last two axes exchanged) without a
   * copy.
   */
  public static Tensor matmul(Tensor a, boolean aTransposed, Tensor b, boolean bTransposed) {
    if (a.shape.rank() == 0 || b.shape.rank() == 0) {
      throw Errors.argument("matmul: %s × %s: a single number; use mul", a.shape, b.shape);
    }
    boolean row = a.shape.rank() == 1;
    boolean column = b.shape.rank() == 1;
    var left = row ? a.reshape(1, a.size()) : a;
    var right = column ? b.reshape(b.size(), 1) : b;
    var product =
        Tape.perform(new Op.MatMul(left, aTransposed && !row, right, bTransposed && !column));
    var result = product.shape;
    if (column) {
      result = result.without(result.rank() - 1);
    }
    if (row) {
      result = result.without(result.rank() - (column ? 1 : 2));
    }
    return row || column ? product.reshape(result) : product;
  }

  /**
   * The same numbers as a constant: no gradient goes through, and the end of a step does not touch
   * it.
   */
  public Tensor detach() {
    var detached = wrap(shape, data());
    var listener = TensorAccess.listener();
    if (listener != null) {
      listener.renamed(this, detached);
    }
    return detached;
  }

  /** Stays usable when the step that computed it is over; otherwise it is let go. */
  public Tensor keep() {
    data();
    kept = true;
    return this;
  }

  /** Its elements, for reading only. */
  float[] data() {
    var values = data;
    if (values == null) {
      throw Errors.state(
          "tensor %s belongs to a step that is over; keep() it inside the step, or return it",
          shape);
    }
    return values;
  }

  /** Lets go of the elements. */
  void release() {
    if (!kept) {
      data = null;
    }
  }

  /** As NumPy prints it; when its step is over, only its shape. */
  @Override
  public String toString() {
    looked("toString");
    var values = data;
    return values == null
        ? "tensor " + shape + " of a step that is over"
        : TensorText.of(shape, values);
  }
}
