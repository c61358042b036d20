package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.util.Locale;

/**
 * A loss of one's own is a number for each row. This one asks for a line that a given part of the
 * targets lies below: too low costs {@code q}, too high {@code 1 − q} for each unit.
 */
final class CustomLoss {

  private CustomLoss() {}

  record Pinball(double q) implements Loss {
    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      var tooLow = target.sub(prediction);
      return tooLow.mul(q).maximum(tooLow.mul(q - 1)).squeeze(1);
    }
  }

  public static void main(String[] args) {
    var data = Toys.sine(1_000, 0.3, Rng.of(42));
    for (double q : new double[] {0.1, 0.5, 0.9}) {
      var model = Sequential.of(Dense.of(1, 16, Activation.tanh()), Dense.of(16, 1));
      var recipe =
          Recipe.of(new Pinball(q), Adam.of(1e-2))
              .epochs(60)
              .batchSize(100)
              .schedule(Schedule.linear(1e-2, 0, 600));
      Trainer.fit(model, recipe, data);
      double below = data.y().lt(model.predict(data.x())).mean().item();
      IO.println(String.format(Locale.ROOT, "asked for %.1f below, got %.2f", q, below));
    }

    // A lambda will do where speed does not count: training steps with it are not compiled.
    Loss relative = (prediction, target) -> prediction.div(target).sub(1).abs().squeeze(1);
    var target = Tensor.of(new float[][] {{10}, {1000}});
    IO.println(relative.apply(target.add(5), target).item());
  }
}

// prints
// asked for 0.1 below, got 0.10
// asked for 0.5 below, got 0.50
// asked for 0.9 below, got 0.90
// 0.2525
