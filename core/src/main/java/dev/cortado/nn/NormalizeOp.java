package dev.cortado.nn;

import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tensor;
import java.util.List;

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
    // Worked out again, so that it is differentiated with the rest by whoever differentiates this.
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
