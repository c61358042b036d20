package dev.cortado.autograd;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * A cell that belongs to a model and is saved with it, but is not trained: a running mean, a scale
 * fitted on data.
 */
public final class Buffer implements Stored {

  private volatile Tensor value;

  private Buffer(Tensor value) {
    this.value = value.detach();
  }

  /** A buffer that starts at a value. */
  public static Buffer of(Tensor start) {
    return new Buffer(start);
  }

  @Override
  public Shape shape() {
    return value.shape();
  }

  @Override
  public Tensor value() {
    return value;
  }

  @Override
  public void set(Tensor next) {
    Stored.requireShape("buffer", value.shape(), next);
    value = next.detach();
  }

  @Override
  public String toString() {
    return "Buffer" + value.shape();
  }
}
