package dev.cortado.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a raw value becomes numbers. A raw value is null, a string, a {@link java.lang.Number}, a
 * boolean, or a date or time of {@code java.time}; a string and what it says have the same numbers.
 */
public sealed interface Encoding {

  /** What its numbers mean; their count is the width of the column. */
  List<Feature> features(String column);

  /**
   * Writes its numbers from place {@code at} on.
   *
   * @throws IllegalArgumentException if the value is not of this kind: a text that is no number
   */
  void encode(@Nullable Object value, float[] into, int at);

  /**
   * A quantity, as {@code float(value − center)}, and if {@code indicator} a second number that
   * says whether the value is missing.
   *
   * @param center 0, or near the values if they are far from 0 but close together
   * @param missing what stands for a missing value, after {@code center} is subtracted
   */
  record Quantity(double center, float missing, boolean indicator) implements Encoding {

    @Override
    public List<Feature> features(String column) {
      return indicator
          ? List.of(new Feature.Number(column), new Feature.Flag(column + " missing"))
          : List.of(new Feature.Number(column));
    }

    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      double number = RawValue.number(value);
      boolean present = !Double.isNaN(number);
      into[at] = present ? (float) (number - center) : missing;
      if (indicator) {
        into[at + 1] = present ? 0 : 1;
      }
    }
  }

  /** Two values, as −1 and 1; 0 if the value is missing or neither. */
  record YesNo(String no, String yes) implements Encoding {

    @Override
    public List<Feature> features(String column) {
      return List.of(new Feature.Flag(column));
    }

    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      var text = RawValue.text(value);
      into[at] = no.equals(text) ? -1 : yes.equals(text) ? 1 : 0;
    }
  }

  /** One of several values, as its number from 1 on; 0 if it is missing or none of them. */
  record Category(List<String> values) implements Encoding {

    public Category {
      values = List.copyOf(values);
    }

    @Override
    public List<Feature> features(String column) {
      return List.of(new Feature.Category(column, values.size() + 1));
    }

    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      var text = RawValue.text(value);
      into[at] = text == null ? 0 : values.indexOf(text) + 1;
    }
  }
}
