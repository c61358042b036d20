package dev.cortado.examples;

import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Sequential;
import dev.cortado.plot.Chart;
import dev.cortado.plot.Field;
import dev.cortado.plot.Grid;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a network of rectifiers bends. Of one input, at a joint for each hidden unit; of two, along
 * a line for each, and between the lines it is flat. So many lines cut the plane into {@code 1 + h
 * + h(h − 1)/2} regions: far fewer than the {@code 2^h} ways in which units can be on or off.
 */
final class Regions {

  private static final int PIXELS = 240;

  private Regions() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));

    // Three units turn on at −θ₀/θ₁: at −1, ½ and 2.
    var slopes = new float[] {1, -2, 0.5f};
    var starts = new float[] {1, 1, -1};
    var line =
        Sequential.of(
            new Dense(
                Parameter.of(Tensor.of(slopes).expand(0)),
                Parameter.of(Tensor.of(starts)),
                Activation.relu()),
            new Dense(
                Parameter.of(Tensor.of(1, 0.5f, -3).expand(1)),
                Parameter.of(Tensor.of(0.25f)),
                Activation.identity()));
    Files.writeString(folder.resolve("pieces.svg"), pieces(line, slopes, starts).svg());

    IO.println("units  regions  bound  on or off");
    for (int h : new int[] {1, 2, 3, 5, 10, 20}) {
      var layer = layer(h);
      int bound = 1 + h + h * (h - 1) / 2;
      IO.println(
          String.format(
              Locale.ROOT, "%5d  %7d  %5d  %,9d", h, patterns(layer).size(), bound, 1L << h));
    }
    Files.writeString(folder.resolve("regions.svg"), regions(layer(5)).svg());
  }

  private static Chart pieces(Sequential line, float[] slopes, float[] starts) {
    var x = Tensor.linspace(-3, 4, 281);
    var chart =
        Chart.of("Three rectifiers make a line of four pieces")
            .x("x")
            .y("y")
            .line("y", doubles(x), doubles(line.predict(x.expand(1))));
    for (int unit = 0; unit < slopes.length; unit++) {
      double joint = -starts[unit] / slopes[unit];
      IO.println("unit " + (unit + 1) + " turns at " + joint);
      chart = chart.mark(joint, "unit " + (unit + 1));
    }
    return chart;
  }

  private static Dense layer(int h) {
    var layer = Dense.of(2, h, Activation.relu());
    layer.start(Rng.of(12));
    layer.bias().set(Rng.of(13).normal(Shape.of(h)));
    return layer;
  }

  /**
   * Which units are on, for every region of the plane: four lie around each crossing of two lines,
   * and the other units are there as they are at the crossing.
   */
  private static Set<BitSet> patterns(Dense layer) {
    var w = layer.weight().value();
    var b = layer.bias().value();
    int h = b.size();
    var patterns =
        new HashSet<BitSet>(h == 1 ? List.of(on(w, b, 0, 9), on(w, b, 0, -9)) : List.of());
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < i; j++) {
        double det = (double) w.at(0, i) * w.at(1, j) - (double) w.at(0, j) * w.at(1, i);
        double x = ((double) w.at(1, i) * b.at(j) - (double) w.at(1, j) * b.at(i)) / det;
        double y = ((double) w.at(0, j) * b.at(i) - (double) w.at(0, i) * b.at(j)) / det;
        for (int corner = 0; corner < 4; corner++) {
          var on = on(w, b, x, y);
          on.set(i, corner % 2 == 0);
          on.set(j, corner < 2);
          patterns.add(on);
        }
      }
    }
    return patterns;
  }

  private static BitSet on(Tensor w, Tensor b, double x, double y) {
    var on = new BitSet();
    for (int unit = 0; unit < b.size(); unit++) {
      on.set(unit, w.at(0, unit) * x + w.at(1, unit) * y + b.at(unit) > 0);
    }
    return on;
  }

  private static Field regions(Dense layer) {
    double[] side = Grid.middles(-3, 3, PIXELS);
    var numbers = new ArrayList<BitSet>();
    var values = new double[PIXELS][PIXELS];
    for (int row = 0; row < PIXELS; row++) {
      for (int column = 0; column < PIXELS; column++) {
        var on = on(layer.weight().value(), layer.bias().value(), side[column], side[row]);
        if (!numbers.contains(on)) {
          numbers.add(on);
        }
        values[row][column] = numbers.indexOf(on);
      }
    }
    return Field.of("Five rectifiers of two inputs", Grid.of(side, side, values))
        .x("x₁")
        .y("x₂")
        .regions();
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
// unit 1 turns at -1.0
// unit 2 turns at 0.5
// unit 3 turns at 2.0
// units  regions  bound  on or off
//     1        2      2          2
//     2        4      4          4
//     3        7      7          8
//     5       16     16         32
//    10       56     56      1,024
//    20      211    211  1,048,576
