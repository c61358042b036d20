package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The lengths of a tensor's axes: {@code []} is a single number, {@code [3]} a row, {@code [2, 3]}
 * two rows of three. An axis may have length 0.
 */
public final class Shape {

  /** The most elements that an array of this virtual machine can hold. */
  public static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  private static final Shape SCALAR = new Shape(new int[0], 1);

  private final int[] dims;
  private final int size;

  private Shape(int[] dims, int size) {
    this.dims = dims;
    this.size = size;
  }

  /** The shape with these lengths. */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone(), checkedSize(dims));
  }

  private static int checkedSize(int[] dims) {
    long elements = 1;
    boolean empty = false;
    for (int dim : dims) {
      if (dim < 0) {
        throw Errors.argument("shape: %s has a negative length", Arrays.toString(dims));
      }
      empty |= dim == 0;
      elements *= Math.max(dim, 1);
      if (elements > MAX_SIZE) {
        throw Errors.argument(
            "shape: %s has more than %,d elements, the most that one array can hold",
            Arrays.toString(dims), MAX_SIZE);
      }
    }
    return empty ? 0 : (int) elements;
  }

  /** How many axes there are; 0 for a single number. */
  public int rank() {
    return dims.length;
  }

  /** How many elements there are: the product of the lengths. */
  public int size() {
    return size;
  }

  /** The length of an axis; −1 is the last one. */
  public int dim(int axis) {
    return dims[axis("dim", axis)];
  }

  /** The lengths, outermost first. */
  public int[] dims() {
    return dims.clone();
  }

  /**
   * The shape of so many of these, one after the other: 32 rows of {@code [4]} are {@code [32, 4]}.
   */
  public Shape rows(int count) {
    int[] longer = new int[rank() + 1];
    longer[0] = count;
    System.arraycopy(dims, 0, longer, 1, rank());
    return of(longer);
  }

  /** The lengths themselves, for reading only. */
  int[] lengths() {
    return dims;
  }

  /**
   * The shape that two shapes broadcast to, by NumPy's rule: aligned at the right, 1 stretches,
   * nothing else does.
   */
  public Shape broadcast(Shape other) {
    return broadcast("broadcast", other);
  }

  Shape broadcast(String operation, Shape other) {
    if (Arrays.equals(dims, other.dims)) {
      return this;
    }
    int[] result = new int[Math.max(rank(), other.rank())];
    for (int i = 1; i <= result.length; i++) {
      int mine = i <= dims.length ? dims[dims.length - i] : 1;
      int theirs = i <= other.dims.length ? other.dims[other.dims.length - i] : 1;
      if (mine != theirs && mine != 1 && theirs != 1) {
        throw disagreement(operation, other, result.length - i, mine, theirs);
      }
      result[result.length - i] = mine == 1 ? theirs : mine;
    }
    return of(result);
  }

  private IllegalArgumentException disagreement(
      String operation, Shape other, int dimension, int mine, int theirs) {
    return Errors.argument(
        "%s: %s and %s: dimension %d is %d vs %d\n  %s\n  %s",
        operation, this, other, dimension, mine, theirs, aligned(other), other.aligned(this));
  }

  /**
   * This shape as the broadcasting rule reads it: each length above or below the other's, empty
   * where there is none.
   */
  private String aligned(Shape other) {
    var text = new StringBuilder();
    for (int i = Math.max(rank(), other.rank()); i >= 1; i--) {
      var mine = i <= rank() ? String.valueOf(dims[rank() - i]) : "";
      var theirs = i <= other.rank() ? String.valueOf(other.dims[other.rank() - i]) : "";
      text.append(" ".repeat(Math.max(0, theirs.length() - mine.length()))).append(mine);
      if (i > 1) {
        text.append(i <= rank() ? ", " : "  ");
      }
    }
    return "[" + text + "]";
  }

  /** The axis counted from the front; −1 is the last one. */
  int axis(String operation, int axis) {
    if (rank() == 0) {
      throw Errors.argument("%s: axis %d of %s, which has no axes", operation, axis, this);
    }
    if (axis < -rank() || axis >= rank()) {
      throw Errors.argument(
          "%s: axis %d of %s, expected %d to %d", operation, axis, this, -rank(), rank() - 1);
    }
    return axis < 0 ? axis + rank() : axis;
  }

  /** This shape with one length changed. */
  Shape withDim(int axis, int length) {
    int[] changed = dims.clone();
    changed[axis] = length;
    return of(changed);
  }

  /** This shape without one axis. */
  Shape without(int axis) {
    int[] rest = new int[rank() - 1];
    System.arraycopy(dims, 0, rest, 0, axis);
    System.arraycopy(dims, axis + 1, rest, axis, rest.length - axis);
    return of(rest);
  }

  /** The product of the lengths of axes {@code from} to {@code to − 1}. */
  int product(int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= dims[axis];
    }
    return product;
  }

  /** How far apart neighbors along each axis lie in a dense array. */
  int[] strides() {
    int[] strides = new int[rank()];
    int stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return strides;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As {@code [2, 3]}. */
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
