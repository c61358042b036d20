package dev.cortado.examples;

import dev.cortado.nn.Dropout;
import dev.cortado.nn.Pass;
import dev.cortado.plot.Field;
import dev.cortado.plot.Grid;
import dev.cortado.plot.Panels;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What dropout leaves out of a batch of 12 rows with 24 units: other units in each row, and none
 * when the model is used.
 */
final class DropoutMasks {

  private static final int ROWS = 12;
  private static final int UNITS = 24;

  private DropoutMasks() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    var training = Pass.training(Rng.of(42));
    var picture =
        Panels.of(
            "What dropout leaves out",
            field("p = 0.2, in training", 0.2, training),
            field("p = 0.5, in training", 0.5, training),
            field("p = 0.8, in training", 0.8, training),
            field("p = 0.5, in use", 0.5, Pass.inference()));
    Files.writeString(folder.resolve("dropout.svg"), picture.svg());
  }

  private static Field field(String title, double rate, Pass pass) {
    var y = Dropout.of(rate).forward(Tensor.ones(ROWS, UNITS), pass);
    var kept = y.gt(0);
    IO.println(
        String.format(
            Locale.ROOT,
            "%s: %.0f of %d are left, each times %s",
            title,
            kept.sum().item(),
            y.size(),
            y.max().item()));
    var values = new double[ROWS][UNITS];
    for (int row = 0; row < ROWS; row++) {
      for (int unit = 0; unit < UNITS; unit++) {
        values[row][unit] = kept.at(row, unit);
      }
    }
    var units = Grid.middles(0.5, UNITS + 0.5, UNITS);
    return Field.of(title, Grid.of(units, Grid.middles(0.5, ROWS + 0.5, ROWS), values))
        .x("unit")
        .y("row")
        .classes("left out", "kept");
  }
}

// prints
// p = 0.2, in training: 236 of 288 are left, each times 1.25
// p = 0.5, in training: 157 of 288 are left, each times 2.0
// p = 0.8, in training: 58 of 288 are left, each times 5.0
// p = 0.5, in use: 288 of 288 are left, each times 1.0
