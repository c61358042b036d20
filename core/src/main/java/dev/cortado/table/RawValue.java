package dev.cortado.table;

import dev.cortado.internal.SafeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the raw values of tables: strings, numbers, booleans, dates and times of {@code java.time}.
 * A typed value and the text that says the same are read alike: {@code 3}, {@code 3.0} and {@code
 * "3"}. The results depend on no locale and no time zone of the machine.
 */
public final class RawValue {

  private RawValue() {}

  /**
   * The value as a number. A boolean is 1 or 0; a float is the decimal number that it is written
   * as.
   *
   * @throws RawValueException if it is not a finite number
   */
  public static double number(Object value) {
    double number =
        switch (value) {
          case String text -> DecimalText.parse(text);
          case Float single -> Double.parseDouble(single.toString());
          case Number typed -> typed.doubleValue();
          case Boolean truth -> truth ? 1 : 0;
          default -> Double.NaN;
        };
    if (!Double.isFinite(number)) {
      throw DecimalText.failed(value.toString());
    }
    return number;
  }

  /** The value as a text. A number without a fraction has no decimal point. */
  public static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case Integer _, Long _, Short _, Byte _, BigInteger _ -> value.toString();
      case BigDecimal decimal -> DecimalText.canonical(decimal.toString());
      case Number number -> DecimalText.canonical(number.toString());
      default -> value.toString();
    };
  }

  /** The text that all ways to write a value share: {@code 3} for {@code "3.0"}. */
  public static String canonical(Object value) {
    return value instanceof String text ? DecimalText.canonical(text) : text(value);
  }

  /** What a word for yes or no says; null for any other value. Case does not matter. */
  public static @Nullable Boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    var text = canonical(value);
    return switch (text.length() > 5 ? "" : text.toLowerCase(Locale.ROOT)) {
      case "1", "true", "t", "yes", "y", "on" -> true;
      case "0", "false", "f", "no", "n", "off" -> false;
      default -> null;
    };
  }

  /**
   * The value as a date and time. One with an offset or a zone is converted to UTC.
   *
   * @param order of day, month and year in a text
   * @throws RawValueException if it is not a date
   */
  public static LocalDateTime dateTime(Object value, DateOrder order) {
    var found = dateTimeOrNull(value, order);
    if (found == null) {
      throw new RawValueException(
          RawValueException.Fault.DATE,
          "'" + SafeText.of(value.toString()) + "' is not a date such as " + order.example());
    }
    return found;
  }

  /** The same; null if it is not a date. */
  public static @Nullable LocalDateTime dateTimeOrNull(Object value, DateOrder order) {
    return switch (value) {
      case String text -> DateText.parse(text, order);
      case LocalDateTime local -> local;
      case LocalDate date -> date.atStartOfDay();
      case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      case OffsetDateTime offset -> utc(offset);
      case ZonedDateTime zoned -> utc(zoned.toOffsetDateTime());
      case Integer number -> DateText.parse(number.toString(), order);
      case Long number -> DateText.parse(number.toString(), order);
      default -> null;
    };
  }

  private static LocalDateTime utc(OffsetDateTime time) {
    return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }
}
