package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;

/** What the normalizing layers have in common; channels are axis 1. */
final class Normalization {

  /** Added to a variance, so that constants do not divide by 0. */
  static final double EPSILON = 1e-5;

  private Normalization() {}

  /** A scale that starts at 1. */
  static Parameter scale(int... dims) {
    return Parameter.blank(Shape.of(dims), Init.constant(1)::draw);
  }

  /** A shift that starts at 0. */
  static Parameter shift(int... dims) {
    return Parameter.blank(Shape.of(dims), Init.zeros()::draw);
  }

  /** {@code (x − x̄)/√(σ² + ε)}, mean and variance (by 1/M) taken along axes. */
  static Tensor along(Axes axes, Tensor x, double epsilon) {
    return new StandardizeOp(x, axes, epsilon).apply();
  }

  /** {@code (x − x̄)/√(σ² + ε)} for each row and group of neighboring channels. */
  static Tensor inGroups(String operation, Tensor x, int groups, double epsilon) {
    var shape = x.shape();
    int each = shape.size() / Math.max(1, shape.dim(0) * groups);
    if (each == 1) {
      throw Errors.argument(
          "%s: %s has one value for each row and group, which its mean would take out; "
              + "use fewer groups, or layerNorm",
          operation, shape);
    }
    var grouped = x.reshape(shape.dim(0), groups, each);
    return along(Axes.kept(2), grouped, epsilon).reshape(shape);
  }

  /** {@code scale · x + shift}, a number of each for a channel. */
  static Tensor affine(Tensor x, Tensor scale, Tensor shift) {
    int rank = x.shape().rank();
    return x.mul(perChannel(scale, rank)).add(perChannel(shift, rank));
  }

  /** {@code [c] → [c, 1, …]}, so that it lines up with axis 1 of a tensor of some rank. */
  static Tensor perChannel(Tensor cell, int rank) {
    int[] dims = new int[rank - 1];
    Arrays.fill(dims, 1);
    dims[0] = cell.size();
    return cell.reshape(Shape.of(dims));
  }

  static void requireChannels(String operation, Tensor x, int channels) {
    var shape = x.shape();
    if (shape.rank() < 2 || shape.dim(1) != channels) {
      throw Errors.argument(
          "%s: %s, expected [rows, %d] or [rows, %d, ...]", operation, shape, channels, channels);
    }
  }

  static void requirePositive(String operation, String what, int count) {
    if (count < 1) {
      throw Errors.argument("%s: %d %s, expected at least 1", operation, count, what);
    }
  }
}
