package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.table.DateOrder;
import dev.cortado.table.MissingTexts;
import dev.cortado.table.RawValue;
import dev.cortado.table.RawValueException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What decides in which part of a split a row goes, for all rows of a table.
 *
 * @param strata the class of each row, 0 if numbers are asked for; −1 for a row without a target
 * @param groups a hash of the group of each row; null if there are none
 * @param times when each row was known, the earliest if it is missing; null if there are none
 */
record RowKeys(int[] strata, long @Nullable [] groups, double @Nullable [] times) {

  static RowKeys of(TablePlan plan) {
    var names = plan.profile().columns().stream().map(ColumnProfile::name).toList();
    var missing = MissingTexts.of(plan.options().missing());
    int[] targets = plan.options().targets().stream().mapToInt(names::indexOf).toArray();
    int group = plan.nameOf(Role.GROUP) == null ? -1 : names.indexOf(plan.nameOf(Role.GROUP));
    int time = plan.nameOf(Role.TIME) == null ? -1 : names.indexOf(plan.nameOf(Role.TIME));
    int rows = Math.toIntExact(plan.profile().rows());
    var keys =
        new RowKeys(
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
          keys.groups[row] = value == null ? row : Mix.of(RawValue.canonical(value));
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
      var order = profile.dateOrder();
      return RawValue.dateTime(value, order == null ? DateOrder.YEAR_MONTH_DAY : order)
          .toEpochSecond(ZoneOffset.UTC);
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
