package dev.cortado.autograd;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step found: for each source that was asked for, the gradient in its shape. A value:
 * nothing to reset.
 */
public final class Gradients {

  private final List<Tensor> inOrder;
  private final IdentityHashMap<Object, Tensor> bySource = new IdentityHashMap<>();

  /** Gradients of sources, each a {@link Tensor} or a {@link Parameter}, in the order asked for. */
  Gradients(List<?> sources, List<Tensor> gradients) {
    inOrder = List.copyOf(gradients);
    for (int i = 0; i < inOrder.size(); i++) {
      bySource.put(sources.get(i), inOrder.get(i));
    }
  }

  /** With respect to a tensor that was asked for. */
  public Tensor of(Tensor source) {
    return found(bySource.get(source), "tensor " + source.shape());
  }

  /** With respect to a parameter that was asked for. */
  public Tensor of(Parameter parameter) {
    return found(bySource.get(parameter), "parameter " + parameter.value().shape());
  }

  private static Tensor found(@Nullable Tensor gradient, String source) {
    if (gradient == null) {
      throw Errors.argument(
          "gradients: %s was not asked for in this step; name it as a source", source);
    }
    return gradient;
  }

  /** All of them, in the order in which they were asked for. */
  public List<Tensor> all() {
    return inOrder;
  }
}
