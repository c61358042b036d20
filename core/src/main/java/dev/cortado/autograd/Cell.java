package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * A named place of a model that can change: the only thing in a model that does. Its shape stays.
 */
public sealed interface Cell permits Parameter, Buffer {

  /** The shape of what it holds. */
  Shape shape();

  /** What it holds now. */
  Tensor value();

  /**
   * Lets a consumer read the elements, row by row; of a cell in training no copy is made for it. A
   * training step that does so is not compiled.
   */
  void inspect(Consumer<FloatBuffer> reader);

  /** Puts a tensor of the same shape in its place, as a constant. */
  void set(Tensor next);
}
