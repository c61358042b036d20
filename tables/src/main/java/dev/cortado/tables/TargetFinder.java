package dev.cortado.tables;

import dev.cortado.data.FormatException;
import dev.cortado.data.Target;
import dev.cortado.internal.SafeText;
import dev.cortado.table.DecimalText;
import dev.cortado.table.RawValue;
import dev.cortado.tables.TableOptions.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds out what is asked: classes, labels or numbers. */
final class TargetFinder {

  /** Whole numbers from 0 or 1 on to at most so many are classes. */
  private static final int MOST_DIGITS = 10;

  private static final int LEAST_ROWS_EACH = 10;

  /** A positive target is skewed if the way up from its median to 90 % is so much the way down. */
  private static final double SKEWED = 3;

  private static final double FAR = 10;

  static final Comparator<String> BY_VALUE =
      Comparator.comparingDouble(
              (String text) -> {
                double number = DecimalText.parse(text);
                return Double.isNaN(number) ? Double.POSITIVE_INFINITY : number;
              })
          .thenComparing(Comparator.naturalOrder());

  private final String table;
  private final Task task;

  TargetFinder(String table, Task task) {
    this.table = table;
    this.task = task;
  }

  /** For the columns that are asked for. */
  PlannedTarget find(List<ColumnProfile> columns) {
    for (var column : columns) {
      requireValues(column);
    }
    return columns.size() == 1 ? one(columns.getFirst()) : several(columns);
  }

  private void requireValues(ColumnProfile column) {
    if (column.distinct() == 1 || column.present() == 0) {
      var value =
          column.present() == 0
              ? "no value"
              : "one value '" + SafeText.of(column.frequent().getFirst().getKey()) + "'";
      throw failed(
          "DATA-ONE-CLASS",
          String.format(
              Locale.ROOT, "target '%s' has %s in %,d rows", name(column), value, column.rows()));
    }
  }

  private PlannedTarget one(ColumnProfile column) {
    return switch (task) {
      case REGRESS -> numbers(column, "--task regress");
      case CLASSIFY -> classes(column, "--task classify");
      case AUTO -> auto(column);
    };
  }

  private PlannedTarget auto(ColumnProfile column) {
    if (column.distinct() == 2) {
      return classes(column, "two values");
    }
    var wrong = RoleFinder.isMeantAsNumber(column);
    if (column.numberCount() < column.present() && !wrong) {
      return classes(column, "texts");
    }
    var numbers = column.numbers();
    if (numbers != null
        && !wrong
        && numbers.whole() == column.present()
        && (numbers.min() == 0 || numbers.min() == 1)
        && numbers.max() - numbers.min() == column.distinct() - 1
        && column.distinct() <= MOST_DIGITS
        && column.present() >= LEAST_ROWS_EACH * column.distinct()) {
      return classes(
          column,
          String.format(
              Locale.ROOT,
              "the whole numbers %.0f to %.0f; for a number use --task regress",
              numbers.min(),
              numbers.max()));
    }
    return numbers(column, "numbers");
  }

  private PlannedTarget numbers(ColumnProfile column, String reason) {
    requireNumbers(column);
    return new PlannedTarget(
        Target.numbers(column.name()), reason, List.of(), column.missing(), hint(column));
  }

  private void requireNumbers(ColumnProfile column) {
    var problem = RoleFinder.problem(column, "; the target is a number");
    if (problem != null && column.numberCount() < column.present()) {
      throw TableFaults.of(problem);
    }
  }

  private static String hint(ColumnProfile column) {
    var numbers = column.numbers();
    if (numbers == null || numbers.min() <= 0) {
      return "";
    }
    boolean skewed =
        numbers.high() - numbers.median() > SKEWED * (numbers.median() - numbers.low())
            && numbers.max() > FAR * numbers.median();
    return skewed
        ? String.format(
            Locale.ROOT,
            "'%s' is positive and skewed (median %s, largest %s); its logarithm may be easier",
            name(column),
            PlanText.number(numbers.median()),
            PlanText.number(numbers.max()))
        : "";
  }

  private PlannedTarget classes(ColumnProfile column, String reason) {
    boolean numeric = column.numberCount() == column.present();
    boolean tooMany = column.frequent().isEmpty() || 2 * column.distinct() > column.present();
    if (tooMany && column.distinct() > 2) {
      throw failed(
          "DATA-TARGET",
          String.format(
              Locale.ROOT,
              "target '%s' has %,d distinct values in %,d rows; %s",
              name(column),
              column.distinct(),
              column.rows(),
              numeric ? "use --task regress" : "too many for classes"));
    }
    var names = column.frequent().stream().map(Map.Entry::getKey).sorted(BY_VALUE).toList();
    return new PlannedTarget(
        new Target.Classes(column.name(), names), reason, column.frequent(), column.missing(), "");
  }

  private PlannedTarget several(List<ColumnProfile> columns) {
    var names = columns.stream().map(ColumnProfile::name).toList();
    long missing = columns.stream().mapToLong(ColumnProfile::missing).max().orElse(0);
    boolean labels = columns.stream().allMatch(TargetFinder::isLabel);
    if (task == Task.CLASSIFY && !labels) {
      var odd = columns.stream().filter(column -> !isLabel(column)).findFirst().orElseThrow();
      throw failed(
          "DATA-TARGET",
          "target '"
              + name(odd)
              + "' is not 0 or 1, yes or no, as each of several labels has to be");
    }
    if (labels && task != Task.REGRESS) {
      var counts = new ArrayList<Map.Entry<String, Long>>();
      columns.forEach(column -> counts.add(Map.entry(column.name(), yes(column))));
      return new PlannedTarget(
          new Target.Labels(names), "several columns of yes or no", counts, missing, "");
    }
    columns.forEach(this::requireNumbers);
    return new PlannedTarget(
        new Target.Numbers(names), "several numbers", List.of(), missing, hint(columns.getFirst()));
  }

  private static long yes(ColumnProfile column) {
    return column.frequent().stream()
        .filter(entry -> Boolean.TRUE.equals(RawValue.truth(entry.getKey())))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean isLabel(ColumnProfile column) {
    return column.distinct() <= 2
        && column.frequent().stream().allMatch(entry -> RawValue.truth(entry.getKey()) != null);
  }

  private static String name(ColumnProfile column) {
    return SafeText.of(column.name());
  }

  private FormatException failed(String code, String problem) {
    return new FormatException(code, table, problem);
  }
}
