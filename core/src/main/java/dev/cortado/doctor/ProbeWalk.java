package dev.cortado.doctor;

import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.tensor.Tensor;

/**
 * Goes through a model as its forward pass does, and shows what goes into each activation on the
 * way. A layer that is not known from the inside is passed through as a whole.
 *
 * @param visitor sees each activation
 */
record ProbeWalk(Visitor visitor) {

  /** Sees what goes into an activation. */
  @FunctionalInterface
  interface Visitor {
    /** The sums, or others to be used in their place. */
    Tensor sums(String layer, Activation activation, Tensor sums);
  }

  Tensor through(Layer model, Tensor x, Pass pass) {
    return through(model, "", x, pass);
  }

  private Tensor through(Layer layer, String name, Tensor x, Pass pass) {
    return switch (layer) {
      case Sequential(var layers) -> {
        var y = x;
        for (int i = 0; i < layers.size(); i++) {
          y = through(layers.get(i), inside(name, "layers." + i), y, pass.at("layers", i));
        }
        yield y;
      }
      case Residual(var body) -> x.add(through(body, inside(name, "body"), x, pass.at("body")));
      case Dense(var weight, var bias, var activation) -> {
        var sums = x.matmul(weight.value());
        yield activate(name, activation, bias == null ? sums : sums.add(bias.value()), pass);
      }
      case Activation activation -> activate(name, activation, x, pass);
      default -> layer.forward(x, pass);
    };
  }

  private Tensor activate(String name, Activation activation, Tensor sums, Pass pass) {
    var label = name.isEmpty() ? "the model" : name;
    return activation.forward(visitor.sums(label, activation, sums), pass);
  }

  private static String inside(String name, String part) {
    return name.isEmpty() ? part : name + "." + part;
  }
}
