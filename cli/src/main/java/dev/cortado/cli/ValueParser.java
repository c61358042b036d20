package dev.cortado.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Suggestion;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Makes a value from its text on the command line. A text that is not a value is an {@link
 * IllegalArgumentException} with the text and what was expected.
 *
 * <p>Numbers are written with the digits 0 to 9, a point and an exponent, in every locale. Java
 * alone would also accept {@code 1f}, {@code 0x1p3} and the digits of other scripts.
 */
@FunctionalInterface
interface ValueParser<T> {

  /** A hundred years. */
  long MOST_MILLIS = 100L * 365 * 24 * 3_600_000;

  /** The value. */
  T parse(String text);

  /** A whole number from {@code least} to {@code most}. */
  static ValueParser<Integer> whole(int least, int most) {
    return text -> {
      try {
        long number = Numbers.whole(text);
        if (least <= number && number <= most) {
          return (int) number;
        }
      } catch (NumberFormatException e) {
        // the message below says what was expected
      }
      throw invalid(text, "a whole number from %,d to %,d", least, most);
    };
  }

  /** Any whole number of 64 bits. */
  static ValueParser<Long> seed() {
    return text -> {
      try {
        return Numbers.whole(text);
      } catch (NumberFormatException e) {
        throw invalid(text, "a whole number of at most 64 bits");
      }
    };
  }

  /** A number whose float is finite and above 0. */
  static ValueParser<Double> positive() {
    return text -> {
      double number = Numbers.real(text);
      if ((float) number > 0 && (float) number <= Float.MAX_VALUE) {
        return number;
      }
      throw invalid(text, "a number above 0, from 1.4e-45 to 3.4e38");
    };
  }

  /** A number from 0 whose float is finite. */
  static ValueParser<Double> notNegative() {
    return text -> {
      double number = Numbers.real(text);
      if (number >= 0 && (float) number <= Float.MAX_VALUE) {
        return number;
      }
      throw invalid(text, "a number from 0 to 3.4e38");
    };
  }

  /** A number from 0 whose float is below 1. */
  static ValueParser<Double> fraction() {
    return text -> {
      double number = Numbers.real(text);
      if (number >= 0 && (float) number < 1) {
        return number;
      }
      throw invalid(text, "a number from 0 to below 1");
    };
  }

  /** A number whose float is finite. */
  static ValueParser<Float> number() {
    return text -> {
      float number = (float) Numbers.real(text);
      if (Float.isFinite(number)) {
        return number;
      }
      throw invalid(text, "a number from -3.4e38 to 3.4e38");
    };
  }

  /** A time in seconds, minutes or hours: {@code 90s}, {@code 2m}, {@code 1h}. */
  static ValueParser<Duration> duration() {
    return text -> {
      var unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
      int seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3_600 : 0;
      double number =
          seconds == 0 ? Double.NaN : Numbers.real(text.substring(0, text.length() - 1));
      long millis = Math.round(number * seconds * 1_000);
      if (number > 0 && millis > 0 && millis < MOST_MILLIS) {
        return Duration.ofMillis(millis);
      }
      throw invalid(text, "a time such as 90s, 2m or 1h");
    };
  }

  /** A part of the rows, from 0 to below 1, or a file. */
  static ValueParser<Rows> rows() {
    return text -> {
      double share = Numbers.real(text);
      if (Double.isNaN(share)) {
        return new Rows.File(text);
      }
      if (share >= 0 && share < 1) {
        return new Rows.Share(share);
      }
      throw invalid(text, "a share of the rows from 0 to below 1, or a file");
    };
  }

  /** Rows that are kept apart. */
  sealed interface Rows {
    /** A part of the rows that are given. */
    record Share(double share) implements Rows {}

    /** All rows of another file. */
    record File(String place) implements Rows {}
  }

  /** One of some values, by its name. */
  static <T> ValueParser<T> oneOf(List<T> values, Function<T, String> name) {
    return text -> {
      var names = values.stream().map(name).toList();
      int place = names.indexOf(text);
      if (place >= 0) {
        return values.get(place);
      }
      throw invalid(text, "one of %s%s", String.join(", ", names), Suggestion.of(text, names));
    };
  }

  /** A path in the file system. */
  static ValueParser<Path> path() {
    return text -> {
      try {
        if (!text.isBlank()) {
          return Path.of(text);
        }
      } catch (InvalidPathException e) {
        if (!isEncodable(text)) {
          throw invalid(
              text,
              "a path, and file names cannot have these characters in this locale; set "
                  + "LC_ALL=C.UTF-8");
        }
        // for example a path with the character 0
      }
      throw invalid(text, "a path");
    };
  }

  /** Whether file names can have these characters in the locale of this process. */
  private static boolean isEncodable(String text) {
    var encoding = System.getProperty("sun.jnu.encoding");
    return encoding == null || Charset.forName(encoding).newEncoder().canEncode(text);
  }

  /** Values separated by commas. */
  static <T> ValueParser<List<T>> list(ValueParser<T> parser) {
    return text -> {
      var values = new ArrayList<T>();
      for (var part : text.split(",", -1)) {
        try {
          values.add(parser.parse(part));
        } catch (IllegalArgumentException e) {
          throw Errors.argument(
              "number %d of '%s' is %s", values.size() + 1, Text.quoted(text), message(e));
        }
      }
      return List.copyOf(values);
    };
  }

  /** The message of an exception that a parser has thrown. */
  static String message(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }

  /** For a text that is not what was expected. */
  @FormatMethod
  private static IllegalArgumentException invalid(
      String text, @FormatString String expected, Object... values) {
    return Errors.argument(
        "'%s', expected %s", Text.quoted(text), String.format(Locale.ROOT, expected, values));
  }

  /** The syntax of numbers. */
  final class Numbers {

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern REAL =
        Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private Numbers() {}

    /** A whole number of 64 bits; any other text is a {@link NumberFormatException}. */
    private static long whole(String text) {
      if (!WHOLE.matcher(text).matches()) {
        throw new NumberFormatException();
      }
      return Long.parseLong(text);
    }

    /** A number, infinite if it is too large; NaN if the text is not a number. */
    private static double real(String text) {
      return REAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }
  }
}
