package dev.cortado.nn;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;

/**
 * A layer whose parameters start from the rows that reach it, once they are drawn. {@link
 * Layer#start(Rng, Tensor)} runs the model on rows for that; a trainer does it for a model that is
 * new.
 *
 * <p>A layer of your own calls {@link #startFrom} in its {@code forward}, before it computes:
 *
 * <pre>{@code
 * record Centered(Parameter shift) implements StartsFromData {
 *   public void startFrom(Tensor x, Rng rng) {
 *     shift.set(x.mean(0));
 *   }
 *   public Tensor forward(Tensor x, Pass pass) {
 *     if (pass instanceof Pass.Starting(var rng)) {
 *       startFrom(x, rng);
 *     }
 *     return x.sub(shift.value());
 *   }
 * }
 * }</pre>
 */
public interface StartsFromData extends Layer {

  /** Sets its parameters from rows as they reach it. */
  void startFrom(Tensor x, Rng rng);

  /** Whether a model is or has such a layer. */
  static boolean isIn(Layer model) {
    return model instanceof StartsFromData
        || State.children(model).values().stream().anyMatch(StartsFromData::isIn);
  }
}
