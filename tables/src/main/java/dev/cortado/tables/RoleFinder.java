package dev.cortado.tables;

import dev.cortado.internal.SafeText;
import dev.cortado.table.DateOrder;
import dev.cortado.table.DecimalText;
import dev.cortado.tables.PlannedColumn.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the role of each column by what was found in it. */
final class RoleFinder {

  /** A column with so few different values is a category rather than a name of each row. */
  private static final int FEW = 20;

  /** So few values that are not numbers among numbers are mistakes. */
  private static final int FEW_MISTAKES = 3;

  private static final double MISTAKES = 0.05;
  private static final double ALL_BUT_FEW = 0.95;
  private static final int LEAST_ROWS = 10;
  private static final int LONG_TEXT = 50;
  private static final int MANY_WORDS = 3;

  private final Map<Long, String> seen = new HashMap<>();

  /** The role of a column that no option gives one. Columns are asked for in their order. */
  PlannedColumn find(ColumnProfile column) {
    var first = column.present() == 0 ? null : seen.putIfAbsent(column.hash(), column.name());
    if (column.present() == 0) {
      return found(column, Role.CONSTANT, "has no values");
    }
    if (column.distinct() == 1 && column.missing() == 0) {
      return found(column, Role.CONSTANT, "is " + first(column) + " in every row");
    }
    if (first != null) {
      return found(column, Role.DUPLICATE, "has the same values as '" + SafeText.of(first) + "'");
    }
    return byValues(column);
  }

  /** A column whose role was given. */
  static PlannedColumn given(ColumnProfile column, Role role, @Nullable DateOrder dates) {
    boolean numbers = role == Role.NUMBER || role == Role.WEIGHT;
    boolean wrong = numbers && column.numberCount() < column.present();
    return new PlannedColumn(
        column,
        role,
        role == Role.TARGET ? "is asked for" : "on request",
        dates == null ? order(column) : dates,
        wrong ? problem(column, "") : null);
  }

  private static PlannedColumn byValues(ColumnProfile column) {
    long present = column.present();
    long numbers = column.numberCount();
    long dates = column.dates();
    if (column.distinct() <= 2) {
      return found(column, column.distinct() == 2 ? Role.YES_NO : Role.CATEGORY, two(column));
    }
    if (numbers == present && column.text().leadingZeros() == 0) {
      return number(column);
    }
    if (dates >= ALL_BUT_FEW * present && dates >= present - 20) {
      return found(column, Role.DATE, dateReason(column));
    }
    if (isMeantAsNumber(column)) {
      return numberWithProblem(column);
    }
    return text(column);
  }

  private static PlannedColumn number(ColumnProfile column) {
    long present = column.present();
    var numbers = column.numbers();
    if (numbers == null) {
      throw new AssertionError(column.name());
    }
    boolean whole = numbers.whole() == present;
    if (numbers.compactDates() == present && column.distinct() > FEW) {
      return found(column, Role.DATE, "every value is a day such as 20260331");
    }
    boolean named = isNamedLikeAnIdentifier(column.name());
    if (numbers.sequential() && present >= LEAST_ROWS && (numbers.min() <= 1 || named)) {
      return found(column, Role.IDENTIFIER, "counts the rows");
    }
    boolean differ = column.distinct() == present;
    if (whole && differ && present >= LEAST_ROWS && named) {
      return found(column, Role.IDENTIFIER, "is different in every row and named like an id");
    }
    return found(column, Role.NUMBER, whole ? "whole numbers" : "numbers");
  }

  /** {@code id}, {@code user_id}, {@code userId}, {@code Unnamed: 0}. */
  private static boolean isNamedLikeAnIdentifier(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return List.of("id", "index", "uuid", "guid", "key", "rownum", "row", "nr", "no")
            .contains(lower)
        || lower.endsWith("_id")
        || lower.endsWith(" id")
        || lower.endsWith("-id")
        || lower.startsWith("id_")
        || (name.endsWith("Id") || name.endsWith("ID"))
        || lower.startsWith("unnamed");
  }

  /** Whether most values are numbers and the others look like mistakes. */
  static boolean isMeantAsNumber(ColumnProfile column) {
    long present = column.present();
    long numbers = column.numberCount();
    long meant = numbers + column.text().nearlyNumbers();
    long mistakes = present - numbers;
    if (mistakes == 0 || column.text().leadingZeros() > 0 || meant == 0) {
      return false;
    }
    boolean rare = mistakes <= FEW_MISTAKES || (mistakes <= MISTAKES * present && !isFew(column));
    return (2 * numbers >= present && rare)
        || (meant >= ALL_BUT_FEW * present && column.text().nearlyNumbers() > 0);
  }

  private static boolean isFew(ColumnProfile column) {
    return column.distinct() <= FEW && column.present() >= 5 * FEW;
  }

  /** A column of numbers, with the first value that is not a number as its problem. */
  private static PlannedColumn numberWithProblem(ColumnProfile column) {
    var name = SafeText.of(column.name());
    long mistakes = column.present() - column.numberCount();
    return new PlannedColumn(
        column,
        Role.NUMBER,
        String.format(Locale.ROOT, "numbers, but %,d of %,d", mistakes, column.present()),
        order(column),
        problem(column, "; or give the column another role: " + name + "=category"));
  }

  /** For a column that has to hold numbers and does not. */
  static @Nullable Problem problem(ColumnProfile column, String repair) {
    var wrong = column.wrong();
    if (wrong == null) {
      return null;
    }
    var fault = DecimalText.failed(wrong.value());
    return new Problem(
        TableFaults.code(fault.fault()),
        wrong.place(),
        "column '" + SafeText.of(column.name()) + "': " + fault.getMessage() + repair);
  }

  private static PlannedColumn text(ColumnProfile column) {
    long present = column.present();
    var text = column.text();
    boolean many = column.distinct() > FEW && 2 * column.distinct() > present;
    boolean sentences = text.meanWords() >= MANY_WORDS || text.meanLength() > LONG_TEXT;
    if (many && !sentences) {
      return found(
          column,
          Role.IDENTIFIER,
          String.format(
              Locale.ROOT, "%,d different values in %,d rows", column.distinct(), column.rows()));
    }
    if (many || (sentences && column.distinct() > FEW && 5 * column.distinct() > present)) {
      return found(
          column,
          Role.TEXT,
          String.format(
              Locale.ROOT,
              "free text, %.0f words a value; make columns of what matters in it",
              text.meanWords()));
    }
    var mixed = column.numberCount() > 0 ? ", some of them numbers" : "";
    return found(column, Role.CATEGORY, "texts" + mixed);
  }

  private static String two(ColumnProfile column) {
    return column.distinct() == 2 ? "two values" : "one value or none";
  }

  private static String dateReason(ColumnProfile column) {
    return column.ambiguousDates()
        ? "day and month could be either; read as in "
            + order(column).example()
            + "; the other way: "
            + SafeText.of(column.name())
            + (order(column) == DateOrder.DAY_MONTH_YEAR ? "=date:mdy" : "=date:dmy")
        : "dates";
  }

  private static DateOrder order(ColumnProfile column) {
    var found = column.dateOrder();
    return found == null ? DateOrder.YEAR_MONTH_DAY : found;
  }

  private static String first(ColumnProfile column) {
    return column.frequent().isEmpty()
        ? "the same"
        : "'" + SafeText.of(column.frequent().getFirst().getKey()) + "'";
  }

  private static PlannedColumn found(ColumnProfile column, Role role, String reason) {
    return new PlannedColumn(column, role, reason, order(column), null);
  }
}
