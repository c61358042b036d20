package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.model.Perceptron;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;

/**
 * "Either, but not both": no line parts its four rows, so a perceptron never learns them (Minsky
 * and Papert, 1969); a layer in between can (Rumelhart, Hinton and Williams, 1986).
 */
final class XorPair {

  private XorPair() {}

  public static void main(String[] args) {
    var xor = Toys.xor().asBinary();

    var learning = Perceptron.of(2).learn(xor, 1, 1_000);
    IO.println("perceptron: " + learning.mistakes().getLast() + " of 4 wrong in pass 1000");

    var model = Sequential.of(Dense.of(2, 8, Activation.tanh()), Dense.of(8, 1));
    var recipe = Recipe.of(Loss.binaryCrossEntropy(), Adam.of(0.05)).epochs(200);
    var last = Trainer.fit(model, recipe, xor).last();
    IO.println("two layers: accuracy " + last.value("train.accuracy"));
    IO.println(model.predict(xor.x()).gt(0).flatten() + " where asked " + xor.y().flatten());

    // By hand: "or" and "not both", both of which are lines, and then "and".
    var or = Perceptron.byHand(0.5, 1, 1);
    var notBoth = Perceptron.byHand(-1.5, -1, -1);
    var both = or.predict(xor.x()).add(notBoth.predict(xor.x()));
    IO.println(Perceptron.byHand(1.5, 1).predict(both).flatten() + " by three neurons");
  }
}

// prints
// perceptron: 4 of 4 wrong in pass 1000
// two layers: accuracy 1.0
// [0. 1. 1. 0.] where asked [0. 1. 1. 0.]
// [0. 1. 1. 0.] by three neurons
