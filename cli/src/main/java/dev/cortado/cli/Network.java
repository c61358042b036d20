package dev.cortado.cli;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.List;

/**
 * A network with one hidden layer, {@code x: [n, 2] → [n, 1]}, written out: {@code z = tanh(x·w1 +
 * b1)·w2 + b2}. Its output is a logit: the probability of class 1 is {@code sigmoid(z)}.
 */
record Network(Parameter w1, Parameter b1, Parameter w2, Parameter b2) {

  static Network of(int hidden, Rng rng) {
    return new Network(
        Parameter.of(rng.at("w1").normal(Shape.of(2, hidden))),
        Parameter.of(Tensor.zeros(hidden)),
        Parameter.of(rng.at("w2").normal(Shape.of(hidden, 1))),
        Parameter.of(Tensor.zeros(1)));
  }

  Tensor logits(Tensor x) {
    var hidden = x.matmul(w1.value()).add(b1.value()).tanh();
    return hidden.matmul(w2.value()).add(b2.value());
  }

  /**
   * The mean cross-entropy, {@code −t·log(p) − (1 − t)·log(1 − p)} with {@code p = sigmoid(z)};
   * written as {@code softplus(z) − t·z}, the same thing, it stays exact where p rounds to 0 or 1.
   */
  Tensor loss(Tensor x, Tensor target) {
    var z = logits(x);
    return z.softplus().sub(target.mul(z)).mean();
  }

  /** One step of gradient descent; tells the loss before it. */
  float learn(Tensor x, Tensor target, double rate) {
    var parameters = List.of(w1, b1, w2, b2);
    var step = Autograd.valueAndGrad(() -> loss(x, target), parameters);
    for (var parameter : parameters) {
      var gradient = step.gradients().of(parameter);
      parameter.set(parameter.value().sub(gradient.mul(rate)));
    }
    return step.value().item();
  }
}
