package dev.cortado.examples;

import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Pass;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * Batch normalization step by step: the mean and the variance of the batch, by 1/M, in training;
 * their moving averages when the model is used.
 */
final class BatchNormByHand {

  private BatchNormByHand() {}

  public static void main(String[] args) {
    var norm = BatchNorm.of(2).withBiasedAverage();
    norm.start(Rng.of(42));
    var training = Pass.training(Rng.of(42));
    double epsilon = norm.epsilon();

    var x = Tensor.of(new float[][] {{1, 10}, {2, 20}, {3, 30}, {6, 20}});
    var mean = x.mean(0);
    var variance = x.sub(mean).square().mean(0);
    var normal = x.sub(mean).div(variance.add(epsilon).sqrt());
    var y = norm.forward(x, training);
    IO.println("mean " + mean + " variance " + variance);
    IO.println("by hand as by the layer: " + isNear(normal, y));
    IO.println("averages " + norm.runningMean().value() + norm.runningVariance().value());

    // Further batches, of mean 3 and deviation 2: the averages come to the same.
    for (int step = 0; step < 500; step++) {
      var batch = Rng.of(1).at(step).normal(Shape.of(64, 2)).mul(2).add(3);
      norm.forward(batch, training);
    }
    IO.println("mean near 3: " + isWithin(norm.runningMean().value().sub(3), 0.2));
    IO.println("variance near 4: " + isWithin(norm.runningVariance().value().sub(4), 0.5));

    // Now a row can be normalized by itself, as one of 5 is: (5 - 3)/2 = 1.
    var five = norm.predict(Tensor.full(Shape.of(1, 2), 5));
    IO.println("a row of 5 becomes near 1: " + isWithin(five.sub(1), 0.2));
  }

  private static boolean isNear(Tensor a, Tensor b) {
    return isWithin(a.sub(b), 1e-6);
  }

  private static boolean isWithin(Tensor difference, double limit) {
    return difference.abs().max().item() <= limit;
  }
}

// prints
// mean [ 3. 20.] variance [ 3.5 50. ]
// by hand as by the layer: true
// averages [0.3 2. ][1.25 5.9 ]
// mean near 3: true
// variance near 4: true
// a row of 5 becomes near 1: true
