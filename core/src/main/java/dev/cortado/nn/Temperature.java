package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/**
 * Divides logits by a number that is fitted after training: {@code y = x/T}, {@code x: [n, k] → [n,
 * k]}. It changes no predicted class, but calibrates the probabilities of a model that is too sure
 * ({@code T > 1}) or not sure enough (Guo et al., 2017).
 *
 * <pre>{@code
 * var held = Temperature.fit(model.predict(valid.x()), valid.y(), 0.7, 2);
 * var calibrated = Sequential.of(model, held);
 * }</pre>
 *
 * @param temperature {@code T}, a single number; not trained with the model
 */
public record Temperature(Buffer temperature) implements Layer {

  private static final int HALVINGS = 40;

  /** With a given temperature. */
  public static Temperature of(double temperature) {
    requireRange(temperature, temperature);
    return new Temperature(Buffer.of(Tensor.scalar(temperature)));
  }

  /**
   * The one with the smallest cross-entropy on rows that the model was not trained on, from {@code
   * low} to {@code high}. Few rows say little, so bounds near 1 are wise.
   *
   * @param logits {@code [n, k]} of classes, or {@code [n, 1]}
   * @param target the classes {@code [n]}, or 0 and 1 {@code [n, 1]}
   */
  public static Temperature fit(Tensor logits, Tensor target, double low, double high) {
    requireRange(low, high);
    var shape = logits.shape();
    boolean binary = shape.rank() == 2 && shape.dim(1) == 1;
    if (shape.rank() != 2
        || shape.size() == 0
        || target.shape().rank() != (binary ? 2 : 1)
        || target.size() != shape.dim(0)) {
      throw Errors.argument(
          "temperature: logits %s and target %s, expected [rows, classes] and [rows], or [rows, 1]"
              + " and [rows, 1]",
          shape, target.shape());
    }
    // One logit z is the pair 0 and z.
    var pairs = binary ? Tensor.concat(1, Tensor.zeros(shape.dim(0), 1), logits) : logits;
    var chosen = pairs.mul(target.flatten().oneHot(pairs.shape().dim(1))).sum(1).mean();
    // The cross-entropy is convex in 1/T; where its slope is 0 it is smallest.
    double below = 1 / high;
    double above = 1 / low;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (below + above) / 2;
      var expected = pairs.mul(middle).softmax(1).mul(pairs).sum(1).mean();
      if (expected.item() > chosen.item()) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return of(1 / ((below + above) / 2));
  }

  private static void requireRange(double low, double high) {
    if (!(low > 0 && low <= high && (float) high < Float.POSITIVE_INFINITY)) {
      throw Errors.argument(
          "temperature: from %s to %s, expected finite numbers above 0, ascending", low, high);
    }
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return x.div(temperature.value());
  }
}
