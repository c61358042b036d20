package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which axes a reduction goes along, and whether they stay with length 1.
 *
 * <pre>{@code
 * var x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
 * x.mean(1);                  // [2. 5.]
 * x.mean(Axes.kept(1));       // [[2.]
 *                             //  [5.]]: subtracts from x as it is
 * }</pre>
 */
public final class Axes {

  private final int[] axes;
  private final boolean kept;

  private Axes(int[] axes, boolean kept) {
    this.axes = axes.clone();
    this.kept = kept;
  }

  /** These axes (none named: all of them), which the result no longer has. */
  public static Axes of(int... axes) {
    return new Axes(axes, false);
  }

  /** These axes (none named: all of them), which stay with length 1. */
  public static Axes kept(int... axes) {
    return new Axes(axes, true);
  }

  /** The same axes, staying with length 1. */
  Axes asKept() {
    return kept ? this : kept(axes);
  }

  /** As {@code axis 1}, {@code axes 0, 2} or {@code all axes}. */
  @Override
  public String toString() {
    if (axes.length == 0) {
      return "all axes";
    }
    var named = Arrays.stream(axes).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    return (axes.length == 1 ? "axis " : "axes ") + named;
  }

  /** Whether each axis of a shape is among them. */
  boolean[] mask(String operation, Shape shape) {
    var mask = new boolean[shape.rank()];
    if (axes.length == 0) {
      Arrays.fill(mask, true);
    }
    for (int named : axes) {
      int axis = shape.axis(operation, named);
      if (mask[axis]) {
        throw Errors.argument("%s: axis %d of %s is named twice", operation, named, shape);
      }
      mask[axis] = true;
    }
    return mask;
  }

  /** The shape that is left of one whose masked axes were reduced. */
  Shape remaining(Shape shape, boolean[] mask) {
    int[] dims = new int[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < mask.length; axis++) {
      if (!mask[axis] || kept) {
        dims[rank++] = mask[axis] ? 1 : shape.dim(axis);
      }
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }
}
