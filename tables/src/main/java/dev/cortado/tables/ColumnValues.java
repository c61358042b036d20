package dev.cortado.tables;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tree.RegressionTree;
import java.util.List;

/** The columns of rows one by one, and the target as numbers for trees. */
final class ColumnValues {

  private final float[][] columns;
  private final float[][] targets;

  ColumnValues(Dataset rows) {
    columns = columns(rows.x());
    targets = targets(rows);
  }

  private static float[][] columns(Tensor x) {
    int rows = x.shape().dim(0);
    int width = x.shape().dim(1);
    float[] all = x.toArray();
    float[][] columns = new float[width][rows];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < width; c++) {
        columns[c][row] = all[row * width + c];
      }
    }
    return columns;
  }

  /** A column for each number, label or class; of two classes one. */
  private static float[][] targets(Dataset rows) {
    if (!(rows.schema().target() instanceof Target.Classes(_, var classes))) {
      return columns(rows.y());
    }
    float[] y = rows.y().toArray();
    int count = classes.size() == 2 ? 1 : classes.size();
    float[][] targets = new float[count][y.length];
    for (int row = 0; row < y.length; row++) {
      if ((int) y[row] < count) {
        targets[(int) y[row]][row] = 1;
      }
    }
    return targets;
  }

  float[] of(int column) {
    return columns[column];
  }

  float[][] targets() {
    return targets;
  }

  int rows() {
    return targets[0].length;
  }

  boolean varies(int column) {
    for (float value : columns[column]) {
      if (value != columns[column][0]) {
        return true;
      }
    }
    return false;
  }

  /** Some columns as a tensor {@code [rows, columns]}. */
  Tensor tensor(int... chosen) {
    float[] values = new float[rows() * chosen.length];
    for (int row = 0; row < rows(); row++) {
      for (int i = 0; i < chosen.length; i++) {
        values[row * chosen.length + i] = columns[chosen[i]][row];
      }
    }
    return Tensor.of(Shape.of(rows(), chosen.length), values);
  }

  /** The edges of bins for a column. */
  List<Double> edges(float[] column, TableRecipe.Input input) {
    return RegressionTree.edges(column, targets, input.bins(), input.rowsOfBin());
  }
}
