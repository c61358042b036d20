package dev.cortado.examples;

import dev.cortado.autograd.Autograd;
import dev.cortado.nn.Activation;
import dev.cortado.plot.Chart;
import dev.cortado.plot.Panels;
import dev.cortado.plot.Plot;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Activations, their slopes, and what is to be expected of each in a layer. */
final class ActivationSheet {

  private ActivationSheet() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    var plots = new ArrayList<Plot>();
    activations()
        .forEach((name, activation) -> {
          activation.start(Rng.of(1));
          var traits = activation.traits();
          var centered = traits.zeroCentered() ? ", zero-centered" : "";
          IO.println(String.format(Locale.ROOT, "%-10s  %s%s", name, traits, centered));
          plots.add(chart(title(name), activation));
        });
    var picture = Panels.of("Activations and their slopes", plots.toArray(Plot[]::new)).columns(3);
    Files.writeString(folder.resolve("activations.svg"), picture.svg());
  }

  private static Map<String, Activation> activations() {
    var all = new LinkedHashMap<String, Activation>();
    all.put("threshold", Activation.heaviside());
    all.put("sign", Activation.sign());
    all.put("sigmoid", Activation.sigmoid());
    all.put("tanh", Activation.tanh());
    all.put("ReLU", Activation.relu());
    all.put("leaky ReLU", Activation.leakyRelu(0.1));
    all.put("PReLU", Activation.prelu());
    all.put("ELU", Activation.elu());
    all.put("softplus", Activation.softplus());
    all.put("GELU", Activation.gelu());
    all.put("SiLU", Activation.silu());
    all.put("clip", Activation.clip(-1, 1));
    return all;
  }

  /** A step has no slope to learn by, so a slope of 1 stands in for it. */
  private static String title(String name) {
    return switch (name) {
      case "threshold", "sign" -> name + ", 1 taken as slope";
      default -> name;
    };
  }

  private static Chart chart(String title, Activation activation) {
    var z = Tensor.linspace(-4, 4, 321);
    // Each value depends on its own input alone, so the gradient of the sum holds every slope.
    var slope = Autograd.grad(() -> activation.predict(z).sum(), z);
    return Chart.of(title)
        .yRange(-1.5, 4)
        .line("value", doubles(z), doubles(activation.predict(z)))
        .line("slope", doubles(z), doubles(slope));
  }

  private static double[] doubles(Tensor tensor) {
    var values = new double[tensor.size()];
    float[] floats = tensor.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }
}

// prints
// threshold   0 to 1
// sign        -1 to 1, zero-centered
// sigmoid     0 to 1, flat below, flat above, costly
// tanh        -1 to 1, flat below, flat above, costly, zero-centered
// ReLU        0 to Infinity, dead below
// leaky ReLU  -Infinity to Infinity, zero-centered
// PReLU       -Infinity to Infinity, zero-centered
// ELU         -1 to Infinity, flat below, costly, zero-centered
// softplus    0 to Infinity, flat below, costly
// GELU        -0.17005 to Infinity, flat below, costly, zero-centered
// SiLU        -0.27847 to Infinity, flat below, costly, zero-centered
// clip        -1 to 1, dead below, dead above, zero-centered
