package dev.cortado.examples;

import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Pass;
import dev.cortado.plot.Field;
import dev.cortado.plot.Grid;
import dev.cortado.plot.Panels;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which numbers are normalized together, asked of the layers themselves: one number is moved, and
 * all that move with it share its mean. A batch of 4 samples, each of 6 channels with 3 positions.
 */
final class NormalizationAxes {

  private static final int SAMPLES = 4;
  private static final int CHANNELS = 6;
  private static final int POSITIONS = 3;
  private static final int ROW = CHANNELS * POSITIONS;

  private NormalizationAxes() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createDirectories(Path.of(args.length == 0 ? "target" : args[0]));
    var picture =
        Panels.of(
            "Numbers of one color share a mean",
            field("batch norm", BatchNorm.of(CHANNELS)),
            field("layer norm", LayerNorm.of(CHANNELS, POSITIONS)),
            field("group norm, 2 groups", GroupNorm.of(2, CHANNELS)),
            field("instance norm", InstanceNorm.of(CHANNELS)));
    Files.writeString(folder.resolve("normalization.svg"), picture.svg());
  }

  private static Field field(String name, Layer norm) {
    norm.start(Rng.of(1));
    int[] group = groups(norm);
    int count = Arrays.stream(group).max().orElseThrow() + 1;
    IO.println(
        String.format(
            Locale.ROOT, "%-20s %2d means of %2d numbers", name, count, group.length / count));
    var values = new double[SAMPLES][ROW];
    for (int i = 0; i < group.length; i++) {
      values[i / ROW][i % ROW] = group[i];
    }
    var columns = Grid.middles(0.5, CHANNELS + 0.5, ROW);
    return Field.of(name, Grid.of(columns, Grid.middles(0.5, SAMPLES + 0.5, SAMPLES), values))
        .x("channel, with its positions")
        .y("sample")
        .regions();
  }

  /** For each number of the batch the number of its group, in the order in which they are met. */
  private static int[] groups(Layer norm) {
    var shape = Shape.of(SAMPLES, CHANNELS, POSITIONS);
    var x = Rng.of(2).normal(shape);
    float[] before = forward(norm, x);
    var group = new int[x.size()];
    Arrays.fill(group, -1);
    int next = 0;
    for (int i = 0; i < group.length; i++) {
      if (group[i] >= 0) {
        continue;
      }
      float[] moved = x.toArray();
      moved[i] += 1;
      float[] after = forward(norm, Tensor.of(shape, moved));
      for (int j = 0; j < group.length; j++) {
        if (after[j] != before[j]) {
          group[j] = next;
        }
      }
      next++;
    }
    return group;
  }

  private static float[] forward(Layer norm, Tensor x) {
    return norm.forward(x, Pass.training(Rng.of(1))).toArray();
  }
}

// prints
// batch norm            6 means of 12 numbers
// layer norm            4 means of 18 numbers
// group norm, 2 groups  8 means of  9 numbers
// instance norm        24 means of  3 numbers
