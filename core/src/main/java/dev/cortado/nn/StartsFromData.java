package dev.cortado.nn;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;

/**
 * A layer whose parameters start from the rows that reach it, once they are drawn. {@link
 * Layer#start(Rng, Tensor)} runs a model on rows for that, as it is in use; a trainer does so with
 * a model that is new.
 *
 * <pre>{@code
 * record Centered(Parameter shift) implements StartsFromData {
 *   public void startFrom(Tensor x, Rng rng) {
 *     shift.set(x.mean(0));
 *   }
 *   public Tensor forward(Tensor x, Pass pass) {
 *     return x.sub(shift.value());
 *   }
 * }
 * }</pre>
 */
public interface StartsFromData extends Layer {

  /** Sets its parameters from rows as they reach it; random numbers are its own. */
  void startFrom(Tensor x, Rng rng);

  /** Starts each such layer with the rows that reach it, before it computes. */
  static Pass.Observer starting(Rng rng) {
    return (path, layer, x, forward) -> {
      if (layer instanceof StartsFromData starts) {
        starts.startFrom(x, rng.at(path));
      }
      return forward.apply(x);
    };
  }
}
