package dev.cortado.train;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows for the six models that are no toys of the library, and what a row's company must not do.
 */
public final class SixModelsRows {

  /** Rows that are predicted alone, and the largest batch that they are put in. */
  private static final int MOST = 257;

  private static final int SIDE = 12;

  private SixModelsRows() {}

  /** Three columns of twelve categories; the class follows from their sum. */
  static Dataset categories(int rows, Rng rng) {
    float[] x = new float[3 * rows];
    float[] y = new float[rows];
    float[] drawn = rng.at("categories").uniform(Shape.of(3 * rows), 0, 12).toArray();
    for (int i = 0; i < x.length; i++) {
      x[i] = (int) drawn[i];
    }
    for (int row = 0; row < rows; row++) {
      int sum = (int) (x[3 * row] + x[3 * row + 1] + x[3 * row + 2]);
      y[row] = Math.floorDiv(sum, 9);
    }
    return Dataset.of(
        Tensor.of(Shape.of(rows, 3), x), Tensor.of(y), Target.classes("a", "b", "c", "d"));
  }

  /** Images {@code [1, 12, 12]} of stripes that lie, stand or lean. */
  static Dataset stripes(int rows, Rng rng) {
    float[] x = new float[rows * SIDE * SIDE];
    float[] y = new float[rows];
    float[] start = rng.at("stripes").uniform(Shape.of(rows), 0, 4).toArray();
    for (int i = 0; i < x.length; i++) {
      int row = i / (SIDE * SIDE);
      int down = i / SIDE % SIDE;
      int right = i % SIDE;
      int along =
          switch (row % 3) {
            case 0 -> down;
            case 1 -> right;
            default -> down + right;
          };
      x[i] = (along + (int) start[row]) % 4 < 2 ? 1 : 0;
      y[row] = row % 3;
    }
    return Dataset.of(
        Tensor.of(Shape.of(rows, 1, SIDE, SIDE), x),
        Tensor.of(y),
        Target.classes("lying", "standing", "leaning"));
  }

  /**
   * Predicts 257 rows alone, then in batches of 1 to 257 rows that begin at ever other rows, so
   * that each row is met at many places. Tells where a row's prediction was another.
   */
  public static List<String> changedByCompany(SixModels.Trained trained) {
    var x = trained.rows().x().slice(0, 0, MOST);
    var twice = Tensor.concat(0, x, x);
    var alone = new ArrayList<Tensor>();
    for (int row = 0; row < MOST; row++) {
      alone.add(trained.model().predict(x.slice(0, row, row + 1)).row(0));
    }
    var changed = new ArrayList<String>();
    for (int size = 1; size <= MOST; size++) {
      int first = size * 100 % MOST;
      var together = trained.model().predict(twice.slice(0, first, first + size));
      for (int place = 0; place < size; place++) {
        int row = (first + place) % MOST;
        if (!together.row(place).sameBits(alone.get(row))) {
          changed.add("row %d at place %d of %d".formatted(row, place, size));
        }
      }
    }
    return changed;
  }
}
