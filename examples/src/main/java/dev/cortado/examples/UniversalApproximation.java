package dev.cortado.examples;

import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Sequential;
import dev.cortado.plot.Chart;
import dev.cortado.plot.Panels;
import dev.cortado.plot.Plot;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/**
 * A single hidden layer comes as near to a continuous curve as one likes, if it is wide enough
 * (Cybenko, 1989, for sigmoids; Leshno and others, 1993, for rectifiers). Here nothing is trained:
 * each unit turns on at a joint, and its weight is by how much the slope of the curve changes
 * there. That such weights exist does not say that training finds them, nor how many units it
 * takes.
 */
final class UniversalApproximation {

  private static final double FROM = -3;
  private static final double TO = 3;

  private UniversalApproximation() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));

    var x = Tensor.linspace(FROM, TO, 601);
    var y = new double[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = curve(x.at(i));
    }
    var plots = new ArrayList<Plot>();
    IO.println("units  parameters  off by at most");
    for (int units : new int[] {2, 4, 8, 16, 32, 64}) {
      var model = network(units);
      double[] found = doubles(model.predict(x.expand(1)));
      double off = 0;
      for (int i = 0; i < y.length; i++) {
        off = Math.max(off, Math.abs(found[i] - y[i]));
      }
      long parameters = model.summary().total();
      IO.println(String.format(Locale.ROOT, "%5d  %10d  %.4f", units, parameters, off));
      plots.add(
          Chart.of(String.format(Locale.ROOT, "%d units, off by %.3f", units, off))
              .line("curve", doubles(x), y)
              .line("network", doubles(x), found));
    }
    var title = "One hidden layer of rectifiers follows a curve";
    var picture = Panels.of(title, plots.toArray(Plot[]::new)).columns(3);
    Files.writeString(folder.resolve("universal.svg"), picture.svg());
  }

  private static double curve(double x) {
    return StrictMath.sin(2 * x) + Math.abs(x) / 2;
  }

  private static Sequential network(int units) {
    double length = (TO - FROM) / units;
    var starts = new float[units];
    var weights = new float[units];
    double slope = 0;
    for (int unit = 0; unit < units; unit++) {
      double joint = FROM + unit * length;
      double next = (curve(joint + length) - curve(joint)) / length;
      starts[unit] = (float) -joint;
      weights[unit] = (float) (next - slope);
      slope = next;
    }
    return Sequential.of(
        new Dense(
            Parameter.of(Tensor.ones(1, units)),
            Parameter.of(Tensor.of(starts)),
            Activation.relu()),
        new Dense(
            Parameter.of(Tensor.of(weights).expand(1)),
            Parameter.of(Tensor.of((float) curve(FROM))),
            Activation.identity()));
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
// units  parameters  off by at most
//     2           7  1.0742
//     4          13  0.9272
//     8          25  0.2317
//    16          49  0.0685
//    32          97  0.0175
//    64         193  0.0044
