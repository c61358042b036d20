package dev.cortado.examples;

import dev.cortado.data.Dataset;
import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.plot.Field;
import dev.cortado.plot.Grid;
import dev.cortado.plot.Panels;
import dev.cortado.plot.Plot;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where a model changes its mind. A single unit does along a straight line; a network along a curve
 * that it learned: around moons and circles, between the clouds of "either, but not both", between
 * the arms of a spiral.
 */
final class DecisionBoundary {

  private static final int PIXELS = 100;

  private DecisionBoundary() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    Files.writeString(folder.resolve("perceptron-planes.svg"), planes().svg());

    var rng = Rng.of(42);
    learn("moons", Toys.moons(300, 0.15, rng), 30, folder);
    learn("circles", Toys.circles(300, 0.15, 0.3, rng), 30, folder);
    learn("xor", Toys.xor(300, 0.15, rng), 30, folder);
    learn("spirals", Toys.spirals(300, 0.02, rng), 150, folder);
  }

  /** {@code y = w1·x1 + w2·x2 + w0}: its weights turn and tilt the plane, the bias moves it. */
  private static Panels planes() {
    double[] side = Grid.middles(-2, 2, 40);
    var plots = new ArrayList<Plot>();
    for (double[] w : new double[][] {{1, 0, 0}, {1, 1, 0}, {1, 1, 1}, {-2, 1, 0}}) {
      var values = new double[side.length][side.length];
      for (int row = 0; row < side.length; row++) {
        for (int column = 0; column < side.length; column++) {
          values[row][column] = w[0] * side[column] + w[1] * side[row] + w[2];
        }
      }
      var title =
          String.format(Locale.ROOT, "y = %.0f·x₁ + %.0f·x₂ + %.0f", w[0], w[1], w[2])
              .replace('-', '−');
      plots.add(
          Field.of(title, Grid.of(side, side, values)).x("x₁").y("x₂").around(0).zRange(-6, 6));
    }
    return Panels.of("One perceptron is a plane", plots.toArray(Plot[]::new));
  }

  private static void learn(String name, Dataset classes, int epochs, Path folder)
      throws IOException {
    var data = classes.asBinary();
    var model =
        Sequential.of(
            Dense.of(2, 32, Activation.gelu()),
            Dense.of(32, 32, Activation.gelu()),
            Dense.of(32, 1));
    var recipe = Recipe.of(Loss.binaryCrossEntropy(), Adam.of(1e-2)).epochs(epochs).batchSize(30);
    Trainer.fit(model, recipe, data);
    double accuracy = Evaluation.of(model, data).value("accuracy");
    IO.println(String.format(Locale.ROOT, "%-8s accuracy %.3f", name, accuracy));
    Files.writeString(
        folder.resolve("boundary-" + name + ".svg"), picture(name, model, data).svg());
  }

  private static Field picture(String name, Layer model, Dataset data) {
    double[] x1 = side(data, 0);
    double[] x2 = side(data, 1);
    var values = new double[PIXELS][PIXELS];
    for (int row = 0; row < PIXELS; row++) {
      var points = new float[PIXELS][2];
      for (int column = 0; column < PIXELS; column++) {
        points[column] = new float[] {(float) x1[column], (float) x2[row]};
      }
      var p = model.predict(Tensor.of(points)).sigmoid();
      for (int column = 0; column < PIXELS; column++) {
        values[row][column] = p.at(column, 0);
      }
    }
    var field =
        Field.of("Learned from " + name, Grid.of(x1, x2, values))
            .x("x₁")
            .y("x₂")
            .z("probability of class 1")
            .zRange(0, 1)
            .around(0.5);
    for (int label = 0; label < 2; label++) {
      field = field.dots("class " + label, column(data, label, 0), column(data, label, 1));
    }
    return field;
  }

  /** The places of the pixels: all the points, and a little more. */
  private static double[] side(Dataset data, int axis) {
    var column = data.x().slice(1, axis, axis + 1);
    double low = column.min().item();
    double high = column.max().item();
    double margin = (high - low) / 10;
    return Grid.middles(low - margin, high + margin, PIXELS);
  }

  private static double[] column(Dataset data, int label, int axis) {
    return IntStream.range(0, data.size())
        .filter(row -> data.y().at(row, 0) == label)
        .mapToDouble(row -> data.x().at(row, axis))
        .toArray();
  }
}

// prints
// moons    accuracy 0.993
// circles  accuracy 0.997
// xor      accuracy 1.000
// spirals  accuracy 1.000
