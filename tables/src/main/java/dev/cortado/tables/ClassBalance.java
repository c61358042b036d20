package dev.cortado.tables;

import dev.cortado.data.RowSource;
import dev.cortado.data.Target;
import dev.cortado.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Weights of rows with which every class counts alike, whatever its share of the rows. */
final class ClassBalance {

  private ClassBalance() {}

  /**
   * Each row's weight divided by the sum of its class, with mean 1; the weights as they are if
   * there are no classes.
   */
  static @Nullable Tensor weights(RowSource rows, @Nullable Tensor weights) {
    switch (rows.schema().target()) {
      case Target.Numbers _, Target.Labels _ -> {
        return weights;
      }
      case Target.Binary _, Target.Classes _ -> {}
    }
    float[] classes = rows.y(0, rows.size()).toArray();
    double[] sums = new double[rows.schema().target().classNames().size()];
    for (int row = 0; row < classes.length; row++) {
      sums[(int) classes[row]] += weight(weights, row);
    }
    int present = 0;
    for (double sum : sums) {
      present += sum > 0 ? 1 : 0;
    }
    float[] balanced = new float[classes.length];
    for (int row = 0; row < classes.length; row++) {
      double sum = sums[(int) classes[row]];
      balanced[row] =
          sum > 0 ? (float) (weight(weights, row) * classes.length / (present * sum)) : 0;
    }
    return Tensor.of(balanced);
  }

  private static double weight(@Nullable Tensor weights, int row) {
    return weights == null ? 1 : weights.at(row);
  }
}
