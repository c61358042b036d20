package dev.cortado.autograd;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Op;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads a tape backwards. It is in the order of computing already, so there is nothing to sort and
 * no recursion, however deep the graph. Only what lies between the sources and the result is
 * touched, and where a tensor was used several times its gradients are added from its last use to
 * its first.
 */
public final class Backward {

  private final IdentityHashMap<Tensor, Tensor> gradients = new IdentityHashMap<>();
  private final Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());

  private Backward() {}

  /** The gradients of the sources when {@code start} reaches {@code value}. */
  static List<Tensor> run(
      String operation, List<Tape.Entry> tape, Tensor value, Tensor start, List<Tensor> sources) {
    return new Backward().read(operation, tape, value, start, sources);
  }

  /**
   * The gradients of everything that one flows back to when {@code start} reaches {@code value}.
   */
  public static IdentityHashMap<Tensor, Tensor> everywhere(
      List<Tape.Entry> tape, Tensor value, Tensor start) {
    var backward = new Backward();
    for (var entry : tape) {
      backward.needed.addAll(entry.op().inputs());
      backward.needed.add(entry.output());
    }
    backward.walk(tape, value, start, backward.needed);
    return backward.gradients;
  }

  private List<Tensor> read(
      String operation, List<Tape.Entry> tape, Tensor value, Tensor start, List<Tensor> sources) {
    needed.addAll(sources);
    for (var entry : tape) {
      if (reaches(entry.op())) {
        needed.add(entry.output());
      }
    }
    var asked = Collections.<Tensor>newSetFromMap(new IdentityHashMap<>());
    asked.addAll(sources);
    walk(tape, value, start, asked);
    return collect(operation, sources);
  }

  /**
   * Goes back along the tape; the gradients of those asked for are kept, the others dropped once
   * they are handed on.
   */
  private void walk(List<Tape.Entry> tape, Tensor value, Tensor start, Set<Tensor> asked) {
    gradients.put(value, start);
    for (var entry : tape.reversed()) {
      var output = entry.output();
      var gradient = asked.contains(output) ? gradients.get(output) : gradients.remove(output);
      if (gradient != null && needed.contains(output)) {
        hand(entry.op(), output, gradient);
      }
    }
  }

  private boolean reaches(Op op) {
    var inputs = op.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (op.differentiableIn(i) && needed.contains(inputs.get(i))) {
        return true;
      }
    }
    return false;
  }

  private void hand(Op op, Tensor output, Tensor gradient) {
    var inputs = op.inputs();
    switch (op) {
      case Op.Primitive primitive -> {
        for (int i = 0; i < inputs.size(); i++) {
          if (primitive.differentiableIn(i) && needed.contains(inputs.get(i))) {
            give(inputs.get(i), Calculus.pull(primitive, i, output, gradient));
          }
        }
      }
      case Op.Custom custom -> {
        var pulled = pullback(custom, output, gradient);
        for (int i = 0; i < inputs.size(); i++) {
          if (custom.differentiableIn(i) && needed.contains(inputs.get(i))) {
            give(inputs.get(i), pulled.get(i));
          }
        }
      }
    }
  }

  private void give(Tensor input, Tensor gradient) {
    gradients.merge(input, unstretched(gradient, input.shape()), Tensor::add);
  }

  /**
   * Where an operand was stretched by broadcasting, its gradient is the sum over what it was
   * stretched to.
   */
  private static Tensor unstretched(Tensor gradient, Shape shape) {
    if (gradient.shape().equals(shape)) {
      return gradient;
    }
    int extra = gradient.shape().rank() - shape.rank();
    int[] axes =
        IntStream.range(0, gradient.shape().rank())
            .filter(i -> i < extra || shape.dim(i - extra) != gradient.shape().dim(i))
            .toArray();
    return gradient.sum(Axes.kept(axes)).reshape(shape);
  }

  private static List<Tensor> pullback(Op.Custom op, Tensor output, Tensor gradient) {
    var inputs = op.inputs();
    var pulled = op.pullback(output, gradient);
    if (pulled.size() != inputs.size()) {
      throw Errors.state(
          "%s: pullback gave %d gradients for %d inputs", op.name(), pulled.size(), inputs.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!pulled.get(i).shape().equals(inputs.get(i).shape())) {
        throw Errors.state(
            "%s: pullback gave %s for input %d, which is %s",
            op.name(), pulled.get(i).shape(), i, inputs.get(i).shape());
      }
    }
    return pulled;
  }

  private List<Tensor> collect(String operation, List<Tensor> sources) {
    var collected = new ArrayList<Tensor>();
    for (int i = 0; i < sources.size(); i++) {
      var gradient = gradients.get(sources.get(i));
      if (gradient == null) {
        throw Errors.argument(
            "%s: the result does not depend on source %d of %d, %s; use it or leave it out",
            operation, i + 1, sources.size(), sources.get(i).shape());
      }
      collected.add(gradient);
    }
    return collected;
  }
}
