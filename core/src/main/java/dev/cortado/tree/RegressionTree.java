package dev.cortado.tree;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A regression tree (CART): rows are parted at thresholds of columns, best split first, so that the
 * squares of the targets' deviations within the leaves become as small as they can with one more
 * leaf each time. It is small and exact, for edges of bins and codes of leaves; to predict, use a
 * network.
 *
 * <pre>{@code
 * float[][] columns = {{1, 2, 3, 4}};
 * float[][] targets = {{0, 0, 5, 5}};
 * RegressionTree.edges(columns[0], targets, 2, 1);   // [1.0, 2.5, 4.0]
 * }</pre>
 *
 * <p>Sums are added in one order and equal gains go to the first column and the lowest threshold,
 * so a tree has the same bits everywhere.
 *
 * @param leaves in the order of their places in the tree, the lower side of a split first
 * @param explained the share of the targets' variance that the leaves explain, from 0 to 1
 */
public record RegressionTree(List<Leaf> leaves, double explained) {

  public RegressionTree {
    leaves = List.copyOf(leaves);
  }

  /**
   * The rows with {@code from[c] ≤ x[c] < to[c]} in every column; a side without a threshold is the
   * lowest or the largest float.
   *
   * @param from for each column
   * @param to for each column
   * @param rows how many rows of the fit it has
   */
  public record Leaf(List<Float> from, List<Float> to, int rows) {
    public Leaf {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }

  /**
   * Fits a tree.
   *
   * @param columns the columns, each with a number for each row
   * @param targets one or more, each with a number for each row; their deviations count alike
   * @param mostLeaves how many leaves at most
   * @param rowsOfLeaf how many rows a leaf has at least
   */
  public static RegressionTree fit(
      float[][] columns, float[][] targets, int mostLeaves, int rowsOfLeaf) {
    Require.atLeast(1, "tree", "leaves", mostLeaves);
    Require.atLeast(1, "tree", "rows of a leaf", rowsOfLeaf);
    if (columns.length == 0 || targets.length == 0 || columns[0].length == 0) {
      throw Errors.argument(
          "tree: %d columns and %d targets, expected at least one of each, with rows",
          columns.length, targets.length);
    }
    return new Growth(columns, targets, rowsOfLeaf).grow(mostLeaves);
  }

  /**
   * Where a column is cut, with its lowest and its highest value around: edges of bins, ascending.
   * A column of one value has a single edge.
   */
  public static List<Double> edges(float[] column, float[][] targets, int mostBins, int rowsOfBin) {
    return fit(new float[][] {column}, targets, mostBins, rowsOfBin).edges(column);
  }

  private List<Double> edges(float[] column) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : column) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    var edges = new ArrayList<Double>();
    edges.add((double) low);
    leaves.stream()
        .map(leaf -> leaf.from().getFirst())
        .sorted()
        .skip(1)
        .forEach(edge -> edges.add((double) edge));
    if (high > edges.getLast()) {
      edges.add((double) high);
    }
    return List.copyOf(edges);
  }

  /** A leaf that may be split. */
  private record Part(int from, int to, float[] low, float[] high, @Nullable Cut cut, int number) {}

  /** The best split of a part. */
  private record Cut(int column, int place, float threshold, double gain) {}

  /**
   * A tree that grows: each part has its rows between the same places in the order of each column.
   */
  private static final class Growth {

    private final float[][] columns;
    private final float[][] targets;
    private final int rowsOfLeaf;
    private final int rows;
    private final int[][] orders;
    private final int[] scratch;
    private final boolean[] isLower;

    Growth(float[][] columns, float[][] targets, int rowsOfLeaf) {
      this.columns = columns;
      this.targets = targets;
      this.rowsOfLeaf = rowsOfLeaf;
      rows = columns[0].length;
      orders = new int[columns.length][];
      for (int c = 0; c < columns.length; c++) {
        orders[c] = order(columns[c]);
      }
      scratch = new int[rows];
      isLower = new boolean[rows];
    }

    /** Row numbers by value; rows of equal values keep their order. */
    private static int[] order(float[] column) {
      long[] keys = new long[column.length];
      for (int row = 0; row < keys.length; row++) {
        int bits = Float.floatToIntBits(column[row] + 0f);
        int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        keys[row] = ((long) ascending << 32) | row;
      }
      Arrays.sort(keys);
      int[] order = new int[keys.length];
      for (int i = 0; i < order.length; i++) {
        order[i] = (int) keys[i];
      }
      return order;
    }

    RegressionTree grow(int mostLeaves) {
      float[] low = new float[columns.length];
      float[] high = new float[columns.length];
      Arrays.fill(low, -Float.MAX_VALUE);
      Arrays.fill(high, Float.MAX_VALUE);
      var open =
          new PriorityQueue<Part>(
              Comparator.comparingDouble((Part part) -> -gain(part))
                  .thenComparingInt(Part::number));
      var root = part(0, rows, low, high, 0);
      open.add(root);
      double explained = 0;
      int made = 1;
      while (open.size() < mostLeaves && gain(open.element()) > 0) {
        var part = open.remove();
        var cut = Objects.requireNonNull(part.cut());
        explained += cut.gain();
        divide(part, cut);
        float[] upTo = part.high().clone();
        upTo[cut.column()] = cut.threshold();
        float[] above = part.low().clone();
        above[cut.column()] = cut.threshold();
        open.add(part(part.from(), cut.place(), part.low(), upTo, made++));
        open.add(part(cut.place(), part.to(), above, part.high(), made++));
      }
      double whole = variation();
      var leaves =
          open.stream()
              .sorted(Comparator.comparingInt(Part::from))
              .map(part ->
                  new Leaf(floats(part.low()), floats(part.high()), part.to() - part.from()))
              .toList();
      return new RegressionTree(leaves, whole > 0 ? Math.min(1, explained / whole) : 0);
    }

    private static double gain(Part part) {
      return part.cut() == null ? 0 : part.cut().gain();
    }

    private static List<Float> floats(float[] values) {
      var list = new ArrayList<Float>();
      for (float value : values) {
        list.add(value);
      }
      return list;
    }

    /** The sum of the squares of the targets' deviations from their means. */
    private double variation() {
      double whole = 0;
      for (float[] target : targets) {
        double sum = 0;
        for (float value : target) {
          sum += value;
        }
        double mean = sum / rows;
        for (float value : target) {
          whole += (value - mean) * (value - mean);
        }
      }
      return whole;
    }

    private Part part(int from, int to, float[] low, float[] high, int number) {
      Cut best = null;
      if (to - from >= 2L * rowsOfLeaf) {
        for (int c = 0; c < columns.length; c++) {
          best = better(best, c, from, to);
        }
      }
      return new Part(from, to, low, high, best, number);
    }

    private @Nullable Cut better(@Nullable Cut best, int c, int from, int to) {
      int[] order = orders[c];
      float[] column = columns[c];
      int count = to - from;
      double[] means = new double[targets.length];
      for (int k = 0; k < means.length; k++) {
        double sum = 0;
        for (int i = from; i < to; i++) {
          sum += targets[k][order[i]];
        }
        means[k] = sum / count;
      }
      double[] below = new double[targets.length];
      double most = best == null ? 0 : best.gain();
      int place = -1;
      for (int i = from; i < to - rowsOfLeaf; i++) {
        int row = order[i];
        double square = 0;
        for (int k = 0; k < below.length; k++) {
          below[k] += targets[k][row] - means[k];
          square += below[k] * below[k];
        }
        int lower = i + 1 - from;
        // Σ n_side·(mean_side − mean)² of both sides, for sums of deviations from the mean
        double gain = square * count / ((double) lower * (count - lower));
        if (gain > most && lower >= rowsOfLeaf && column[row] < column[order[i + 1]]) {
          most = gain;
          place = i + 1;
        }
      }
      if (place < 0) {
        return best;
      }
      return new Cut(c, place, between(column[order[place - 1]], column[order[place]]), most);
    }

    /** A number above {@code a} and at most {@code b}. */
    private static float between(float a, float b) {
      float middle = (float) (a + ((double) b - a) / 2);
      return middle > a ? middle : b;
    }

    /** Brings the rows of both sides together in the order of every column. */
    private void divide(Part part, Cut cut) {
      int[] own = orders[cut.column()];
      for (int i = part.from(); i < part.to(); i++) {
        isLower[own[i]] = i < cut.place();
      }
      for (int[] order : orders) {
        int lower = part.from();
        int upper = 0;
        for (int i = part.from(); i < part.to(); i++) {
          int row = order[i];
          if (isLower[row]) {
            order[lower++] = row;
          } else {
            scratch[upper++] = row;
          }
        }
        System.arraycopy(scratch, 0, order, lower, upper);
      }
    }
  }
}
