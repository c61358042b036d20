package dev.cortado.table;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.internal.SafeText;
import dev.cortado.internal.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows as a {@link Preparation} says. A row has the same bits wherever its values come
 * from: alone or among others, as texts or typed. It is safe for any number of threads.
 *
 * <pre>{@code
 * var encoder = RowEncoder.of(preparation);                  // columns age, city
 * float[] row = new float[encoder.width()];
 * encoder.encode(new Object[] {"39", "Lyon"}, row, 0);
 * }</pre>
 */
public final class RowEncoder {

  /** Encodes the values of a column. */
  private sealed interface ColumnEncoder {
    /** Writes the numbers of a value; it is null if missing. */
    void encode(@Nullable Object value, float[] into, int at);
  }

  private final Preparation preparation;
  private final MissingTexts missing;
  private final List<ColumnEncoder> encoders = new ArrayList<>();
  private final int[] places;
  private final TargetEncoder target;

  private RowEncoder(Preparation preparation) {
    this.preparation = preparation;
    missing = MissingTexts.of(preparation.missing());
    places = new int[preparation.columns().size() + 1];
    for (int i = 0; i < preparation.columns().size(); i++) {
      var column = preparation.columns().get(i);
      encoders.add(encoder(column.encoding()));
      places[i + 1] = places[i] + column.features().size();
    }
    target = new TargetEncoder(preparation.target());
  }

  /** For a preparation. */
  public static RowEncoder of(Preparation preparation) {
    return new RowEncoder(preparation);
  }

  /** What it applies. */
  public Preparation preparation() {
    return preparation;
  }

  /** How many numbers an encoded row has. */
  public int width() {
    return places[places.length - 1];
  }

  /** How many numbers {@link #target} writes. */
  public int targetWidth() {
    return target.width();
  }

  /**
   * Encodes a row.
   *
   * @param values the raw values of {@link Preparation#columns}, in their order
   * @param into receives the numbers from place {@code at} on
   * @throws RawValueException if a value cannot be read; the message names its column
   */
  public void encode(@Nullable Object[] values, float[] into, int at) {
    for (int i = 0; i < encoders.size(); i++) {
      try {
        encoders.get(i).encode(missing.present(values[i]), into, at + places[i]);
      } catch (RawValueException e) {
        throw e.inColumn(preparation.columns().get(i).name());
      }
    }
  }

  /**
   * Encodes a row by the names of its columns. Other names are ignored.
   *
   * @param row the raw values, null where one is missing
   * @param into receives the numbers from place {@code at} on
   * @throws IllegalArgumentException if a column is not there or a value cannot be read
   */
  public void encode(Map<String, ? extends @Nullable Object> row, float[] into, int at) {
    var columns = preparation.columns();
    var values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      var name = columns.get(i).name();
      values[i] = row.get(name);
      if (values[i] == null && !row.containsKey(name)) {
        throw Errors.argument(
            "no column '%s'; give null where a value is missing%s",
            SafeText.of(name), SafeText.of(Suggestion.of(name, preparation.ignored(row.keySet()))));
      }
    }
    encode(values, into, at);
  }

  /**
   * Encodes what is asked of a row, laid out as its {@link Target} says, and returns false if a
   * value of it is missing.
   *
   * @param values the raw values of {@link Preparation#targetColumns}, in their order
   * @param into receives the numbers from place {@code at} on
   * @throws RawValueException if a class is unknown or a text is not a number
   */
  public boolean target(@Nullable Object[] values, float[] into, int at) {
    var columns = preparation.targetColumns();
    for (int i = 0; i < columns.size(); i++) {
      var value = missing.present(values[i]);
      if (value == null) {
        return false;
      }
      try {
        into[at + i] = target.number(value);
      } catch (RawValueException e) {
        throw e.inColumn(columns.get(i));
      }
    }
    return true;
  }

  private static ColumnEncoder encoder(Encoding encoding) {
    return switch (encoding) {
      case Encoding.Quantity quantity -> new QuantityEncoder(quantity);
      case Encoding.YesNo(var no, var yes) -> new YesNoEncoder(new CategoryIndex(List.of(no, yes)));
      case Encoding.Category(var values, boolean missing) ->
          new CategoryEncoder(new CategoryIndex(values), missing ? values.size() + 1 : 0);
      case Encoding.Date date -> new DateEncoder(date);
    };
  }

  /** A number as a float; a number that no float holds is refused. */
  static float single(Object value, double center) {
    float number = (float) (RawValue.number(value) - center);
    if (Float.isInfinite(number)) {
      throw new RawValueException(
          RawValueException.Fault.NONFINITE,
          "'" + SafeText.of(value.toString()) + "' is too large, at most " + Float.MAX_VALUE);
    }
    return number + 0.0f; // −0 becomes 0
  }

  private record QuantityEncoder(Encoding.Quantity quantity) implements ColumnEncoder {
    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      into[at] = value == null ? quantity.missing() : single(value, quantity.center());
      if (quantity.indicator()) {
        into[at + 1] = value == null ? 1 : 0;
      }
    }
  }

  private record YesNoEncoder(CategoryIndex index) implements ColumnEncoder {
    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      int found = value == null ? -1 : index.of(value);
      into[at] = found < 0 ? 0 : 2 * found - 1;
    }
  }

  private record CategoryEncoder(CategoryIndex index, int missing) implements ColumnEncoder {
    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      into[at] = value == null ? missing : index.of(value) + 1;
    }
  }

  private record DateEncoder(Encoding.Date date) implements ColumnEncoder {
    @Override
    public void encode(@Nullable Object value, float[] into, int at) {
      var time = value == null ? null : RawValue.dateTime(value, date.order());
      int count = date.parts().size();
      for (int i = 0; i < count; i++) {
        into[at + i] =
            time == null
                ? date.missing().get(i)
                : (float) date.parts().get(i).of(time, date.reference());
      }
      if (date.indicator()) {
        into[at + count] = time == null ? 1 : 0;
      }
    }
  }
}
