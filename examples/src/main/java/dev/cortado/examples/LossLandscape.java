package dev.cortado.examples;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.model.LinearRegression;
import dev.cortado.model.LossScan;
import dev.cortado.nn.Loss;
import dev.cortado.optim.Momentum;
import dev.cortado.optim.Optimizer;
import dev.cortado.optim.Sgd;
import dev.cortado.optim.Updater;
import dev.cortado.plot.Field;
import dev.cortado.plot.Grid;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The error of a line {@code y = w·x + b} at every {@code w} and {@code b}, and three ways to its
 * lowest point: the formula, trying all points of a grid, and going down. The valley is long and
 * narrow: plain descent creeps along it once it has reached the bottom, and inertia helps.
 */
final class LossLandscape {

  private static final Tensor X = Tensor.of(new float[][] {{0}, {1}, {2}, {3}, {4}});
  private static final Tensor Y = Tensor.of(new float[][] {{1}, {3}, {4}, {7}, {8}});
  private static final int GRID = 121;
  private static final int STEPS = 40;

  private LossLandscape() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));

    var line = LinearRegression.fit(Dataset.of(X, Y, Target.numbers("y"))).coefficients("y");
    IO.println("formula   w " + line.weights().get("x1") + ", b " + line.bias());

    var scan =
        LossScan.of(
            (w, b) -> Loss.mse().apply(X.mul(w).add(b), Y).item(),
            Tensor.linspace(-1, 5, GRID),
            Tensor.linspace(-2, 7, GRID));
    IO.println("grid      " + scan.best());

    var plain = descent("descent", Sgd.of(0.05));
    var inert = descent("momentum", Momentum.of(0.05, 0.7));
    var field =
        Field.of("The error of a line, and two ways down", grid(scan))
            .x("w")
            .y("b")
            .z("mean squared error")
            .logZ()
            .line("descent", plain[0], plain[1])
            .line("momentum", inert[0], inert[1]);
    Files.writeString(folder.resolve("landscape.svg"), field.svg());
  }

  /** {@code w} and {@code b} before the first step and after each. */
  private static double[][] descent(String name, Optimizer rule) {
    var w = Parameter.of(Tensor.scalar(-0.5));
    var b = Parameter.of(Tensor.scalar(4.5));
    var updater = Updater.of(rule, w, b);
    var path = new double[2][STEPS + 1];
    path[0][0] = w.value().item();
    path[1][0] = b.value().item();
    for (int step = 1; step <= STEPS; step++) {
      updater.step(() -> Loss.mse().apply(X.mul(w.value()).add(b.value()), Y), rule.rate());
      path[0][step] = w.value().item();
      path[1][step] = b.value().item();
    }
    float left = Loss.mse().apply(X.mul(w.value()).add(b.value()), Y).item();
    IO.println(String.format(Locale.ROOT, "%-9s loss %.4f in %d steps", name, left, STEPS));
    return path;
  }

  /** The scan has a row for each {@code w}; a picture has one for each {@code b}. */
  private static Grid grid(LossScan scan) {
    var ws = new double[GRID];
    var bs = new double[GRID];
    var values = new double[GRID][GRID];
    for (int i = 0; i < GRID; i++) {
      ws[i] = scan.first().at(i);
      bs[i] = scan.second().at(i);
      for (int j = 0; j < GRID; j++) {
        values[j][i] = scan.losses().at(i, j);
      }
    }
    return Grid.of(ws, bs, values);
  }
}

// prints
// formula   w 1.8, b 1.0
// grid      Point[first=1.8, second=1.0, loss=0.16000006]
// descent   loss 0.5966 in 40 steps
// momentum  loss 0.1600 in 40 steps
