package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Draws what a test runs on: the same from the same seed. The numbers are those of SplitMix64
 * (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 *
 * <p>The first draws of a test are not left to chance: case 0 has no axes if it may, case 1 has no
 * elements, case 2 uses one tensor of several elements twice.
 */
final class Draw {

  private static final int[] LENGTHS = {1, 2, 3, 5, 7};
  private static final int MOST_ELEMENTS = 120;

  private final int number;
  private long state;

  /** Case {@code number} of the test of that name. */
  Draw(long seed, String test, int number) {
    this.number = number;
    this.state = seed;
    test.chars().forEach(c -> state = bits() ^ c);
    state = bits() + number;
  }

  private long bits() {
    state += 0x9e3779b97f4a7c15L;
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A whole number from 0 to {@code bound − 1}. */
  int below(int bound) {
    return (int) Math.floorMod(bits() >>> 1, (long) bound);
  }

  boolean oneIn(int n) {
    return below(n) == 0;
  }

  /** A number from {@code low} to {@code high}. */
  double between(double low, double high) {
    return low + (high - low) * (bits() >>> 11) * 0x1p-53;
  }

  /** Whether a test should use one tensor for both operands. */
  boolean sameTwice() {
    return number == 2 || (number > 2 && oneIn(8));
  }

  // shapes

  /** A shape with at least so many axes. */
  Shape shape(int leastRank) {
    int rank = number == 0 ? leastRank : Math.max(leastRank, 2);
    return within(() -> lengths(number <= 2 ? rank : leastRank + below(5 - leastRank)));
  }

  /** A shape of that rank. */
  Shape ofRank(int rank) {
    return within(() -> lengths(rank));
  }

  /** The axes in front of two matrices to multiply, up to two of them. */
  Shape batch() {
    int rank = number <= 1 ? 0 : below(3);
    return within(() -> lengths(rank));
  }

  private int[] lengths(int rank) {
    int[] dims = new int[rank];
    Arrays.setAll(dims, _ -> length());
    if (rank > 0 && number == 1) {
      dims[below(rank)] = 0;
    }
    return dims;
  }

  /** The length of an axis, now and then 0. */
  int length() {
    return number > 2 && oneIn(16) ? 0 : lengthOfSome();
  }

  /** The length of an axis that has entries. */
  int lengthOfSome() {
    int shortest = number == 2 ? 1 : 0;
    return LENGTHS[shortest + below(LENGTHS.length - shortest)];
  }

  private static Shape within(Supplier<int[]> dims) {
    var shape = Shape.of(dims.get());
    while (shape.size() > MOST_ELEMENTS) {
      shape = Shape.of(dims.get());
    }
    return shape;
  }

  /** Two shapes that broadcast: in turn, both are stretched, only the second, only the first. */
  List<Shape> pair() {
    var full = shape(0);
    if (number == 2) {
      return List.of(full, full);
    }
    var first = number % 3 == 1 ? full : stretchingTo(full);
    var second = number % 3 == 2 ? full : stretchingTo(full);
    return List.of(first, second);
  }

  /** A shape that stretches to another: some lengths are 1, some axes in front are missing. */
  Shape stretchingTo(Shape shape) {
    int missing = oneIn(3) ? below(shape.rank() + 1) : 0;
    int[] dims = Arrays.copyOfRange(shape.dims(), missing, shape.rank());
    for (int i = 0; i < dims.length; i++) {
      dims[i] = oneIn(3) ? 1 : dims[i];
    }
    return Shape.of(dims);
  }

  /** One of the axes of a shape. */
  int axis(Shape shape) {
    return below(shape.rank());
  }

  // tensors

  Tensor tensor(Shape shape, DoubleSupplier element) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) element.getAsDouble();
    }
    return Tensor.of(shape, values);
  }

  Tensor between(Shape shape, double low, double high) {
    return tensor(shape, () -> between(low, high));
  }

  /** Numbers of either sign, none of them near 0. */
  Tensor awayFromZero(Shape shape) {
    return tensor(shape, () -> oneIn(2) ? between(0.3, 2) : between(-2, -0.3));
  }

  /** Numbers no two of which are near each other, the fraction of each step their own. */
  Tensor apart(Shape shape, double fraction) {
    var order = shuffled(shape.size());
    int[] next = {0};
    return tensor(shape, () -> 0.125 * (order.get(next[0]++) - shape.size() / 2 + fraction));
  }

  private List<Integer> shuffled(int n) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < n; i++) {
      order.add(below(i + 1), i);
    }
    return order;
  }

  /** The axes of a shape in some order. */
  List<Integer> order(Shape shape) {
    return shuffled(shape.rank());
  }

  /** Whole numbers below {@code length}, in a shape of up to two axes. */
  Tensor index(int length) {
    var shape = ofRank(number == 0 ? 0 : below(3));
    return tensor(length == 0 ? Shape.of(0) : shape, () -> below(length));
  }
}
