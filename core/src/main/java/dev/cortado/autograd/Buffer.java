package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * A cell that belongs to a model and is saved with it, but is not trained: a running mean, a scale
 * fitted on data.
 */
public final class Buffer implements Cell {

  private final Shape shape;
  private final InPlaceCells.Content content;

  private Buffer(Tensor value) {
    shape = value.shape();
    content = new InPlaceCells.Content(this, value.detach());
  }

  /** A buffer that starts at a value. */
  public static Buffer of(Tensor start) {
    return new Buffer(start);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Tensor value() {
    return content.read();
  }

  @Override
  public void set(Tensor next) {
    content.set(next);
  }

  @Override
  public void inspect(Consumer<FloatBuffer> reader) {
    content.inspect(reader);
  }

  InPlaceCells.Content content() {
    return content;
  }

  @Override
  public String toString() {
    return "Buffer" + shape;
  }
}
