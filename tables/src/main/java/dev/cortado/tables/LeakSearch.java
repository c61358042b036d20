package dev.cortado.tables;

import dev.cortado.internal.SafeText;
import dev.cortado.table.RawValue;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for columns that alone give the target away, on a sample of the rows: every second row of
 * it is learned from, the others are asked.
 *
 * <p>For classes, each value is answered with the class that it mostly had, where numbers are cut
 * into 256 parts of equal size; for numbers, with the mean. A column that is right in 99.5 % of the
 * rows, or leaves a thousandth of the variance, is reported if most of that is its own merit.
 */
final class LeakSearch {

  private static final int LEAST_ASKED = 50;
  private static final int PARTS = 256;
  private static final double RIGHT = 0.995;
  private static final double EXPLAINED = 0.999;

  /** How much of the errors of the best constant answer may be left. */
  private static final double LEFT = 0.05;

  private final TablePlan plan;
  private final List<@Nullable Object[]> rows;
  private final boolean classes;

  LeakSearch(TablePlan plan, TableScan.RowSample sample) {
    this.plan = plan;
    rows = sample.rows();
    classes = plan.target() != null && plan.target().isClassification();
  }

  /** A warning for each column that gives the target away. */
  List<String> run() {
    var warnings = new ArrayList<String>();
    for (var target : plan.with(Role.TARGET)) {
      for (int i = 0; i < plan.columns().size(); i++) {
        var column = plan.columns().get(i);
        if (column.role().isFeature()) {
          var found = search(i, plan.columns().indexOf(target));
          if (!found.isEmpty()) {
            warnings.add(
                "column '"
                    + SafeText.of(column.name())
                    + "' alone tells '"
                    + SafeText.of(target.name())
                    + "' "
                    + found
                    + "; is it known before the answer is?");
          }
        }
      }
    }
    return warnings;
  }

  private String search(int column, int target) {
    var known =
        rows.stream().filter(row -> row[target] != null).map(row -> pair(row, column, target));
    var pairs = known.toList();
    if (pairs.size() < 2 * LEAST_ASKED) {
      return "";
    }
    int[] cells = cells(pairs);
    return classes ? classes(pairs, cells) : numbers(pairs, cells);
  }

  /** A value of a column and of the target. */
  private record Pair(@Nullable Object value, double number, String label, double asked) {}

  private Pair pair(@Nullable Object[] row, int column, int target) {
    var value = row[column];
    var asked = row[target];
    var label = asked == null ? "" : RawValue.canonical(asked);
    double number = value == null ? Double.NaN : number(value, plan.columns().get(column));
    return new Pair(value, number, label, classes || asked == null ? 0 : RawValue.number(asked));
  }

  private static double number(Object value, PlannedColumn column) {
    return switch (column.role()) {
      case NUMBER -> RawValue.number(value);
      case DATE -> {
        var time = RawValue.dateTimeOrNull(value, column.dates());
        yield time == null ? Double.NaN : time.toEpochSecond(ZoneOffset.UTC);
      }
      default -> Double.NaN;
    };
  }

  /** A number for each pair: that of its value, or of the part in which its number lies. */
  private static int[] cells(List<Pair> pairs) {
    double[] sorted =
        pairs.stream().mapToDouble(Pair::number).filter(x -> !Double.isNaN(x)).sorted().toArray();
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    var texts = new HashMap<String, Integer>();
    int[] cells = new int[pairs.size()];
    for (int i = 0; i < cells.length; i++) {
      var pair = pairs.get(i);
      if (Double.isNaN(pair.number)) {
        var text = pair.value == null ? "" : RawValue.canonical(pair.value);
        cells[i] = -1 - texts.computeIfAbsent(text, _ -> texts.size());
      } else if (distinct.length <= PARTS) {
        cells[i] = Arrays.binarySearch(distinct, pair.number);
      } else {
        int rank = Arrays.binarySearch(sorted, pair.number);
        while (rank > 0 && sorted[rank - 1] == pair.number) {
          rank--;
        }
        cells[i] = (int) ((long) rank * PARTS / sorted.length);
      }
    }
    return cells;
  }

  private static String classes(List<Pair> pairs, int[] cells) {
    var counts = new HashMap<Integer, Map<String, Integer>>();
    var all = new HashMap<String, Integer>();
    for (int i = 0; i < cells.length; i += 2) {
      var label = pairs.get(i).label;
      counts.computeIfAbsent(cells[i], _ -> new HashMap<>()).merge(label, 1, Integer::sum);
      all.merge(label, 1, Integer::sum);
    }
    var most = most(all);
    int right = 0;
    int rightWithMost = 0;
    int asked = 0;
    for (int i = 1; i < cells.length; i += 2) {
      var label = pairs.get(i).label;
      var cell = counts.get(cells[i]);
      right += label.equals(cell == null ? most : most(cell)) ? 1 : 0;
      rightWithMost += label.equals(most) ? 1 : 0;
      asked++;
    }
    boolean leaks = right >= RIGHT * asked && asked - right <= LEFT * (asked - rightWithMost);
    return leaks && rightWithMost < asked
        ? String.format(Locale.ROOT, "in %.1f %% of the rows", 100.0 * right / asked)
        : "";
  }

  /** The most frequent; of several, the first in the order of their texts. */
  private static String most(Map<String, Integer> counts) {
    var best = "";
    int count = 0;
    for (var entry : counts.entrySet()) {
      int other = entry.getValue();
      if (other > count || (other == count && entry.getKey().compareTo(best) < 0)) {
        best = entry.getKey();
        count = other;
      }
    }
    return best;
  }

  private static String numbers(List<Pair> pairs, int[] cells) {
    double linear = correlation(pairs.stream().filter(pair -> !Double.isNaN(pair.number)).toList());
    double explained = Math.max(linear * linear, explained(pairs, cells));
    return explained >= EXPLAINED
        ? String.format(Locale.ROOT, "with %.2f %% of its variance", 100 * explained)
        : "";
  }

  private static double correlation(List<Pair> pairs) {
    double meanX = pairs.stream().mapToDouble(Pair::number).average().orElse(0);
    double meanY = pairs.stream().mapToDouble(Pair::asked).average().orElse(0);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (var pair : pairs) {
      double x = pair.number - meanX;
      double y = pair.asked - meanY;
      xx += x * x;
      xy += x * y;
      yy += y * y;
    }
    double both = Math.sqrt(xx) * Math.sqrt(yy);
    return both > 0 ? xy / both : 0;
  }

  private static double explained(List<Pair> pairs, int[] cells) {
    var sums = new HashMap<Integer, double[]>();
    double mean = 0;
    int learned = 0;
    for (int i = 0; i < cells.length; i += 2) {
      double asked = pairs.get(i).asked;
      double[] sum = sums.computeIfAbsent(cells[i], _ -> new double[2]);
      sum[0] += asked;
      sum[1]++;
      learned++;
      mean += (asked - mean) / learned;
    }
    double left = 0;
    double all = 0;
    for (int i = 1; i < cells.length; i += 2) {
      double asked = pairs.get(i).asked;
      double[] sum = sums.get(cells[i]);
      double answer = sum == null ? mean : sum[0] / sum[1];
      left += (asked - answer) * (asked - answer);
      all += (asked - mean) * (asked - mean);
    }
    return all > 0 ? 1 - left / all : 0;
  }
}
