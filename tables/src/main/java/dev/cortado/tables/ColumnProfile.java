package dev.cortado.tables;

import dev.cortado.table.DateOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a column of a table, over all rows.
 *
 * @param name in the header
 * @param rows of the table
 * @param missing rows without a value
 * @param distinct different values
 * @param distinctExact whether {@code distinct} is exact, not an estimate
 * @param numbers how the values that are numbers are distributed; null if there are none
 * @param text lengths of the values, and what else is known of them as texts
 * @param dates how many values are dates in the order that fits best
 * @param dateOrder that order; null if no value is a date
 * @param ambiguousDates whether they are dates in another order too, as {@code 03/04/2026}
 * @param frequent the most frequent values and how often they occur, if all could be counted
 * @param wrong the first value that is not a number although it may be meant as one
 * @param hash of all values in their order: the same for columns with the same values
 */
public record ColumnProfile(
    String name,
    long rows,
    long missing,
    long distinct,
    boolean distinctExact,
    @Nullable Numbers numbers,
    Text text,
    long dates,
    @Nullable DateOrder dateOrder,
    boolean ambiguousDates,
    List<Map.Entry<String, Long>> frequent,
    @Nullable Cell wrong,
    long hash) {

  /** How many values {@link #frequent} has at most; a column with more has none. */
  static final int MOST_COUNTED = 1000;

  public ColumnProfile {
    frequent = List.copyOf(frequent);
  }

  /**
   * The values that are numbers.
   *
   * @param count how many values are numbers
   * @param whole how many of them are whole numbers
   * @param compactDates how many can be read as {@code 20260331}
   * @param sequential whether each is the one before plus 1
   * @param min the smallest
   * @param low a tenth is below
   * @param median half is below
   * @param high nine tenths are below
   * @param max the largest
   */
  public record Numbers(
      long count,
      long whole,
      long compactDates,
      boolean sequential,
      double min,
      double low,
      double median,
      double high,
      double max) {}

  /**
   * The values as texts.
   *
   * @param meanLength in characters
   * @param maxLength of the longest
   * @param meanWords how many words a value has
   * @param leadingZeros how many values are codes such as {@code 007}
   * @param nearlyNumbers how many values mean a number but are not one, such as {@code $5}
   */
  public record Text(
      double meanLength, int maxLength, double meanWords, long leadingZeros, long nearlyNumbers) {}

  /**
   * A value and where it stands.
   *
   * @param value as a text
   * @param place such as {@code adult.csv:17}
   */
  public record Cell(String value, String place) {}

  /** How many values there are. */
  public long present() {
    return rows - missing;
  }

  /** How many values are numbers. */
  public long numberCount() {
    return numbers == null ? 0 : numbers.count();
  }
}
