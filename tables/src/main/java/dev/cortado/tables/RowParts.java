package dev.cortado.tables;

import dev.cortado.data.FormatException;
import dev.cortado.data.Target;
import dev.cortado.table.MissingTexts;
import dev.cortado.table.RawValue;
import dev.cortado.table.RawValueException;
import dev.cortado.tensor.Rng;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which row of a table is in which part, in bounded memory for each row.
 *
 * @param parts of the rows
 * @param folds of the rows for training; empty if there are none
 */
record RowParts(byte[] parts, int[] folds) {

  /** A row without a target. */
  static final byte NONE = 0;

  static final byte TRAIN = 1;
  static final byte VALID = 2;
  static final byte TEST = 3;

  /** A group of rows and a random number for it. */
  private record Group(long hash, long key, int size) {}

  static RowParts of(TablePlan plan, RowSplit split) {
    return new Cut(plan, split).run();
  }

  /** The rows of a part, in the order of the table. */
  int[] rowsOf(byte part) {
    return IntStream.range(0, parts.length).filter(row -> parts[row] == part).toArray();
  }

  int count(byte part) {
    int count = 0;
    for (byte each : parts) {
      count += each == part ? 1 : 0;
    }
    return count;
  }

  /** Cuts a table into parts. */
  private static final class Cut {
    private final String table;
    private final RowSplit split;
    private final Keys keys;
    private final Rng rng;
    private final byte[] parts;
    private final int all;

    Cut(TablePlan plan, RowSplit split) {
      table = plan.source().name();
      this.split = split;
      keys = Keys.of(plan);
      rng = Rng.of(split.seed()).at("split");
      parts = new byte[keys.rows()];
      for (int row = 0; row < parts.length; row++) {
        parts[row] = keys.strata()[row] < 0 ? NONE : TRAIN;
      }
      all = count(TRAIN);
    }

    RowParts run() {
      int[] order = keys.groups() == null && keys.times() == null ? random() : new int[0];
      take(order, split.test(), TEST, "test");
      take(order, split.valid(), VALID, "validation");
      return new RowParts(parts, split.folds() == 0 ? new int[0] : folds(order));
    }

    private int[] random() {
      return rng.permutation(parts.length);
    }

    private void take(int[] order, double share, byte part, String name) {
      if (share == 0) {
        return;
      }
      int wanted = Math.toIntExact(Math.round(share * all));
      int left = count(TRAIN);
      if (wanted > 0 && wanted < left) {
        if (keys.times() != null) {
          latest(keys.times(), wanted, part);
        } else if (keys.groups() != null) {
          groups(keys.groups(), wanted, part);
        } else {
          stratified(order, wanted, part);
        }
      }
      if (count(part) == 0 || count(TRAIN) == 0) {
        throw new FormatException(
            "DATA-SPLIT",
            table,
            String.format(
                Locale.ROOT, "%,d rows cannot give a %.0f %% %s set", all, 100 * share, name));
      }
    }

    private int count(byte part) {
      return new RowParts(parts, new int[0]).count(part);
    }

    /** Rows at the same time stay together. */
    private void latest(double[] times, int wanted, byte part) {
      double[] sorted =
          IntStream.range(0, parts.length)
              .filter(row -> parts[row] == TRAIN)
              .mapToDouble(row -> times[row])
              .sorted()
              .toArray();
      double from = sorted[sorted.length - wanted];
      boolean some = from > sorted[0];
      for (int row = 0; row < parts.length; row++) {
        if (parts[row] == TRAIN && (some ? times[row] >= from : times[row] > from)) {
          parts[row] = part;
        }
      }
    }

    /** Groups in random order, as long as the part comes nearer to what is wanted. */
    private void groups(long[] groups, int wanted, byte part) {
      var taken = new HashMap<Long, Boolean>();
      int size = 0;
      for (var group : inOrder(groups)) {
        if (Math.abs(size + group.size - wanted) < wanted - size) {
          taken.put(group.hash, true);
          size += group.size;
        }
      }
      for (int row = 0; row < parts.length; row++) {
        if (parts[row] == TRAIN && taken.containsKey(groups[row])) {
          parts[row] = part;
        }
      }
    }

    private List<Group> inOrder(long[] groups) {
      var sizes = new HashMap<Long, Integer>();
      for (int row = 0; row < parts.length; row++) {
        if (parts[row] == TRAIN) {
          sizes.merge(groups[row], 1, Integer::sum);
        }
      }
      return sizes.entrySet().stream()
          .map(entry -> new Group(entry.getKey(), rng.at(entry.getKey()).key(), entry.getValue()))
          .sorted(Comparator.comparingLong(Group::key).thenComparingLong(Group::hash))
          .toList();
    }

    /** Of each class its share, in random order; the classes share what rounding leaves. */
    private void stratified(int[] order, int wanted, byte part) {
      int[] quotas = quotas(wanted);
      for (int row : order) {
        if (parts[row] == TRAIN && quotas[keys.strata()[row]] > 0) {
          quotas[keys.strata()[row]]--;
          parts[row] = part;
        }
      }
    }

    /** How many rows of each class are wanted: rounded down, then the largest rests one more. */
    private int[] quotas(int wanted) {
      int[] left = new int[keys.sizes().length];
      for (int row = 0; row < parts.length; row++) {
        left[Math.max(0, keys.strata()[row])] += parts[row] == TRAIN ? 1 : 0;
      }
      long total = Arrays.stream(left).asLongStream().sum();
      int[] quotas = new int[left.length];
      for (int i = 0; i < left.length; i++) {
        quotas[i] = (int) ((long) left[i] * wanted / total);
      }
      int rest = wanted - Arrays.stream(quotas).sum();
      IntStream.range(0, left.length)
          .boxed()
          .sorted(Comparator.comparingLong((Integer i) -> -((long) left[i] * wanted % total)))
          .limit(rest)
          .forEach(i -> quotas[i]++);
      return quotas;
    }

    private int[] folds(int[] order) {
      if (split.folds() > count(TRAIN)) {
        throw new FormatException(
            "DATA-SPLIT",
            table,
            String.format(
                Locale.ROOT, "%,d rows cannot give %d folds", count(TRAIN), split.folds()));
      }
      int[] folds = new int[parts.length];
      double[] times = keys.times();
      long[] groups = keys.groups();
      if (times != null) {
        inTime(times, folds);
      } else if (groups != null) {
        byGroup(groups, folds);
      } else {
        dealt(order, folds);
      }
      return folds;
    }

    /** Dealt out like cards, one class after the other. */
    private void dealt(int[] order, int[] folds) {
      int[] next = new int[keys.sizes().length];
      for (int row = 0; row < parts.length; row++) {
        int stratum = keys.strata()[row];
        if (parts[row] == TRAIN && stratum + 1 < next.length) {
          next[stratum + 1]++;
        }
      }
      for (int i = 1; i < next.length; i++) {
        next[i] += next[i - 1];
      }
      for (int row : order) {
        if (parts[row] == TRAIN) {
          folds[row] = next[keys.strata()[row]]++ % split.folds();
        }
      }
    }

    /** Stretches of time. */
    private void inTime(double[] times, int[] folds) {
      double[] sorted =
          IntStream.range(0, parts.length)
              .filter(row -> parts[row] == TRAIN)
              .mapToDouble(row -> times[row])
              .sorted()
              .toArray();
      for (int row = 0; row < parts.length; row++) {
        int fold = split.folds() - 1;
        while (fold > 0
            && times[row] < sorted[(int) ((long) fold * sorted.length / split.folds())]) {
          fold--;
        }
        folds[row] = fold;
      }
    }

    /** Large groups first, each to the smallest fold. */
    private void byGroup(long[] groups, int[] folds) {
      var foldOf = new HashMap<Long, Integer>();
      int[] sizes = new int[split.folds()];
      for (var group :
          inOrder(groups).stream()
              .sorted(Comparator.comparingInt((Group each) -> -each.size))
              .toList()) {
        int smallest = 0;
        for (int fold = 1; fold < sizes.length; fold++) {
          smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
        }
        sizes[smallest] += group.size;
        foldOf.put(group.hash, smallest);
      }
      for (int row = 0; row < parts.length; row++) {
        folds[row] = parts[row] == TRAIN ? foldOf.getOrDefault(groups[row], 0) : 0;
      }
    }
  }

  /**
   * What decides in which part of a split a row goes, for all rows of a table.
   *
   * @param strata the class of each row, 0 if numbers are asked for; −1 for a row without a target
   * @param groups a hash of the group of each row; null if there are none
   * @param times when each row was known, the earliest if it is missing; null if there are none
   */
  private record Keys(int[] strata, long @Nullable [] groups, double @Nullable [] times) {

    static Keys of(TablePlan plan) {
      var names = plan.profile().columns().stream().map(ColumnProfile::name).toList();
      var missing = MissingTexts.of(plan.options().missing());
      int[] targets = plan.options().targets().stream().mapToInt(names::indexOf).toArray();
      int group = plan.nameOf(Role.GROUP) == null ? -1 : names.indexOf(plan.nameOf(Role.GROUP));
      int time = plan.nameOf(Role.TIME) == null ? -1 : names.indexOf(plan.nameOf(Role.TIME));
      int rows = Math.toIntExact(plan.profile().rows());
      var keys =
          new Keys(
              new int[rows], group < 0 ? null : new long[rows], time < 0 ? null : new double[rows]);
      var target = plan.target();
      boolean classes = target != null && target.target() instanceof Target.Classes;
      var numbers = new HashMap<String, Integer>();
      var values = new @Nullable Object[names.size()];
      try (var in = plan.source().open()) {
        for (int row = 0; in.next(values); row++) {
          boolean known =
              Arrays.stream(targets).allMatch(at -> missing.present(values[at]) != null);
          keys.strata[row] = !known ? -1 : classes ? number(values[targets[0]], numbers) : 0;
          if (keys.groups != null) {
            var value = missing.present(values[group]);
            keys.groups[row] = value == null ? row : Sketch.hash(RawValue.canonical(value));
          }
          if (keys.times != null) {
            keys.times[row] = time(plan.columns().get(time), missing.present(values[time]), in);
          }
        }
      }
      return keys;
    }

    private static int number(@Nullable Object value, Map<String, Integer> numbers) {
      var text = value instanceof String raw ? raw.trim() : String.valueOf(value);
      return numbers.computeIfAbsent(RawValue.canonical(text), _ -> numbers.size());
    }

    private static double time(PlannedColumn column, @Nullable Object value, RowReader in) {
      if (value == null) {
        return Double.NEGATIVE_INFINITY;
      }
      var profile = column.profile();
      try {
        if (profile.numberCount() == profile.present()) {
          return RawValue.number(value);
        }
        return RawValue.dateTime(value, column.dates()).toEpochSecond(ZoneOffset.UTC);
      } catch (RawValueException e) {
        throw TableFaults.of(e.inColumn(column.name()), in.place());
      }
    }

    int rows() {
      return strata.length;
    }

    /** How many rows each class has. */
    int[] sizes() {
      int[] sizes = new int[Math.max(1, 1 + Arrays.stream(strata).max().orElse(0))];
      for (int stratum : strata) {
        if (stratum >= 0) {
          sizes[stratum]++;
        }
      }
      return sizes;
    }
  }
}
