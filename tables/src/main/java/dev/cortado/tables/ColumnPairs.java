package dev.cortado.tables;

import dev.cortado.nn.Columns;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.Projection;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.nn.TreeLeaves;
import dev.cortado.table.Feature;
import dev.cortado.tree.RegressionTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Codes of two numeric columns together: directions between them, and leaves of a tree over both.
 */
final class ColumnPairs {

  /** Pairs are made of the columns that tell most by themselves. */
  private static final int MOST_COLUMNS = 8;

  private static final int LEAVES_TO_COMPARE = 32;
  private static final double CLIP = 3;

  /** The cosine and sine of 22.5°, 45°, 67.5° and 135°. */
  private static final float[][] DIRECTIONS = {
    {0.9238795f, 0.38268343f},
    {0.70710677f, 0.70710677f},
    {0.38268343f, 0.9238795f},
    {-0.70710677f, 0.70710677f}
  };

  private final ColumnValues columns;
  private final TableRecipe.Input input;

  /** The columns that are paired, and what each explains by itself. */
  private final int[] chosen;

  private final double[] explained;

  private record Found(int first, int second, int direction, double gain) {}

  ColumnPairs(ColumnValues columns, int[] numbers, TableRecipe.Input input) {
    this.columns = columns;
    this.input = input;
    boolean wanted = input.rotations() > 0 || input.leaves() > 0;
    double[] each =
        IntStream.of(numbers).mapToDouble(c -> wanted ? explained(columns.of(c)) : 0).toArray();
    int[] places =
        IntStream.range(0, numbers.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -each[i]))
            .limit(wanted ? MOST_COLUMNS : 0)
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    chosen = IntStream.of(places).map(i -> numbers[i]).toArray();
    explained = IntStream.of(places).mapToDouble(i -> each[i]).toArray();
  }

  private double explained(float[]... together) {
    return RegressionTree.fit(together, columns.targets(), LEAVES_TO_COMPARE, input.rowsOfBin())
        .explained();
  }

  /** The directions between two scaled columns that tell most beyond the columns themselves. */
  Optional<TableNetwork.Branch> rotations(List<Feature> features, List<String> coding) {
    if (input.rotations() == 0 || chosen.length < 2) {
      return Optional.empty();
    }
    var scaling = Sequential.of(RobustScale.fit(columns.tensor(chosen)), SmoothClip.of(CLIP));
    var scaled = scaling.predict(columns.tensor(chosen));
    float[][] each = new float[chosen.length][];
    for (int i = 0; i < each.length; i++) {
      each[i] = scaled.slice(1, i, i + 1).toArray();
    }
    var found = new ArrayList<Found>();
    for (int i = 0; i < chosen.length; i++) {
      for (int j = i + 1; j < chosen.length; j++) {
        double alone = Math.max(explained[i], explained[j]);
        for (int d = 0; d < DIRECTIONS.length; d++) {
          found.add(new Found(i, j, d, explained(sum(each[i], each[j], DIRECTIONS[d])) - alone));
        }
      }
    }
    var best =
        found.stream()
            .filter(it -> it.gain() > 0)
            .sorted(Comparator.comparingDouble(it -> -it.gain()))
            .limit(input.rotations())
            .toList();
    if (best.isEmpty()) {
      return Optional.empty();
    }
    float[][] weights = new float[chosen.length][best.size()];
    for (int k = 0; k < best.size(); k++) {
      var it = best.get(k);
      weights[it.first()][k] = DIRECTIONS[it.direction()][0];
      weights[it.second()][k] = DIRECTIONS[it.direction()][1];
      coding.add(
          "a direction between %s and %s"
              .formatted(name(features, it.first()), name(features, it.second())));
    }
    var projection = Projection.of(weights);
    var turned = projection.predict(scaled);
    var edges = new ArrayList<List<Double>>();
    for (int k = 0; k < best.size(); k++) {
      edges.add(columns.edges(turned.slice(1, k, k + 1).toArray(), input));
    }
    int bins = edges.stream().mapToInt(List::size).sum() - edges.size();
    var code = Sequential.of(scaling, projection, PiecewiseLinear.of(edges).bounded());
    return Optional.of(new TableNetwork.Branch(Columns.of(code, chosen), bins));
  }

  private String name(List<Feature> features, int i) {
    return features.get(chosen[i]).name();
  }

  private static float[] sum(float[] a, float[] b, float[] weights) {
    float[] sum = new float[a.length];
    for (int row = 0; row < sum.length; row++) {
      sum[row] = weights[0] * a[row] + weights[1] * b[row];
    }
    return sum;
  }

  /** The leaves of a tree over the two columns that tell most together beyond the better one. */
  Optional<TableNetwork.Branch> leaves(List<Feature> features, List<String> coding) {
    if (input.leaves() == 0 || chosen.length < 2) {
      return Optional.empty();
    }
    Found best = null;
    for (int i = 0; i < chosen.length; i++) {
      for (int j = i + 1; j < chosen.length; j++) {
        double gain =
            explained(columns.of(chosen[i]), columns.of(chosen[j]))
                - Math.max(explained[i], explained[j]);
        if (best == null || gain > best.gain()) {
          best = new Found(i, j, 0, gain);
        }
      }
    }
    if (best == null || best.gain() <= 0) {
      return Optional.empty();
    }
    int first = chosen[best.first()];
    int second = chosen[best.second()];
    var tree =
        RegressionTree.fit(
            new float[][] {columns.of(first), columns.of(second)},
            columns.targets(),
            input.leaves(),
            input.rowsOfBin());
    coding.add(
        "a tree of %d leaves over %s and %s"
            .formatted(
                tree.leaves().size(), name(features, best.first()), name(features, best.second())));
    return Optional.of(
        new TableNetwork.Branch(
            Columns.of(TreeLeaves.of(tree), first, second), tree.leaves().size()));
  }
}
