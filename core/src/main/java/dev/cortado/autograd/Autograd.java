package dev.cortado.autograd;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation: a function is run once while a tape records it, and the tape is
 * read backwards.
 *
 * <pre>{@code
 * var x = Tensor.of(3, 5, 2);
 * var step = Autograd.valueAndGrad(() -> x.mul(x).sum(), x);
 * step.value();                // 38.0
 * step.gradients().of(x);      // [ 6. 10.  4.]
 * }</pre>
 *
 * <p>Inside such a function another may be differentiated: gradients are tensors like any other,
 * and so have gradients. What the outermost function computed on the way is let go when it is done;
 * {@link Tensor#keep} keeps it.
 *
 * <p>A source that the result does not depend on is an error, not a gradient of zeros: nearly
 * always it was meant to be used. So the second derivative of a linear function is an error too.
 */
public final class Autograd {

  private Autograd() {}

  /** The single number that a function computes, and its gradient with respect to parameters. */
  public static ValueAndGradients valueAndGrad(Supplier<Tensor> function, Parameter... parameters) {
    return valueAndGrad(function, Arrays.asList(parameters));
  }

  /** The single number that a function computes, and its gradient with respect to parameters. */
  public static ValueAndGradients valueAndGrad(
      Supplier<Tensor> function, Collection<Parameter> parameters) {
    var keys = List.copyOf(parameters);
    var sources = keys.stream().map(Parameter::value).toList();
    return differentiate("valueAndGrad", function, null, keys, sources);
  }

  /**
   * The single number that a function computes, and its gradient with respect to tensors that it
   * uses.
   */
  public static ValueAndGradients valueAndGrad(Supplier<Tensor> function, Tensor... sources) {
    var keys = List.of(sources);
    return differentiate("valueAndGrad", function, null, keys, keys);
  }

  /** Only the gradient, with respect to one tensor. */
  public static Tensor grad(Supplier<Tensor> function, Tensor source) {
    return valueAndGrad(function, source).gradients().of(source);
  }

  /**
   * A function's value, of any shape, and the product of a vector with its Jacobian: the gradients
   * of {@code Σ vector · value}.
   */
  public static ValueAndGradients vjp(Supplier<Tensor> function, Tensor vector, Tensor... sources) {
    var keys = List.of(sources);
    return differentiate("vjp", function, vector, keys, keys);
  }

  private static ValueAndGradients differentiate(
      String operation,
      Supplier<Tensor> function,
      @Nullable Tensor vector,
      List<?> keys,
      List<Tensor> sources) {
    try (var tape = new Tape()) {
      var value = tape.record(function);
      var start = vector == null ? one(operation, value) : checked(operation, vector, value);
      var gradients = Backward.run(operation, tape.entries(), value, start, sources);
      gradients.forEach(Tensor::keep);
      return new ValueAndGradients(value.keep(), new Gradients(keys, gradients));
    }
  }

  private static Tensor one(String operation, Tensor value) {
    if (value.size() != 1) {
      throw Errors.argument(
          "%s: the result is %s, expected a single number; take its mean() or sum(), or use vjp",
          operation, value.shape());
    }
    return Tensor.full(value.shape(), 1);
  }

  private static Tensor checked(String operation, Tensor vector, Tensor value) {
    if (!vector.shape().equals(value.shape())) {
      throw Errors.argument(
          "%s: the vector is %s, the result %s", operation, vector.shape(), value.shape());
    }
    return vector;
  }
}
