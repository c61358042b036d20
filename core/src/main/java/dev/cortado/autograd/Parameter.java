package dev.cortado.autograd;

import dev.cortado.tensor.Tensor;

/**
 * A cell that training changes: its value is a tensor, and gradients are taken with respect to it.
 *
 * <pre>{@code
 * var w = Parameter.of(Tensor.scalar(3));
 * var step = Autograd.valueAndGrad(() -> w.value().mul(w.value()).add(1), w);
 * step.value().item();               // 10
 * step.gradients().of(w).item();     // 6
 * }</pre>
 */
public final class Parameter implements Stored {

  private volatile Tensor value;

  private Parameter(Tensor value) {
    this.value = value.detach();
  }

  /** A parameter that starts at a value. */
  public static Parameter of(Tensor start) {
    return new Parameter(start);
  }

  @Override
  public Tensor value() {
    return value;
  }

  @Override
  public void set(Tensor next) {
    Stored.requireShape("parameter", value, next);
    value = next.detach();
  }

  @Override
  public String toString() {
    return "Parameter" + value.shape();
  }
}
