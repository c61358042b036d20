package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.doctor.Diagnosis;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Sgd;
import dev.cortado.tensor.Rng;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;

/**
 * A well-known first example for Keras, as it is written in a lecture: 100 points on two circles,
 * 20 hidden units, descent at rate 0.001 for 100 epochs. It runs, and learns next to nothing: the
 * rate is too small for a thousand steps, as the diagnosis says before the first one. At 0.1 it
 * works.
 */
final class KerasExample {

  private KerasExample() {}

  public static void main(String[] args) {
    IO.println(network().summary());
    train(0.001);
    train(0.1);
  }

  private static Sequential network() {
    return Sequential.of(Dense.of(2, 20, Activation.relu()), Dense.of(20, 1, Activation.sigmoid()));
  }

  private static void train(double rate) {
    var data = Toys.circles(100, 0.15, 0.3, Rng.of(42)).asBinary();
    var recipe =
        Recipe.of(Loss.binaryCrossEntropyOfProbabilities(), Sgd.of(rate)).batchSize(10).epochs(100);
    var model = network();
    IO.println("\nrate " + rate);
    IO.println("diagnosis: " + Diagnosis.before(model, recipe, data).verdict());

    var history = Trainer.fit(model, recipe, data);
    IO.println("loss " + history.firstLoss() + " to " + history.last().value("train.loss"));
    IO.println("accuracy " + history.last().value("train.accuracy"));
  }
}

// prints
// Layer (type)     Name      Output shape  Parameters
// ---------------------------------------------------
// dense (Dense)    layers.0  (None, 20)            60
// dense_1 (Dense)  layers.1  (None, 1)             21
// ---------------------------------------------------
// Total params: 81
// Trainable params: 81
// Non-trainable params: 0
//
// rate 0.001
// diagnosis: 2 warnings: rate too small, updates out of proportion
// loss 0.6373220682144165 to 0.6120409607887268
// accuracy 0.58
//
// rate 0.1
// diagnosis: healthy
// loss 0.6373220682144165 to 0.04916619993746281
// accuracy 1.0
