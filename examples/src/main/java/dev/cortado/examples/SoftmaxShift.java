package dev.cortado.examples;

import dev.cortado.autograd.Autograd;
import dev.cortado.nn.Loss;
import dev.cortado.tensor.Tensor;

/**
 * Softmax does not change when the same number is added to all logits: {@code e^(z+M) / Σ e^(z+M)}
 * has {@code e^M} above and below. Taking the largest logit away keeps the powers in range.
 */
final class SoftmaxShift {

  private SoftmaxShift() {}

  public static void main(String[] args) {
    var z = Tensor.of(1, 2, 4);
    IO.println("as the formula says  " + byFormula(z));
    IO.println("shifted by -4        " + byFormula(z.sub(4)));
    IO.println("shifted by 50        " + byFormula(z.add(50)));
    IO.println("shifted by 100       " + byFormula(z.add(100)));
    IO.println("softmax()            " + z.add(100).softmax(0));

    // From logits the gradient of the cross-entropy is the softmax, less 1 at the right class.
    var logits = z.expand(0);
    var right = Tensor.of(2);
    var gradient = Autograd.grad(() -> Loss.crossEntropy().apply(logits, right), logits);
    IO.println("gradient             " + gradient.row(0));
  }

  private static Tensor byFormula(Tensor z) {
    var powers = z.exp();
    return powers.div(powers.sum());
  }
}

// prints
// as the formula says  [0.04201007 0.11419521 0.84379476]
// shifted by -4        [0.04201007 0.1141952  0.8437947 ]
// shifted by 50        [0.04201007 0.11419521 0.8437947 ]
// shifted by 100       [nan nan nan]
// softmax()            [0.04201007 0.1141952  0.8437947 ]
// gradient             [ 0.04201007  0.11419519 -0.1562053 ]
