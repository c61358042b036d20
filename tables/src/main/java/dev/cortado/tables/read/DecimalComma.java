package dev.cortado.tables.read;

import java.util.List;
import java.util.regex.Pattern;

/** Numbers such as {@code 1.234,5} and their form with a decimal point. */
final class DecimalComma {

  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:[0-9]*,[0-9]+|[0-9]+,|[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]*)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern GROUPED = Pattern.compile("[+-]?[0-9]{1,3}(?:\\.[0-9]{3})+(?:,.*)?");
  private static final Pattern POINT = Pattern.compile("[+-]?[0-9]*\\.[0-9]*(?:[eE][+-]?[0-9]+)?");

  private DecimalComma() {}

  /** Whether a text is a number with a decimal comma. */
  static boolean isNumber(String text) {
    return text.indexOf(',') >= 0 && NUMBER.matcher(text).matches();
  }

  /** Whether points in these numbers separate thousands: some do, and none cannot. */
  static boolean thousands(List<String> texts) {
    boolean found = false;
    for (var text : texts) {
      if (text.indexOf('.') >= 0) {
        boolean grouped = GROUPED.matcher(text).matches();
        if (!grouped && POINT.matcher(text).matches()) {
          return false;
        }
        found |= grouped;
      }
    }
    return found;
  }

  /** A number with a decimal point instead; any other text as it is. */
  static String toPoint(String text, boolean thousands) {
    if (isNumber(text)) {
      return text.replace(".", "").replace(',', '.');
    }
    return thousands && text.indexOf('.') >= 0 && GROUPED.matcher(text).matches()
        ? text.replace(".", "")
        : text;
  }
}
