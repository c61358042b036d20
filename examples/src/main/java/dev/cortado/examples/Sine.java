package dev.cortado.examples;

import dev.cortado.data.Toys;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Sequential;
import dev.cortado.optim.Adam;
import dev.cortado.optim.Schedule;
import dev.cortado.plot.Chart;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A curve out of noisy points. The noise has deviation 0.1, so no model is better than that on rows
 * that it has not seen; the curve itself it meets closer. A picture goes to a folder, {@code
 * target} if none is named.
 */
final class Sine {

  private Sine() {}

  public static void main(String[] args) throws IOException {
    var split = Toys.sine(1_000, 0.1, Rng.of(42)).split(0.8, 0, Rng.of(42));
    var model =
        Sequential.of(
            Dense.of(1, 32, Activation.tanh()),
            Dense.of(32, 32, Activation.tanh()),
            Dense.of(32, 1));
    var recipe =
        Recipe.of(Loss.mse(), Adam.of(1e-2)).epochs(60).schedule(Schedule.cosine(1e-2, 60 * 25));
    Trainer.fit(model, recipe, split.train());

    IO.println(Evaluation.of(model, split.test(), Metric.rmse(), Metric.r2()));
    var x = Tensor.of(new float[][] {{0}, {(float) (Math.PI / 6)}, {(float) (Math.PI / 2)}});
    var curve = Tensor.of(0, 0.5f, 1);
    var off = model.predict(x).flatten().sub(curve).abs().max().item();
    IO.println("off the curve by less than 0.05: " + (off < 0.05f));

    var rows = split.test();
    var at = Tensor.linspace(-Math.PI, Math.PI, 101);
    var picture =
        Chart.of("A curve out of noisy points")
            .x("x")
            .y("y")
            .dots("test rows", doubles(rows.x()), doubles(rows.y()))
            .line("model", doubles(at), doubles(model.predict(at.expand(1))));
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    Files.writeString(folder.resolve("example-sine.svg"), picture.svg());
  }

  private static double[] doubles(Tensor x) {
    var flat = x.flatten();
    return IntStream.range(0, flat.size()).mapToDouble(flat::at).toArray();
  }
}

// prints
// rmse  0.1049
// r2    0.9783
// off the curve by less than 0.05: true
