package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Init;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;

/**
 * Units that start equal get equal gradients and stay equal: however many there are, they are one.
 * Random weights break the symmetry.
 */
final class ZeroStart {

  private ZeroStart() {}

  public static void main(String[] args) {
    train("all weights 0", Init.zeros());
    train("all weights 0.5", Init.constant(0.5));
    train("random weights", Init.glorotUniform());
  }

  private static void train(String title, Init init) {
    var hidden = Dense.of(2, 4, Activation.tanh(), init);
    var model = Sequential.of(hidden, Dense.of(4, 1, Activation.identity(), init));
    var recipe = Recipe.of(Loss.binaryCrossEntropy(), Sgd.of(0.5)).epochs(2_000);
    var history = Trainer.fit(model, recipe, Toys.xor().asBinary());

    IO.println(title);
    IO.println("  units alike: " + alike(hidden.weight().value()));
    IO.println("  XOR learned: " + (history.last().value("train.loss") < 0.1));
  }

  private static boolean alike(Tensor weight) {
    return weight.sub(weight.slice(1, 0, 1)).abs().max().item() == 0;
  }
}

// prints
// all weights 0
//   units alike: true
//   XOR learned: false
// all weights 0.5
//   units alike: true
//   XOR learned: false
// random weights
//   units alike: false
//   XOR learned: true
