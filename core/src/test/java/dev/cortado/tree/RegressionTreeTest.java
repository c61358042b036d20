package dev.cortado.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionTreeTest {

  private static final float[] X = {3, 1, 4, 2, 9, 7};
  private static final float[] Y = {0, 0, 5, 0, 6, 6};

  @Test
  void aColumnIsCutWhereTheTargetChangesMost() {
    assertThat(RegressionTree.edges(X, new float[][] {Y}, 2, 1)).containsExactly(1.0, 3.5, 9.0);
    assertThat(RegressionTree.edges(X, new float[][] {Y}, 3, 1))
        .containsExactly(1.0, 3.5, 5.5, 9.0);
  }

  @Test
  void aLeafHasAtLeastTheRowsAskedFor() {
    assertThat(RegressionTree.edges(X, new float[][] {Y}, 6, 3)).containsExactly(1.0, 3.5, 9.0);
    assertThat(RegressionTree.edges(X, new float[][] {Y}, 6, 4)).containsExactly(1.0, 9.0);
  }

  @Test
  void aConstantColumnHasOneEdge() {
    assertThat(RegressionTree.edges(new float[] {2, 2, 2}, new float[][] {{0, 1, 2}}, 8, 1))
        .containsExactly(2.0);
  }

  @Test
  void edgesAscendAlsoBetweenNeighboringFloats() {
    float a = 1;
    float b = Math.nextUp(a);
    float c = Math.nextUp(b);
    var edges = RegressionTree.edges(new float[] {a, b, c}, new float[][] {{0, 1, 5}}, 3, 1);
    assertThat(edges)
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith((double) a)
        .endsWith((double) c);
  }

  @Test
  void explainedIsTheShareOfTheVariance() {
    var tree = RegressionTree.fit(new float[][] {X}, new float[][] {Y}, 2, 1);
    // Deviations from the means 0 and 17/3 of the leaves, and from the mean 17/6 of all.
    double left = 2 * (1.0 / 3) * (1.0 / 3) + (2.0 / 3) * (2.0 / 3);
    double whole =
        3 * (17 / 6.0) * (17 / 6.0) + 2 * (19 / 6.0) * (19 / 6.0) + (13 / 6.0) * (13 / 6.0);
    assertThat(tree.explained()).isCloseTo(1 - left / whole, within(1e-12));
  }

  @Test
  void severalTargetsCountAlike() {
    float[][] targets = {{0, 0, 0, 0, 0, 9}, {0, 1, 0, 0, 0, 0}};
    assertThat(RegressionTree.edges(X, targets, 2, 1)).isNotEmpty();
    float[][] alone = {{0, 0, 0, 0, 0, 0}, {0, 9, 0, 0, 0, 0}};
    assertThat(RegressionTree.edges(X, alone, 2, 1)).containsExactly(1.0, 1.5, 9.0);
  }

  /** By trying each split of each leaf, for a tree of three leaves over two columns. */
  @Test
  void theBestSplitComesFirst() {
    for (int number = 0; number < 20; number++) {
      var rng = Rng.of(number);
      float[][] columns = {
        rng.at("a").uniform(Shape.of(40)).mul(8).toArray(),
        rng.at("b").uniform(Shape.of(40)).toArray()
      };
      for (int row = 0; row < 40; row++) {
        columns[0][row] = (int) columns[0][row];
      }
      float[] y = rng.at("y").normal(Shape.of(40)).toArray();
      var tree = RegressionTree.fit(columns, new float[][] {y}, 3, 4);
      assertThat(tree.leaves()).hasSize(3);
      double first = best(columns, y, all(40));
      double left = errors(y, all(40)) - rest(tree, columns, y);
      assertThat(left).isGreaterThan(first);
      assertThat(rest(tree, columns, y)).isCloseTo(bestOfTwo(columns, y), within(1e-9));
    }
  }

  private static List<Integer> all(int rows) {
    var all = new ArrayList<Integer>();
    for (int row = 0; row < rows; row++) {
      all.add(row);
    }
    return all;
  }

  private static double rest(RegressionTree tree, float[][] columns, float[] y) {
    double sum = 0;
    int rows = 0;
    for (var leaf : tree.leaves()) {
      var inside =
          all(y.length).stream()
              .filter(row -> {
                for (int c = 0; c < columns.length; c++) {
                  float x = columns[c][row];
                  if (!(x >= leaf.from().get(c) && x < leaf.to().get(c))) {
                    return false;
                  }
                }
                return true;
              })
              .toList();
      assertThat(inside).hasSize(leaf.rows()).hasSizeGreaterThanOrEqualTo(4);
      rows += inside.size();
      sum += errors(y, inside);
    }
    assertThat(rows).isEqualTo(y.length);
    return sum;
  }

  private static double errors(float[] y, List<Integer> rows) {
    double mean = rows.stream().mapToDouble(row -> y[row]).sum() / rows.size();
    return rows.stream().mapToDouble(row -> (y[row] - mean) * (y[row] - mean)).sum();
  }

  private record Split(List<Integer> lower, List<Integer> upper, double gain) {}

  private static Split split(float[][] columns, float[] y, List<Integer> rows) {
    Split best = new Split(rows, List.of(), 0);
    for (float[] column : columns) {
      for (int at : rows) {
        var lower = rows.stream().filter(row -> column[row] < column[at]).toList();
        var upper = rows.stream().filter(row -> column[row] >= column[at]).toList();
        if (lower.size() >= 4 && upper.size() >= 4) {
          double gain = errors(y, rows) - errors(y, lower) - errors(y, upper);
          best = gain > best.gain() + 1e-9 ? new Split(lower, upper, gain) : best;
        }
      }
    }
    return best;
  }

  private static double best(float[][] columns, float[] y, List<Integer> rows) {
    return split(columns, y, rows).gain();
  }

  private static double bestOfTwo(float[][] columns, float[] y) {
    var first = split(columns, y, all(y.length));
    double second = Math.max(best(columns, y, first.lower()), best(columns, y, first.upper()));
    return errors(y, all(y.length)) - first.gain() - second;
  }

  @Test
  void nothingToFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegressionTree.fit(new float[][] {{}}, new float[][] {{}}, 2, 1))
        .withMessage("tree: 1 columns and 1 targets, expected at least one of each, with rows");
  }
}
