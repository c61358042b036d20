package dev.cortado.nn;

import static dev.cortado.nn.ActivationProperties.Slope.ALIVE;
import static dev.cortado.nn.ActivationProperties.Slope.DEAD;
import static dev.cortado.nn.ActivationProperties.Slope.FLAT;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * The nonlinearity of a layer: {@code y = a(z)}, element by element but for {@link Softmax}.
 * Without one between them, layers collapse into a single one.
 *
 * <pre>{@code
 * Dense.of(2, 20, Activation.relu());
 * }</pre>
 *
 * <p>NaN stays NaN.
 */
public sealed interface Activation extends Layer {

  /** {@code z}: for regression outputs and logits. */
  record Identity() implements Activation {}

  /** 1 if {@code z ≥ 0} (or, strictly, {@code z > 0}), else 0; its derivative is taken as 1. */
  record Heaviside(boolean strict) implements Activation {}

  /** 1 if {@code z ≥ 0}, else −1; its derivative is taken as 1. */
  record Sign() implements Activation {}

  /** {@code 1/(1 + e^−z)}, in (0, 1). */
  record Sigmoid() implements Activation {}

  /** The hyperbolic tangent, in (−1, 1). */
  record Tanh() implements Activation {}

  /** {@code max(0, z)}; the derivative at 0 is 0, or 1 as some lectures have it. */
  record Relu(boolean oneAtZero) implements Activation {}

  /**
   * {@code z} if {@code z ≥ 0}, else {@code slope·z}; the derivative at 0 is 1 (in PyTorch: slope).
   */
  record LeakyRelu(double slope) implements Activation {}

  /**
   * {@code z} if {@code z ≥ 0}, else {@code slope·z}, where the slope is learned (He et al., 2015).
   */
  record Prelu(Parameter slope) implements Activation {}

  /** {@code z} if {@code z > 0}, else {@code α(e^z − 1)}; the derivative at 0 is {@code α}. */
  record Elu(double alpha) implements Activation {}

  /**
   * {@code λ·z} if {@code z > 0}, else {@code λ·α(e^z − 1)}, with {@code λ = 1.0507} and {@code α =
   * 1.6733}, for which outputs of mean 0 and variance 1 are a fixed point of a deep network whose
   * weights start as {@link Init#lecun} (Klambauer et al., 2017).
   */
  record Selu() implements Activation {}

  /** {@code log(1 + e^z)}: a positive output, for a spread or a rate. */
  record Softplus() implements Activation {}

  /**
   * {@code z·Φ(z)}, {@code Φ} the normal distribution function: exact, or by tanh as GPT-2 has it.
   */
  record Gelu(boolean byTanh) implements Activation {}

  /** {@code z·σ(z)}, also called swish. */
  record Silu() implements Activation {}

  /** {@code z·tanh(log(1 + e^z))} (Misra, 2019). */
  record Mish() implements Activation {}

  /**
   * {@code z} cut off below {@code low} and above {@code high}: piecewise linear, the hard tanh.
   */
  record HardTanh(double low, double high) implements Activation {}

  /** {@code e^z_k / Σ e^z_l} along the last axis: positive, with sum 1. */
  record Softmax() implements Activation {}

  @Override
  default Tensor forward(Tensor z, Pass pass) {
    return switch (this) {
      case Identity _ -> z;
      case Heaviside(boolean strict) -> step(z, strict ? z.gt(0) : z.ge(zero()));
      case Sign _ -> step(z, z.ge(zero()).mul(2).sub(1));
      case Sigmoid _ -> z.sigmoid();
      case Tanh _ -> z.tanh();
      case Relu(boolean oneAtZero) -> oneAtZero ? z.lt(0).where(zero(), z) : z.relu();
      case LeakyRelu(double slope) -> leaky(z, Tensor.scalar(slope));
      case Prelu(var slope) -> leaky(z, slope.value());
      case Elu(double alpha) -> elu(z, alpha);
      case Selu _ -> elu(z, 1.6732632423543772).mul(1.0507009873554805);
      case Softplus _ -> z.softplus();
      case Gelu(boolean byTanh) -> byTanh ? geluByTanh(z) : gelu(z);
      case Silu _ -> z.mul(z.sigmoid());
      case Mish _ -> z.mul(z.softplus().tanh());
      case HardTanh(double low, double high) -> z.clip(low, high);
      case Softmax _ -> z.softmax(-1);
    };
  }

  /** How the weights of the layer before it should start. */
  default Init init() {
    return switch (this) {
      case Relu _, LeakyRelu _, Prelu _, Elu _, Gelu _, Silu _, Mish _ -> Init.he();
      case Selu _ -> Init.lecun();
      case Identity _, Heaviside _, Sign _, Sigmoid _, Tanh _, Softplus _, HardTanh _, Softmax _ ->
          Init.glorotUniform();
    };
  }

  /** Its properties. */
  default ActivationProperties traits() {
    double infinity = Double.POSITIVE_INFINITY;
    return switch (this) {
      case Identity _ -> new ActivationProperties(-infinity, infinity, ALIVE, ALIVE, false);
      case Heaviside _ -> new ActivationProperties(0, 1, ALIVE, ALIVE, false);
      case Sign _ -> new ActivationProperties(-1, 1, ALIVE, ALIVE, false);
      case Sigmoid _, Softmax _ -> new ActivationProperties(0, 1, FLAT, FLAT, true);
      case Tanh _ -> new ActivationProperties(-1, 1, FLAT, FLAT, true);
      case Relu _ -> new ActivationProperties(0, infinity, DEAD, ALIVE, false);
      case LeakyRelu _, Prelu _ ->
          new ActivationProperties(-infinity, infinity, ALIVE, ALIVE, false);
      case Elu(double alpha) -> new ActivationProperties(-alpha, infinity, FLAT, ALIVE, true);
      case Selu _ -> new ActivationProperties(-1.7580993, infinity, FLAT, ALIVE, true);
      case Softplus _ -> new ActivationProperties(0, infinity, FLAT, ALIVE, true);
      // The lowest point lies at z = -0.752, -1.278 or -1.192.
      case Gelu _ -> new ActivationProperties(-0.17005, infinity, FLAT, ALIVE, true);
      case Silu _ -> new ActivationProperties(-0.27847, infinity, FLAT, ALIVE, true);
      case Mish _ -> new ActivationProperties(-0.30884, infinity, FLAT, ALIVE, true);
      case HardTanh(double low, double high) ->
          new ActivationProperties(low, high, DEAD, DEAD, false);
    };
  }

  private static Tensor zero() {
    return Tensor.scalar(0);
  }

  private static Tensor step(Tensor z, Tensor step) {
    return new StraightThrough(z, step).apply();
  }

  private static Tensor leaky(Tensor z, Tensor slope) {
    return z.ge(zero()).where(z, z.mul(slope));
  }

  private static Tensor elu(Tensor z, double alpha) {
    var positive = z.gt(0);
    return positive.where(z, positive.where(zero(), z).expm1().mul(alpha));
  }

  private static Tensor gelu(Tensor z) {
    return z.mul(z.mul(Math.sqrt(0.5)).erf().add(1)).mul(0.5);
  }

  private static Tensor geluByTanh(Tensor z) {
    var inner = z.add(z.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
    return z.mul(inner.tanh().add(1)).mul(0.5);
  }

  /** Leaves sums as they are. */
  static Activation identity() {
    return new Identity();
  }

  /** A threshold: 1 from 0 on. */
  static Activation heaviside() {
    return new Heaviside(false);
  }

  /** Rosenblatt's threshold: 1 above 0. */
  static Activation heavisideAboveZero() {
    return new Heaviside(true);
  }

  /** −1 or 1. */
  static Activation sign() {
    return new Sign();
  }

  /** The logistic function. */
  static Activation sigmoid() {
    return new Sigmoid();
  }

  /** The hyperbolic tangent. */
  static Activation tanh() {
    return new Tanh();
  }

  /** The rectifier. */
  static Activation relu() {
    return new Relu(false);
  }

  /** The rectifier whose derivative at 0 is 1, as in the lectures. */
  static Activation reluOneAtZero() {
    return new Relu(true);
  }

  /** The rectifier that lets a hundredth through. */
  static Activation leakyRelu() {
    return leakyRelu(0.01);
  }

  /** The rectifier that lets a part through. */
  static Activation leakyRelu(double slope) {
    return new LeakyRelu(slope);
  }

  /** A leaky rectifier that learns its slope, from 0.25 on. */
  static Activation prelu() {
    return new Prelu(Parameter.blank(Shape.of(1), Init.constant(0.25)::draw));
  }

  /** The exponential linear unit with {@code α = 1}. */
  static Activation elu() {
    return elu(1);
  }

  /** The exponential linear unit. */
  static Activation elu(double alpha) {
    return new Elu(alpha);
  }

  /** The scaled exponential linear unit. */
  static Activation selu() {
    return new Selu();
  }

  /** A smooth rectifier. */
  static Activation softplus() {
    return new Softplus();
  }

  /** The Gaussian error linear unit, exact. */
  static Activation gelu() {
    return new Gelu(false);
  }

  /** The Gaussian error linear unit, by tanh: off by less than 0.0005. */
  static Activation geluByTanh() {
    return new Gelu(true);
  }

  /** The sigmoid linear unit. */
  static Activation silu() {
    return new Silu();
  }

  /** A smooth rectifier that is a little below 0 for negative sums. */
  static Activation mish() {
    return new Mish();
  }

  /** Cut off below and above. */
  static Activation clip(double low, double high) {
    if (!(low < high)) {
      throw Errors.argument("clip: from %s to %s, expected low < high", low, high);
    }
    return new HardTanh(low, high);
  }

  /** Probabilities of classes. Losses want logits; this is for models that are only used. */
  static Activation softmax() {
    return new Softmax();
  }
}
