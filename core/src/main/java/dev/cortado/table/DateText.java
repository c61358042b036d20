package dev.cortado.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as text, whose months have numbers or English names. */
final class DateText {

  private static final int MAX_LENGTH = 48;

  private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{1,4}|[A-Za-z]{3,9})([-/. ])(\\d{1,2}|[A-Za-z]{3,9})(?:\\2|, )(\\d{1,4})");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
              + "(?: ?([AaPp])[Mm])?"
              + " ?(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> LONG_MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private DateText() {}

  /** The date and time in UTC if the text has an offset, else as written; null if it is none. */
  static @Nullable LocalDateTime parse(String text, DateOrder order) {
    if (text.length() < 6 || text.length() > MAX_LENGTH) {
      return null;
    }
    int colon = text.indexOf(':');
    int split = colon < 0 ? text.length() : startOfTime(text, colon);
    if (split <= 0) {
      return null;
    }
    try {
      var date = date(text.substring(0, split), order);
      if (date == null || colon < 0) {
        return date == null ? null : date.atStartOfDay();
      }
      return withTime(date, TIME.matcher(text.substring(split + 1)));
    } catch (DateTimeException e) {
      return null; // the 31st of February
    }
  }

  /** The place of the space or T before the hour. */
  private static int startOfTime(String text, int colon) {
    int at = colon - 1;
    while (at >= 0 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at--;
    }
    return at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == 'T') ? at : -1;
  }

  private static @Nullable LocalDate date(String text, DateOrder order) {
    if (order == DateOrder.YEAR_MONTH_DAY) {
      var compact = COMPACT.matcher(text);
      if (compact.matches()) {
        return date(compact.group(1), compact.group(2), compact.group(3));
      }
    }
    var parts = DATE.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    return switch (order) {
      case YEAR_MONTH_DAY -> date(parts.group(1), parts.group(3), parts.group(4));
      case DAY_MONTH_YEAR -> date(parts.group(4), parts.group(3), parts.group(1));
      case MONTH_DAY_YEAR -> date(parts.group(4), parts.group(1), parts.group(3));
    };
  }

  private static @Nullable LocalDate date(String year, String month, String day) {
    int monthNumber = month(month);
    boolean complete = year.length() == 4 && day.length() <= 2 && monthNumber > 0;
    return complete && isDigits(year) && isDigits(day)
        ? LocalDate.of(Integer.parseInt(year), monthNumber, Integer.parseInt(day))
        : null;
  }

  /** From 1 on; 0 if it is none. */
  private static int month(String text) {
    if (isDigits(text)) {
      return text.length() <= 2 ? Integer.parseInt(text) : 0;
    }
    var name = text.toLowerCase(Locale.ROOT);
    return 1 + Math.max(MONTHS.indexOf(name), LONG_MONTHS.indexOf(name));
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static @Nullable LocalDateTime withTime(LocalDate date, Matcher time) {
    if (!time.matches()) {
      return null;
    }
    int hour = number(time.group(1));
    var half = time.group(5);
    if (half != null) {
      if (hour < 1 || hour > 12) {
        return null;
      }
      hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
    }
    var fraction = time.group(4);
    int nanos = fraction == null ? 0 : number((fraction + "00000000").substring(0, 9));
    var local =
        date.atTime(LocalTime.of(hour, number(time.group(2)), number(time.group(3)), nanos));
    var offset = time.group(6);
    return offset == null ? local : local.minusMinutes(minutes(offset));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int minutes(String offset) {
    if (offset.charAt(0) != '+' && offset.charAt(0) != '-') {
      return 0;
    }
    var digits = offset.substring(1).replace(":", "");
    int minutes = 60 * number(digits.substring(0, 2));
    minutes += digits.length() > 2 ? number(digits.substring(2)) : 0;
    return offset.charAt(0) == '-' ? -minutes : minutes;
  }
}
