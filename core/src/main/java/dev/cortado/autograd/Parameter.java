package dev.cortado.autograd;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cell that training changes: its value is a tensor, and gradients are taken with respect to it.
 *
 * <pre>{@code
 * var w = Parameter.of(Tensor.scalar(3));
 * var step = Autograd.valueAndGrad(() -> w.value().mul(w.value()).add(1), w);
 * step.value().item();               // 10
 * step.gradients().of(w).item();     // 6
 * }</pre>
 *
 * <p>A parameter of a layer is {@linkplain #blank blank} until its model is started: only then is
 * it known by which path, and so from which random numbers, it starts.
 */
public final class Parameter implements Cell {

  private final Shape shape;
  private final @Nullable BiFunction<Shape, Rng, Tensor> start;
  private final InPlaceCells.Content content;

  private Parameter(
      Shape shape, @Nullable BiFunction<Shape, Rng, Tensor> start, @Nullable Tensor value) {
    this.shape = shape;
    this.start = start;
    content = new InPlaceCells.Content(this, value);
  }

  /** A parameter that starts at a value. */
  public static Parameter of(Tensor start) {
    return new Parameter(start.shape(), null, start.detach());
  }

  /** A parameter without a value yet, and how to draw one. */
  public static Parameter blank(Shape shape, BiFunction<Shape, Rng, Tensor> start) {
    return new Parameter(shape, start, null);
  }

  /**
   * Draws its first value, if it was made {@linkplain #blank blank}; drawn again, it starts again.
   */
  public void start(Rng rng) {
    if (start != null) {
      set(start.apply(shape, rng));
    }
  }

  /** Whether it has no value yet. */
  public boolean isBlank() {
    return content.isBlank();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Tensor value() {
    requireValue();
    return content.read();
  }

  private void requireValue() {
    if (isBlank()) {
      throw Errors.state(
          "parameter %s has no value yet; start its model, as in model.start(Rng.of(42))", shape);
    }
  }

  @Override
  public void set(Tensor next) {
    content.set(next);
  }

  @Override
  public void inspect(Consumer<FloatBuffer> reader) {
    requireValue();
    content.inspect(reader);
  }

  InPlaceCells.Content content() {
    return content;
  }

  @Override
  public String toString() {
    return "Parameter" + shape;
  }
}
