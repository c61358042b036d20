package dev.cortado.examples;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Tensor;

/** A parabola's slope, and twenty steps down it. */
final class FirstGradient {

  private FirstGradient() {}

  public static void main(String[] args) {
    var w = Parameter.of(Tensor.scalar(3));

    // f(w) = (w − 1)² + 2, so f'(3) = 4
    var first = Autograd.valueAndGrad(() -> w.value().sub(1).square().add(2), w);
    IO.println("at 3 the value is " + first.value().item());
    IO.println("and the slope is " + first.gradients().of(w).item());

    for (int i = 0; i < 20; i++) {
      var step = Autograd.valueAndGrad(() -> w.value().sub(1).square().add(2), w);
      w.set(w.value().sub(step.gradients().of(w).mul(0.25)));
    }
    IO.println("the lowest point is at " + w.value().item());
  }
}

// prints
// at 3 the value is 6.0
// and the slope is 4.0
// the lowest point is at 1.0000019
