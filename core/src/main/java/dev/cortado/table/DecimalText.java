package dev.cortado.table;

import dev.cortado.internal.SafeText;
import dev.cortado.table.RawValueException.Fault;
import java.util.regex.Pattern;

/**
 * Numbers as text, read the same way wherever a table comes from: a sign, ASCII digits with at most
 * one point, an exponent. {@code 1e999}, {@code 0x1p3}, {@code 1f}, {@code 1_000}, {@code Infinity}
 * and digits of other scripts are not numbers.
 */
public final class DecimalText {

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** A number of so many digits is a double exactly. */
  private static final int EXACT_DIGITS = 15;

  private static final int MAX_LENGTH = 40;
  private static final Pattern CURRENCY = Pattern.compile("\\p{Sc}");
  private static final Pattern COMMA = Pattern.compile("[+-]?\\d+,\\d+");
  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?(\\d{1,3}([,' ]\\d{3})+(\\.\\d*)?|\\d+(_\\d+)+)");

  /** Numbers as Java or C write them. */
  private static final Pattern JAVA =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?[fFdDlL]|0[xX][0-9a-fA-F.pP+-]+)");

  private DecimalText() {}

  /** The number; NaN if the text is not a number, an infinity if the number is too large. */
  public static double parse(String text) {
    int length = text.length();
    int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean negative = at == 1 && text.charAt(0) == '-';
    long mantissa = 0;
    int digits = 0;
    int decimals = 0;
    boolean point = false;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
        decimals += point ? 1 : 0;
        mantissa = digits <= EXACT_DIGITS ? 10 * mantissa + (c - '0') : mantissa;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0 || !endsOrHasExponent(text, at)) {
      return Double.NaN;
    }
    if (at == length && digits <= EXACT_DIGITS) {
      // One rounding of two exact numbers: the same double as by Double.parseDouble.
      double value = mantissa / POWERS[decimals];
      return negative ? -value : value;
    }
    return Double.parseDouble(text);
  }

  private static boolean endsOrHasExponent(String text, int from) {
    int length = text.length();
    if (from == length) {
      return true;
    }
    int at = from + 1;
    if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
      return false;
    }
    if (at < length && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    if (at == length) {
      return false;
    }
    for (; at < length; at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * The text that all ways to write a number share: {@code 3}, {@code 3.0} and {@code +3e0} are
   * {@code 3}. A text with a leading zero, such as {@code 007}, is a code and not a number, and is
   * returned as it is, like any other text.
   */
  static String canonical(String text) {
    double value = parse(text);
    return Double.isFinite(value) && !hasLeadingZero(text) ? canonical(value, text) : text;
  }

  private static String canonical(double value, String text) {
    if (value == Math.rint(value) && Math.abs(value) < POWERS[EXACT_DIGITS]) {
      return Long.toString((long) value);
    }
    boolean whole = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return whole ? text : Double.toString(value);
  }

  /**
   * Whether a number starts with a zero that it does not need: {@code 007}, but not {@code 0.7}.
   */
  public static boolean hasLeadingZero(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    return text.length() > at + 1
        && text.charAt(at) == '0'
        && text.charAt(at + 1) >= '0'
        && text.charAt(at + 1) <= '9';
  }

  /** Whether a text means a number but is not one: {@code $5}, {@code 1,000}, {@code Infinity}. */
  public static boolean isNearlyNumber(String text) {
    return Double.isInfinite(parse(text)) || isInfinity(text) || !repair(text).isEmpty();
  }

  /** Says what is wrong with a text that is not a number: {@code '1f' is not a number}. */
  public static RawValueException failed(String text) {
    var quoted = "'" + SafeText.of(text) + "'";
    if (Double.isInfinite(parse(text))) {
      return new RawValueException(Fault.NONFINITE, quoted + " is too large for a number");
    }
    return isInfinity(text)
        ? new RawValueException(Fault.NONFINITE, quoted + " is not a finite number")
        : new RawValueException(Fault.NUMBER, quoted + " is not a number" + repair(text));
  }

  private static boolean isInfinity(String text) {
    var word = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity");
  }

  /** What to do with a text that means a number; empty if it does not. */
  private static String repair(String text) {
    if (text.length() > MAX_LENGTH || text.codePoints().noneMatch(Character::isDigit)) {
      return "";
    }
    if (text.codePoints().anyMatch(c -> c > '9' && Character.isDigit(c))) {
      return "; write its digits as 0 to 9";
    }
    if (text.endsWith("%") && isNumber(text.substring(0, text.length() - 1).strip())) {
      return "; remove the percent sign";
    }
    var bare = CURRENCY.matcher(text).replaceAll("").strip();
    if (bare.length() < text.length() && isNumber(bare.replace(",", ""))) {
      return "; remove the currency sign";
    }
    if (COMMA.matcher(text).matches()) {
      return "; is the comma a decimal comma or between thousands?";
    }
    if (THOUSANDS.matcher(text).matches()) {
      return "; remove what separates the thousands";
    }
    return JAVA.matcher(text).matches() ? "; write it as a plain decimal number" : "";
  }

  private static boolean isNumber(String text) {
    return Double.isFinite(parse(text));
  }
}
