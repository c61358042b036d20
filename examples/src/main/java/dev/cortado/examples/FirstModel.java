package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;

/** A network that tells two half moons apart: data, model, recipe, training, report. */
final class FirstModel {

  private FirstModel() {}

  public static void main(String[] args) {
    var split = Toys.moons(1_000, 0.1, Rng.of(42)).split(0.7, 0.15, Rng.of(42));
    var model = Sequential.of(Dense.of(2, 16, Activation.relu()), Dense.of(16, 2));
    var recipe = Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)).epochs(30);

    var history = Trainer.fit(model, recipe, split.train(), split.valid());

    IO.println("validation accuracy " + history.last().value("valid.accuracy"));
    IO.println(Evaluation.of(model, split.test(), Metric.accuracy(), Metric.macroF1()));
  }
}

// prints
// validation accuracy 1.0
// accuracy  1.000
// macroF1   1.000
