package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/**
 * Leaves out each element with probability {@code p} in training, and scales the others by {@code
 * 1/(1 − p)}, so that the mean stays: units cannot rely on each other. When the model is used it
 * does nothing ({@code x: [...] → [...]}).
 *
 * <p>Srivastava et al., 2014, in the inverted form: per element and row, scaled in training.
 *
 * @param rate {@code p}
 */
public record Dropout(double rate) implements Layer {

  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw Errors.argument("dropout: rate %s, expected at least 0 and less than 1", rate);
    }
  }

  /** Leaves out this part. */
  public static Dropout of(double rate) {
    return new Dropout(rate);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    return switch (pass) {
      case Pass.Training training when rate > 0 ->
          x.mul(training.rng(this).bernoulli(x.shape(), 1 - rate).mul(1 / (1 - rate)));
      case Pass.Training _, Pass.Inference _ -> x;
    };
  }
}
