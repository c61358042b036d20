package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A cell that belongs to a model and is saved with it, but is not trained: a running mean, a scale
 * fitted on data.
 */
public final class Buffer implements Cell {

  private final Shape shape;
  private final Content content;

  private Buffer(Tensor value) {
    shape = value.shape();
    content = new Content(shape, value.detach());
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
    return Objects.requireNonNull(content.value());
  }

  @Override
  public void set(Tensor next) {
    Cell.requireShape("buffer", shape, next);
    content.set(next.detach());
  }

  @Override
  public void inspect(Consumer<FloatBuffer> check) {
    content.inspect(check);
  }

  Content content() {
    return content;
  }

  @Override
  public String toString() {
    return "Buffer" + shape;
  }
}
