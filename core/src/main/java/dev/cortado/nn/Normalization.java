package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

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

  /**
   * Brought to mean 0 and variance 1 along axes: {@code n = (x − x̄)/s}, {@code s = √(σ² + ε)}. An
   * operation of its own, because its derivative is short where those of its parts are long:
   *
   * <pre>
   * ∂x = (g − mean(g) − n·mean(g·n)) / s
   * </pre>
   *
   * @param axes which stay with length 1
   */
  record StandardizeOp(Tensor x, Axes axes, double epsilon) implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return List.of(x);
    }

    @Override
    public Tensor evaluate() {
      var centered = x.sub(x.mean(axes));
      return centered.div(deviation(centered));
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor g) {
      // Computed again, so that it is part of a derivative of this gradient.
      var deviation = deviation(x.sub(x.mean(axes)));
      var straight = g.sub(g.mean(axes));
      return List.of(straight.sub(out.mul(g.mul(out).mean(axes))).div(deviation));
    }

    private Tensor deviation(Tensor centered) {
      return centered.square().mean(axes).add(epsilon).sqrt();
    }
  }

  /**
   * Brought to mean 0 and variance 1 along axes, then to a scale and a shift that vary along the
   * others: {@code y = d·(γ/s) + β}, {@code d = x − x̄}, {@code s = √(σ² + ε)}. An operation of its
   * own, because its derivative takes two sums, which are those of the shift and, but for {@code
   * 1/s}, of the scale:
   *
   * <pre>
   * ∂β = Σg
   * ∂γ = Σ(g·d) / s
   * ∂x = (g − Σg/M − d·(Σ(g·d)/M/s²))·(γ/s)
   * </pre>
   *
   * @param axes which stay with length 1, {@code M} numbers each
   */
  record NormalizeOp(Tensor x, Tensor scale, Tensor shift, Axes axes, double epsilon)
      implements Op.Custom {

    @Override
    public List<Tensor> inputs() {
      return List.of(x, scale, shift);
    }

    @Override
    public Tensor evaluate() {
      var centered = x.sub(x.mean(axes));
      return centered.mul(scale.div(squaredDeviation(centered).sqrt())).add(shift);
    }

    @Override
    public List<Tensor> pullback(Tensor out, Tensor g) {
      // Computed again, so that it is part of a derivative of this gradient.
      var centered = x.sub(x.mean(axes));
      var squared = squaredDeviation(centered);
      var deviation = squared.sqrt();
      var moments = g.mul(centered);
      var straight = g.sub(g.mean(axes));
      var slope = moments.mean(axes).div(squared);
      return List.of(
          straight.sub(centered.mul(slope)).mul(scale.div(deviation)),
          moments.sum(axes).div(deviation).reshape(scale.shape()),
          g.sum(axes).reshape(shift.shape()));
    }

    /** {@code s²}. */
    private Tensor squaredDeviation(Tensor centered) {
      return centered.square().mean(axes).add(epsilon);
    }
  }
}
