package dev.cortado.doctor;

import dev.cortado.plot.FourDigits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers for sentences, with their significant digits. */
final class FindingText {

  private FindingText() {}

  /** With three digits: {@code 0.693}, {@code 3.2e-5}. */
  static String figure(double value) {
    return FourDigits.of(rounded(value, 3));
  }

  /** A part of 1 as a percentage: {@code 4.1 %}. */
  static String percent(double part) {
    double size = Math.abs(part);
    return FourDigits.of(rounded(100 * part, size >= 0.995 ? 3 : 2)) + " %";
  }

  /** A number of things: {@code 1,000 steps}, {@code 1 step}. */
  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  private static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }
}
