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
 * <p>A recipe may multiply {@code p} by a factor that follows a schedule. Then an element stays if
 * a uniform number is below {@code 1 − p·factor}.
 *
 * @param rate {@code p}
 */
public record Dropout(double rate) implements Layer {

  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw Errors.argument("dropout: rate %s, expected at least 0 and less than 1", rate);
    }
  }

  /** With this probability. */
  public static Dropout of(double rate) {
    return new Dropout(rate);
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    if (!(pass instanceof Pass.Training training) || rate == 0) {
      return x;
    }
    var rng = training.rng(this);
    var factor = training.dropoutFactor();
    if (factor == null) {
      return x.mul(rng.bernoulli(x.shape(), 1 - rate).mul(1 / (1 - rate)));
    }
    var kept = factor.mul(-rate).add(1);
    return x.mul(rng.uniform(x.shape()).lt(kept).div(kept));
  }
}
