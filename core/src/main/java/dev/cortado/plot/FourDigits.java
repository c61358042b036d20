package dev.cortado.plot;

import java.math.BigDecimal;
import java.math.MathContext;

/** A number as a table or a drawing shows it, with four digits. */
public final class FourDigits {

  private static final MathContext DIGITS = new MathContext(4);

  private FourDigits() {}

  /**
   * A whole number as it is, any other with four digits: {@code 24}, {@code -0.3333}, {@code
   * 1.2e-9}.
   */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size < 1e6 && value == Math.rint(value)) {
      return String.valueOf((long) value);
    }
    var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    if (size >= 1e-4 && size < 1e6) {
      return rounded.toPlainString();
    }
    return scientific(rounded);
  }

  /** A number as a picture shows it: a hyphen is too short for a minus. */
  public static String withMinus(String number) {
    return number.replace('-', '−');
  }

  /** As {@code 1.2e-9}. */
  static String scientific(BigDecimal value) {
    var digits = value.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return digits.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }
}
