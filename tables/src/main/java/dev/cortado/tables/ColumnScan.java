package dev.cortado.tables;

import dev.cortado.table.DateOrder;
import dev.cortado.table.DecimalText;
import dev.cortado.table.RawValue;
import dev.cortado.tables.ColumnProfile.Cell;
import java.time.temporal.Temporal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the values of a column one after another, in bounded memory. */
final class ColumnScan {

  /** Numbers with more digits than this are not exact as doubles. */
  private static final int EXACT_LENGTH = 15;

  /** An order of dates is given up after so many values that do not fit it. */
  private static final int MOST_MISFITS = 20;

  /** If none of so many texts is nearly a number, none will be looked for. */
  private static final int MANY_TEXTS = 1000;

  private static final double FIRST_DAY = 19_000_101;
  private static final double LAST_DAY = 21_001_231;
  private static final DateOrder[] ORDERS = DateOrder.values();

  private final String name;
  private final Sketch.Distinct distinct;
  private final Sketch.Quantiles quantiles;
  private final Sketch.Counts counts = new Sketch.Counts(ColumnProfile.MOST_COUNTED);
  private final long[] dates = new long[ORDERS.length];
  private long rows;
  private long missing;
  private long whole;
  private long compactDates;
  private long leadingZeros;
  private long texts;
  private long nearlyNumbers;
  private long length;
  private long words;
  private int maxLength;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double last = Double.NaN;
  private boolean sequential = true;
  private long hash;
  private @Nullable Cell wrong;

  ColumnScan(String name, Sketch.Sizes sizes) {
    this.name = name;
    distinct = new Sketch.Distinct(sizes.distinct());
    quantiles = new Sketch.Quantiles(sizes.quantiles());
  }

  /** Looks at the next value and returns its hash; it is null if missing. */
  long add(@Nullable Object value, RowReader reader) {
    rows++;
    missing += value == null ? 1 : 0;
    long valueHash = value == null ? 0 : present(value, reader);
    hash = Sketch.then(hash, valueHash);
    return valueHash;
  }

  private long present(Object value, RowReader reader) {
    var text = RawValue.text(value);
    double number = number(value, text);
    boolean isNumber = Double.isFinite(number);
    boolean code = isNumber && DecimalText.hasLeadingZero(text);
    length += text.length();
    maxLength = Math.max(maxLength, text.length());
    leadingZeros += code ? 1 : 0;
    if (isNumber) {
      number(number, text);
    } else {
      sequential = false;
      text(value, text, reader);
    }
    date(value);
    long valueHash =
        isNumber && !code && text.length() <= EXACT_LENGTH
            ? Sketch.hash(number)
            : Sketch.hash(text);
    distinct.add(valueHash);
    if (counts.isComplete()) {
      counts.add(RawValue.canonical(text));
    }
    return valueHash;
  }

  private static double number(Object value, String text) {
    return value instanceof String || value instanceof Number
        ? DecimalText.parse(text)
        : Double.NaN;
  }

  private void number(double number, String text) {
    quantiles.add(number);
    words++;
    min = Math.min(min, number);
    max = Math.max(max, number);
    sequential &= Double.isNaN(last) ? missing == 0 && rows == 1 : number == last + 1;
    last = number;
    if (number == Math.rint(number)) {
      whole++;
      compactDates +=
          number >= FIRST_DAY
                  && number <= LAST_DAY
                  && RawValue.dateTimeOrNull(text, DateOrder.YEAR_MONTH_DAY) != null
              ? 1
              : 0;
    }
  }

  private void text(Object value, String text, RowReader reader) {
    texts++;
    if ((nearlyNumbers > 0 || texts < MANY_TEXTS)
        && value instanceof String
        && DecimalText.isNearlyNumber(text)) {
      nearlyNumbers++;
    }
    if (wrong == null) {
      wrong = new Cell(text, reader.place());
    }
    words++;
    for (int i = 1; i < text.length(); i++) {
      words += text.charAt(i) == ' ' && text.charAt(i - 1) != ' ' ? 1 : 0;
    }
  }

  private void date(Object value) {
    if (value instanceof Temporal) {
      dates[0] += RawValue.dateTimeOrNull(value, ORDERS[0]) == null ? 0 : 1;
    }
    if (!(value instanceof String)) {
      return;
    }
    for (int i = 0; i < ORDERS.length; i++) {
      if (rows - missing - 1 - dates[i] <= MOST_MISFITS
          && RawValue.dateTimeOrNull(value, ORDERS[i]) != null) {
        dates[i]++;
      }
    }
  }

  ColumnProfile profile() {
    long present = rows - missing;
    long most = Math.max(dates[0], Math.max(dates[1], dates[2]));
    boolean ambiguous = most > 0 && dates[1] == dates[2] && dates[1] == most;
    return new ColumnProfile(
        name,
        rows,
        missing,
        distinct.count(),
        distinct.isExact(),
        quantiles.count() == 0 ? null : numbers(),
        new ColumnProfile.Text(
            present == 0 ? 0 : (double) length / present,
            maxLength,
            present == 0 ? 0 : (double) words / present,
            leadingZeros,
            nearlyNumbers),
        most,
        most == 0 ? null : order(most, ambiguous),
        ambiguous,
        counts.isComplete() ? counts.byFrequency() : List.of(),
        wrong,
        hash);
  }

  /** Where day and month could be either, dates with slashes are read month first. */
  private DateOrder order(long most, boolean ambiguous) {
    if (ambiguous) {
      return wrong != null && wrong.value().contains("/")
          ? DateOrder.MONTH_DAY_YEAR
          : DateOrder.DAY_MONTH_YEAR;
    }
    int best = 0;
    while (dates[best] < most) {
      best++;
    }
    return ORDERS[best];
  }

  private ColumnProfile.Numbers numbers() {
    return new ColumnProfile.Numbers(
        quantiles.count(),
        whole,
        compactDates,
        sequential && quantiles.count() == rows,
        min,
        quantiles.quantile(0.1),
        quantiles.quantile(0.5),
        quantiles.quantile(0.9),
        max);
  }
}
