package dev.cortado.examples;

import dev.cortado.nn.Dropout;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;

/**
 * Dropout takes each value away with probability p and makes those that stay 1/(1 − p) times as
 * large, so that the next layer gets the same on average; when the model is used it does nothing.
 */
final class DropoutMean {

  private DropoutMean() {}

  public static void main(String[] args) {
    var dropout = Dropout.of(0.25);
    var x = Tensor.ones(1_000, 100);

    var y = dropout.forward(x, Pass.training(Rng.of(42)));
    IO.println("row 0 begins " + y.row(0).slice(0, 0, 6));
    IO.println("taken away: " + y.eq(Tensor.scalar(0)).mean().item());
    IO.println("mean: " + y.mean().item());

    var again = dropout.forward(x, Pass.training(Rng.of(42)));
    IO.println("the same numbers again: " + y.sameBits(again));
    IO.println("in use, untouched: " + dropout.predict(x).sameBits(x));
  }
}

// prints
// row 0 begins [1.3333334 1.3333334 1.3333334 1.3333334 0.        1.3333334]
// taken away: 0.25178
// mean: 0.9976253
// the same numbers again: true
// in use, untouched: true
