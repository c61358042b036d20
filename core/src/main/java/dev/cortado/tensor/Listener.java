package dev.cortado.tensor;

import dev.cortado.internal.Internal;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * Is told what happens to tensors, random sources and cells on a thread while it is {@linkplain
 * TensorAccess#listen bound}: what the step compiler records. Internal.
 */
@Internal
@SuppressWarnings("exports")
public interface Listener {

  /** What a source of random numbers draws. */
  enum Distribution {
    UNIFORM,
    NORMAL,
    BERNOULLI
  }

  /** A tensor was made of plain numbers. */
  void created(Tensor tensor);

  /** A primitive was computed, on a tape or not. */
  void computed(Op.Primitive op, Tensor output);

  /** The same elements got another identity. */
  void renamed(Tensor from, Tensor output);

  /** A source of random numbers was derived from another one. */
  void derived(Rng child, Rng parent, long kind, long element);

  /**
   * Random numbers were drawn.
   *
   * @param first the lower end, or the probability
   * @param second the upper end, or 1
   */
  void drawn(Rng source, Distribution kind, double first, double second, Tensor output);

  /** The library checks elements; the check must be made again whenever they change. */
  void checked(Tensor x, Consumer<FloatBuffer> check);

  /** Elements became plain numbers. */
  void looked(String operation, Tensor x);

  /** A source of random numbers became plain numbers. */
  void looked(String operation, Rng source);

  /** A cell was asked for its value. */
  void cellRead(Object cell, Tensor value);

  /** A cell was set. */
  void cellSet(Object cell, Tensor value);
}
