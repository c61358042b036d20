package dev.cortado.nn;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * A term of the loss that keeps weights small: {@code λ·Σ|θ|^p}. There is no ½, so the gradient of
 * {@link #l2} is {@code 2λθ}: under plain descent at rate {@code α} it shrinks weights as a decay
 * of {@code 2λ} in the optimizer does, which adds {@code decay·θ} to the gradient.
 *
 * <pre>{@code
 * loss.apply(model.forward(x, pass), y).add(Penalty.l2(1e-4).of(model));
 * }</pre>
 *
 * @param power {@code p}
 * @param weight {@code λ}
 */
public record Penalty(double power, double weight) {

  public Penalty {
    Require.positive("penalty", "power", power);
    Require.notNegative("penalty", "weight", weight);
  }

  /** {@code λ·Σ|θ|}: drives weights to 0. */
  public static Penalty l1(double weight) {
    return new Penalty(1, weight);
  }

  /** {@code λ·Σθ²} (Tikhonov): keeps weights small. */
  public static Penalty l2(double weight) {
    return new Penalty(2, weight);
  }

  /** {@code λ·Σ|θ|^p}. At 0 its gradient is taken as 0, also for {@code p < 1}. */
  public static Penalty lp(double power, double weight) {
    return new Penalty(power, weight);
  }

  /** The cost of a model's {@linkplain #weights weights}. */
  public Tensor of(Layer layer) {
    return of(weights(layer));
  }

  /**
   * A model's weights: its parameters with at least two axes. Biases, scales and shifts have one,
   * and are free to be as large as the data asks.
   */
  public static List<Parameter> weights(Layer layer) {
    return layer.parameters().stream().filter(cell -> cell.shape().rank() >= 2).toList();
  }

  /** The cost of some parameters. */
  public Tensor of(Collection<Parameter> parameters) {
    var sum = Tensor.scalar(0);
    for (var parameter : parameters) {
      sum = sum.add(powers(parameter.value()).sum());
    }
    return sum.mul(weight);
  }

  private Tensor powers(Tensor theta) {
    if (power == 1) {
      return theta.abs();
    }
    if (power == 2) {
      return theta.square();
    }
    // The logarithm of 0 has no gradient.
    var some = theta.abs().gt(0);
    var zero = Tensor.scalar(0);
    return some.where(some.where(theta.abs(), Tensor.scalar(1)).pow(power), zero);
  }
}
