package dev.cortado.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.cortado.internal.Errors;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes a value of what is written on the command line. A text that cannot be read is an {@link
 * IllegalArgumentException} with the text and what was expected.
 */
@FunctionalInterface
interface Reading<T> {

  /** The value. */
  T read(String text);

  /** A whole number from {@code least} to {@code most}. */
  static Reading<Integer> whole(int least, int most) {
    return text -> {
      var number = Decimal.whole(text);
      if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > most) {
        throw unreadable(text, "a whole number from %,d to %,d", least, most);
      }
      return (int) number.getAsLong();
    };
  }

  /** Any whole number of 64 bits. */
  static Reading<Long> seed() {
    return text ->
        Decimal.whole(text)
            .orElseThrow(() -> unreadable(text, "a whole number of at most 64 bits"));
  }

  /** A number whose float is finite and above 0. */
  static Reading<Double> positive() {
    return text -> {
      double number = Decimal.real(text);
      if (!((float) number > 0 && (float) number <= Float.MAX_VALUE)) {
        throw unreadable(text, "a number above 0, from 1.4e-45 to 3.4e38");
      }
      return number;
    };
  }

  /** A number from 0 whose float is finite. */
  static Reading<Double> notNegative() {
    return text -> {
      double number = Decimal.real(text);
      if (!(number >= 0 && (float) number <= Float.MAX_VALUE)) {
        throw unreadable(text, "a number from 0 to 3.4e38");
      }
      return number;
    };
  }

  /** A number from 0 whose float is below 1. */
  static Reading<Double> share() {
    return text -> {
      double number = Decimal.real(text);
      if (!(number >= 0 && (float) number < 1)) {
        throw unreadable(text, "a number from 0 to below 1");
      }
      return number;
    };
  }

  /** A finite number that a float can hold. */
  static Reading<Float> number() {
    return text -> {
      float number = (float) Decimal.real(text);
      if (!Float.isFinite(number)) {
        throw unreadable(text, "a number from -3.4e38 to 3.4e38");
      }
      return number;
    };
  }

  /** A place in the file system. */
  static Reading<Path> path() {
    return text -> {
      try {
        if (!text.isBlank()) {
          return Path.of(text);
        }
      } catch (InvalidPathException e) {
        if (!isOfLocale(text)) {
          throw unreadable(
              text,
              "a path, and file names cannot have these characters in this locale; set "
                  + "LC_ALL=C.UTF-8");
        }
        // such as one with a character 0
      }
      throw unreadable(text, "a path");
    };
  }

  /** Whether file names can have these characters, which depends on the locale of the process. */
  private static boolean isOfLocale(String text) {
    var encoding = System.getProperty("sun.jnu.encoding");
    return encoding == null || Charset.forName(encoding).newEncoder().canEncode(text);
  }

  /** What another reading makes of each part between commas. */
  static <T> Reading<List<T>> list(Reading<T> reading) {
    return text -> {
      var values = new ArrayList<T>();
      for (var part : text.split(",", -1)) {
        try {
          values.add(reading.read(part));
        } catch (IllegalArgumentException e) {
          throw Errors.argument(
              "number %d of '%s' is %s", values.size() + 1, Text.quoted(text), told(e));
        }
      }
      return List.copyOf(values);
    };
  }

  /** What a text was found to be, and expected to be. */
  static String told(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }

  /** For a text that is not what was expected. */
  @FormatMethod
  static IllegalArgumentException unreadable(
      String text, @FormatString String expected, Object... values) {
    return Errors.argument(
        "'%s', expected %s", Text.quoted(text), String.format(Locale.ROOT, expected, values));
  }
}
