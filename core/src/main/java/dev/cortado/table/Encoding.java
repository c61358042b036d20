package dev.cortado.table;

import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * How the raw values of a column become numbers, as data: a kind with what was fitted on training
 * rows. {@link RowEncoder} applies it.
 */
public sealed interface Encoding {

  /** What its numbers mean; their count is the width of the column. */
  List<Feature> features(String column);

  /**
   * A quantity, as {@code float(value − center)}, and if {@code indicator} a second number that
   * says whether the value is missing.
   *
   * @param center 0, or near the values if they are far from 0 but close together
   * @param missing what stands for a missing value, after {@code center} is subtracted
   */
  record Quantity(double center, float missing, boolean indicator) implements Encoding {

    public Quantity {
      if (!Double.isFinite(center) || !Float.isFinite(missing)) {
        throw Errors.argument(
            "quantity: center %s and missing %s, expected finite numbers", center, missing);
      }
    }

    @Override
    public List<Feature> features(String column) {
      return withIndicator(List.of(new Feature.Number(column)), column, indicator);
    }
  }

  /** Two values, as −1 and 1; 0 if the value is missing or neither. */
  record YesNo(String no, String yes) implements Encoding {

    public YesNo {
      requireDistinct(List.of(no, yes));
    }

    @Override
    public List<Feature> features(String column) {
      return List.of(new Feature.Flag(column));
    }
  }

  /**
   * One of several values, as its number from 1 on; 0 for any other value.
   *
   * @param missing whether a missing value is a category of its own, the last one; else it is 0
   */
  record Category(List<String> values, boolean missing) implements Encoding {

    public Category {
      values = List.copyOf(values);
      requireDistinct(values);
    }

    @Override
    public List<Feature> features(String column) {
      return List.of(new Feature.Category(column, values.size() + 1 + (missing ? 1 : 0)));
    }
  }

  /**
   * A date, perhaps with a time, as some of its parts, and if {@code indicator} a last number that
   * says whether it is missing.
   *
   * @param order of year, month and day in a text
   * @param reference the day from which elapsed days are counted, in days since 1970-01-01
   * @param parts that are used
   * @param missing what stands for each part of a missing date
   */
  record Date(
      DateOrder order, long reference, List<DatePart> parts, List<Float> missing, boolean indicator)
      implements Encoding {

    public Date {
      parts = List.copyOf(parts);
      missing = List.copyOf(missing);
      if (parts.isEmpty()
          || new HashSet<>(parts).size() < parts.size()
          || missing.size() != parts.size()
          || !missing.stream().allMatch(Float::isFinite)) {
        throw Errors.argument(
            "date: parts %s with %s for missing ones, expected a finite number for each part",
            parts, missing);
      }
    }

    @Override
    public List<Feature> features(String column) {
      var features = new ArrayList<Feature>();
      for (var part : parts) {
        features.add(new Feature.Number(column + " " + part.text()));
      }
      return withIndicator(features, column, indicator);
    }
  }

  /** A number that is read off a date. */
  enum DatePart {
    /** The year. */
    YEAR("year"),
    /** The month, 1 to 12. */
    MONTH("month"),
    /** The day of the week, 1 for Monday to 7. */
    WEEKDAY("weekday"),
    /** The hour, 0 to 23. */
    HOUR("hour"),
    /** The days since the reference, with a fraction for the time of the day. */
    ELAPSED("days");

    private static final double SECONDS = 86_400;

    private final String text;

    DatePart(String text) {
      this.text = text;
    }

    /** Its name in names of features. */
    public String text() {
      return text;
    }

    /** Reads it off a date; elapsed days are counted from {@code reference}. */
    public double of(LocalDateTime time, long reference) {
      return switch (this) {
        case YEAR -> time.getYear();
        case MONTH -> time.getMonthValue();
        case WEEKDAY -> time.getDayOfWeek().getValue();
        case HOUR -> time.getHour();
        case ELAPSED ->
            time.toLocalDate().toEpochDay()
                - reference
                + time.get(ChronoField.SECOND_OF_DAY) / SECONDS;
      };
    }
  }

  private static List<Feature> withIndicator(
      List<? extends Feature> features, String column, boolean indicator) {
    var all = new ArrayList<Feature>(features);
    if (indicator) {
      all.add(new Feature.Flag(column + " missing"));
    }
    return List.copyOf(all);
  }

  private static void requireDistinct(List<String> values) {
    var seen = new HashSet<String>();
    for (var value : values) {
      if (!seen.add(value)) {
        throw Errors.argument("category: '%s' is there twice", SafeText.of(value));
      }
    }
  }
}
