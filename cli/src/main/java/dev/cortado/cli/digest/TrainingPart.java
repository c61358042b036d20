package dev.cortado.cli.digest;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;

/** The losses and final weights of a network {@code 6 → 12 → 3} trained by gradient descent. */
final class TrainingPart {

  private static final int STEPS = 50;
  private static final double RATE = 0.1;

  private TrainingPart() {}

  static void compute(TensorHash hash) {
    var x = Inputs.even(1, 64, 6);
    var target = Inputs.whole(2, 3, 64).oneHot(3);
    var rng = Rng.of(7);
    var w1 = Parameter.of(rng.at("w1").normal(Shape.of(6, 12)));
    var b1 = Parameter.of(Tensor.zeros(12));
    var w2 = Parameter.of(rng.at("w2").normal(Shape.of(12, 3)));
    var b2 = Parameter.of(Tensor.zeros(3));
    var parameters = List.of(w1, b1, w2, b2);
    for (int i = 0; i < STEPS; i++) {
      var step =
          Autograd.valueAndGrad(
              () -> {
                var hidden = x.matmul(w1.value()).add(b1.value()).tanh();
                var scores = hidden.matmul(w2.value()).add(b2.value());
                return scores.logSoftmax(1).mul(target).sum(1).mean().neg();
              },
              parameters);
      hash.add(step.value());
      for (var parameter : parameters) {
        parameter.set(parameter.value().sub(step.gradients().of(parameter).mul(RATE)));
      }
    }
    for (var parameter : parameters) {
      hash.add(parameter.value());
    }
  }
}
