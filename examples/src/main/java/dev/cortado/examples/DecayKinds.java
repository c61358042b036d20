package dev.cortado.examples;

import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Penalty;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Decay;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Tensor;
import java.util.List;

/**
 * Weight decay and an L2 penalty are one thing under plain descent, up to a factor. Adam rescales
 * gradients weight by weight: a penalty's as well, which leads to the same lowest point; a decay
 * next to it, as in AdamW, is not rescaled, and holds all weights alike.
 */
final class DecayKinds {

  private static final double RATE = 0.1;
  private static final double LAMBDA = 0.02;

  private DecayKinds() {}

  public static void main(String[] args) {
    // The decay of the lectures: θ ← θ − λθ − αG. The gradient of a penalty λ' θ² is 2 λ' θ.
    var sgd = Sgd.of(RATE);
    IO.println("SGD with decay λ          " + end(sgd.decay(Decay.independent(LAMBDA)), 0));
    IO.println("SGD with penalty λ/(2α)   " + end(sgd, LAMBDA / (2 * RATE)));
    IO.println("SGD with penalty λ/α      " + end(sgd, LAMBDA / RATE));

    var adam = Adam.of(RATE);
    IO.println("Adam with penalty         " + end(adam, LAMBDA / (2 * RATE)));
    IO.println("Adam with decay (AdamW)   " + end(adam.decay(Decay.independent(LAMBDA)), 0));
  }

  /** Where 500 steps lead that want (1, 1), the second weight a hundred times as much. */
  private static Tensor end(Optimizer optimizer, double penalty) {
    var theta = Parameter.of(Tensor.of(3, 3));
    var stiffness = Tensor.of(0.02f, 2);
    var updater = Updater.of(optimizer, theta);
    for (int step = 0; step < 500; step++) {
      updater.step(
          () ->
              theta
                  .value()
                  .sub(1)
                  .square()
                  .mul(stiffness)
                  .sum()
                  .add(Penalty.l2(penalty).of(List.of(theta))),
          RATE);
    }
    return theta.value();
  }
}

// prints
// SGD with decay λ          [0.16668184 0.952381  ]
// SGD with penalty λ/(2α)   [0.1666817 0.952381 ]
// SGD with penalty λ/α      [0.09090917 0.90909094]
// Adam with penalty         [0.16666667 0.952381  ]
// Adam with decay (AdamW)   [0.96234554 0.96234554]
