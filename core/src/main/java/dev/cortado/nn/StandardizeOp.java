package dev.cortado.nn;

import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Tensor;
import java.util.List;

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
    // Worked out again, so that it is differentiated with the rest by whoever differentiates this.
    var deviation = deviation(x.sub(x.mean(axes)));
    var straight = g.sub(g.mean(axes));
    return List.of(straight.sub(out.mul(g.mul(out).mean(axes))).div(deviation));
  }

  private Tensor deviation(Tensor centered) {
    return centered.square().mean(axes).add(epsilon).sqrt();
  }
}
