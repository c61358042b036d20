package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;

/** A layer of one's own is a record: its parts give the names under which it is saved. */
final class CustomLayer {

  private CustomLayer() {}

  /** Lets a gate decide, unit by unit, what is changed and what is passed on as it is. */
  record Highway(Dense body, Dense gate) implements Layer {

    static Highway of(int units) {
      return new Highway(Dense.of(units, units, Activation.relu()), Dense.of(units, units));
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
      var open = gate.forward(x, pass.at("gate")).sigmoid();
      var changed = body.forward(x, pass.at("body"));
      return x.add(open.mul(changed.sub(x)));
    }
  }

  public static void main(String[] args) {
    var model = Sequential.of(Dense.of(2, 16), Highway.of(16), Highway.of(16), Dense.of(16, 2));
    IO.println(model.summary());
    model.state().keySet().stream().skip(2).limit(4).forEach(IO::println);

    var split = Toys.circles(1_000, 0.1, 0.5, Rng.of(42)).split(0.8, 0, Rng.of(42));
    Trainer.fit(model, Recipe.of(Loss.crossEntropy(), Adam.of(1e-2)), split.train());
    IO.println(Evaluation.of(model, split.test()));
  }
}

// prints
// Layer (type)         Name      Output shape  Parameters
// -------------------------------------------------------
// dense (Dense)        layers.0  (None, 16)            48
// highway (Highway)    layers.1  (None, 16)           544
// highway_1 (Highway)  layers.2  (None, 16)           544
// dense_1 (Dense)      layers.3  (None, 2)             34
// -------------------------------------------------------
// Total params: 1,170
// Trainable params: 1,170
// Non-trainable params: 0
// layers.1.body.weight
// layers.1.body.bias
// layers.1.gate.weight
// layers.1.gate.bias
// accuracy  0.9800
