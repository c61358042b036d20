package dev.cortado.tensor;

import dev.cortado.internal.Errors;
import java.util.Arrays;
import java.util.function.BiFunction;

/**
 * What goes along axes. {@code x.sum()} takes them all, {@code x.sum(0)} one (−1 is the last),
 * {@code x.sum(0, 2)} several; with {@link Axes#kept} they stay with length 1. Neighboring axes are
 * taken as one; groups of them from the last to the first.
 */
public sealed interface Aggregation permits Tensor {

  private Tensor self() {
    return (Tensor) this;
  }

  /** The sum; 0 of nothing. */
  default Tensor sum(int... axes) {
    return sum(Axes.of(axes));
  }

  /** The sum; 0 of nothing. */
  default Tensor sum(Axes axes) {
    return reduce("sum", axes, (x, axis) -> Tape.perform(new Op.Sum(x, axis)));
  }

  /** The mean; NaN of nothing. */
  default Tensor mean(int... axes) {
    return mean(Axes.of(axes));
  }

  /** The mean; NaN of nothing. */
  default Tensor mean(Axes axes) {
    int count = count("mean", axes);
    return sum(axes).div(count);
  }

  /** The mean squared distance from the mean, {@code Σ(x − x̄)² / M}. */
  default Tensor variance(int... axes) {
    return variance(Axes.of(axes));
  }

  /** The mean squared distance from the mean, {@code Σ(x − x̄)² / M}. */
  default Tensor variance(Axes axes) {
    return squaredDistances("variance", axes).div(count("variance", axes));
  }

  /**
   * The unbiased estimate of a variance from a sample, {@code Σ(x − x̄)² / (M − 1)}; NaN of less
   * than two.
   */
  default Tensor sampleVariance(int... axes) {
    return sampleVariance(Axes.of(axes));
  }

  /**
   * The unbiased estimate of a variance from a sample, {@code Σ(x − x̄)² / (M − 1)}; NaN of less
   * than two.
   */
  default Tensor sampleVariance(Axes axes) {
    int count = count("sampleVariance", axes);
    return squaredDistances("sampleVariance", axes).div(Math.max(count - 1, 0));
  }

  private Tensor squaredDistances(String operation, Axes axes) {
    int count = count(operation, axes);
    var means = sum(axes.asKept()).div(count);
    return self().sub(means).square().sum(axes);
  }

  /** The largest; NaN if one is. */
  default Tensor max(int... axes) {
    return max(Axes.of(axes));
  }

  /** The largest; NaN if one is. */
  default Tensor max(Axes axes) {
    requireEntries("max", axes);
    return reduce("max", axes, (x, axis) -> Tape.perform(new Op.Max(x, axis)));
  }

  /** The smallest; NaN if one is. */
  default Tensor min(int... axes) {
    return min(Axes.of(axes));
  }

  /** The smallest; NaN if one is. */
  default Tensor min(Axes axes) {
    requireEntries("min", axes);
    return self().neg().max(axes).neg();
  }

  /** The product; 1 of nothing. */
  default Tensor prod(int... axes) {
    return prod(Axes.of(axes));
  }

  /** The product; 1 of nothing. */
  default Tensor prod(Axes axes) {
    return reduce("prod", axes, Aggregation::product);
  }

  /** Folds the second half onto the first until one is left: {@code docs/numerics.md}. */
  private static Tensor product(Tensor x, int axis) {
    int n = x.shape().dim(axis);
    if (n == 0) {
      return Tensor.full(x.shape().withDim(axis, 1), 1);
    }
    var folded = x;
    while (n > 1) {
      int half = (n + 1) / 2;
      var products = folded.slice(axis, 0, n - half).mul(folded.slice(axis, half, n));
      folded =
          n % 2 == 0 ? products : Tensor.concat(axis, products, folded.slice(axis, n - half, half));
      n = half;
    }
    return folded;
  }

  /**
   * The sums of all entries up to each along an axis, which keeps its length: {@code [1, 2, 3] →
   * [1, 3, 6]}.
   */
  default Tensor cumsum(int axis) {
    var shape = self().shape();
    int counted = shape.axis("cumsum", axis);
    int n = shape.dim(counted);
    var sums = self();
    for (int shift = 1; shift < n; shift *= 2) {
      var zeros = Tensor.zeros(shape.withDim(counted, shift));
      sums = sums.add(Tensor.concat(counted, zeros, sums.slice(counted, 0, n - shift)));
    }
    return sums;
  }

  /** The index of the first largest along an axis, which is dropped. */
  default Tensor argMax(int axis) {
    int counted = self().shape().axis("argMax", axis);
    var kept = Tape.perform(new Op.ArgMax(self(), counted));
    return kept.reshape(kept.shape().without(counted));
  }

  /** The index of the first smallest along an axis, which is dropped. */
  default Tensor argMin(int axis) {
    requireEntries("argMin", Axes.of(axis));
    return self().neg().argMax(axis);
  }

  /**
   * The indices that sort an axis from small to large; equal entries keep their order, NaN comes
   * last.
   */
  default Tensor argSort(int axis) {
    return argSort("argSort", axis, false);
  }

  private Tensor argSort(String operation, int axis, boolean descending) {
    int counted = self().shape().axis(operation, axis);
    return Tape.perform(new Op.ArgSort(self(), counted, descending));
  }

  /** Sorted along an axis from small to large, NaN last; gradients go where the entries were. */
  default Tensor sort(int axis) {
    return GatherOps.along("sort", self(), argSort("sort", axis, false), axis);
  }

  /**
   * The indices of the {@code k} largest along an axis, largest first; of equal entries the first,
   * NaN after all numbers.
   */
  default Tensor argTopK(int k, int axis) {
    return argTopK("argTopK", k, axis);
  }

  private Tensor argTopK(String operation, int k, int axis) {
    int length = self().shape().dim(self().shape().axis(operation, axis));
    if (k < 0 || k > length) {
      throw Errors.argument(
          "%s: %d of axis %d of %s, expected 0 to %d", operation, k, axis, self().shape(), length);
    }
    return argSort(operation, axis, true).slice(axis, 0, k);
  }

  /** The {@code k} largest along an axis, largest first; gradients go where the entries were. */
  default Tensor topK(int k, int axis) {
    return GatherOps.along("topK", self(), argTopK("topK", k, axis), axis);
  }

  /** {@code log Σ e^x} along an axis, without overflow: −∞ where every {@code x} is. */
  default Tensor logSumExp(int axis) {
    var kept = logSumExpKept(axis);
    return kept.reshape(kept.shape().without(kept.shape().axis("logSumExp", axis)));
  }

  private Tensor logSumExpKept(int axis) {
    var shift = shift("logSumExp", axis);
    return self().sub(shift).exp().sum(Axes.kept(axis)).log().add(shift);
  }

  /**
   * {@code e^x / Σ e^x} along an axis: from 0 to 1, with sum 1. Where every {@code x} is −∞, or one
   * is +∞, there are no such numbers, and NaN says so.
   */
  default Tensor softmax(int axis) {
    var powers = self().sub(shift("softmax", axis)).exp();
    return powers.div(powers.sum(Axes.kept(axis)));
  }

  /** {@code log(softmax(x))} along an axis, accurate where the softmax is 0. */
  default Tensor logSoftmax(int axis) {
    var shifted = self().sub(shift("logSoftmax", axis));
    return shifted.sub(shifted.exp().sum(Axes.kept(axis)).log());
  }

  /**
   * The largest along an axis, or 0 if that is infinite. Any shift gives the same softmax, so it
   * has no gradient.
   */
  private Tensor shift(String operation, int axis) {
    requireEntries(operation, Axes.of(axis));
    return Tape.unrecorded(() -> {
      var largest = self().max(Axes.kept(axis));
      var finite = largest.abs().lt(Double.POSITIVE_INFINITY);
      return finite.where(largest, Tensor.scalar(0));
    });
  }

  private int count(String operation, Axes axes) {
    var mask = axes.mask(operation, self().shape());
    int count = 1;
    for (int axis = 0; axis < mask.length; axis++) {
      count *= mask[axis] ? self().shape().dim(axis) : 1;
    }
    return count;
  }

  private void requireEntries(String operation, Axes axes) {
    if (count(operation, axes) == 0) {
      throw Errors.argument(
          "%s: %s of %s: no entries, expected at least one", operation, axes, self().shape());
    }
  }

  /**
   * Reduces groups of neighboring axes, each taken as one axis, from the last group to the first.
   */
  private Tensor reduce(String operation, Axes axes, BiFunction<Tensor, Integer, Tensor> along) {
    var shape = self().shape();
    var mask = axes.mask(operation, shape);
    int[] dims = shape.dims();
    var x = self();
    for (int end = dims.length; end > 0; end--) {
      if (!mask[end - 1]) {
        continue;
      }
      int start = end - 1;
      while (start > 0 && mask[start - 1]) {
        start--;
      }
      x = along.apply(x.reshape(merged(dims, start, end)), start);
      Arrays.fill(dims, start, end, 1);
      end = start + 1;
    }
    return x.reshape(axes.remaining(shape, mask));
  }

  private static Shape merged(int[] dims, int start, int end) {
    int[] merged = new int[dims.length - (end - start) + 1];
    System.arraycopy(dims, 0, merged, 0, start);
    merged[start] = 1;
    for (int axis = start; axis < end; axis++) {
      merged[start] *= dims[axis];
    }
    System.arraycopy(dims, end, merged, start + 1, dims.length - end);
    return Shape.of(merged);
  }
}
