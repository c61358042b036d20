package dev.cortado.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How the numbers of one tensor are written: with the fewest digits that tell a float from its
 * neighbors, at most eight after the point, all points in one column. In scientific notation if one
 * is {@code 10⁸} or more, one below {@code 10⁻⁴}, or the largest more than 1000 times the smallest.
 * First all are measured, then each is written.
 */
final class NumberText {

  private static final int DECIMALS = 8;
  private static final int EXPONENT = "e+00".length();

  private final Widths plain = new Widths();
  private final Widths scientific = new Widths();
  private float largest;
  private float smallest = Float.POSITIVE_INFINITY;
  private int special;

  /** The most characters before and after the point. */
  private static final class Widths {
    int before;
    int after;

    void include(String text) {
      int point = text.indexOf('.');
      before = Math.max(before, point);
      after = Math.max(after, text.length() - point - 1);
    }
  }

  /** A number by itself, as {@code 3.0}. */
  static String alone(float x) {
    float magnitude = Math.abs(x);
    if (!Float.isFinite(x)) {
      return special(x);
    }
    if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
      return scientific(x, 0).replace(".e", "e");
    }
    var text = sign(x) + withPoint(shortest(magnitude));
    return text.endsWith(".") ? text + "0" : text;
  }

  /** Makes room for a number. */
  void measure(float x) {
    if (!Float.isFinite(x)) {
      special = Math.max(special, special(x).length());
      return;
    }
    float magnitude = Math.abs(x);
    if (magnitude != 0) {
      largest = Math.max(largest, magnitude);
      smallest = Math.min(smallest, magnitude);
    }
    plain.include(plain(x));
    scientific.include(scientific(x, 0));
  }

  /** A number as wide as all that were measured. */
  String text(float x) {
    boolean wide = largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
    var widths = wide ? scientific : plain;
    int before = Math.max(widths.before, special - 1 - widths.after);
    if (!Float.isFinite(x)) {
      var text = special(x);
      return " ".repeat(before + 1 + widths.after - text.length()) + text;
    }
    var text = wide ? scientific(x, widths.after - EXPONENT) : plain(x);
    int point = text.indexOf('.');
    int after = text.length() - point - 1;
    return " ".repeat(before - point) + text + " ".repeat(widths.after - after);
  }

  private static String special(float x) {
    return Float.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  }

  /**
   * As {@code 31.25} or {@code 3.}: exact before the point, at most {@link #DECIMALS} digits after
   * it.
   */
  private static String plain(float x) {
    float magnitude = Math.abs(x);
    int decimals = Math.clamp(shortest(magnitude).scale(), 0, DECIMALS);
    var digits = new BigDecimal(magnitude).setScale(decimals, RoundingMode.HALF_EVEN);
    return sign(x) + withPoint(digits.stripTrailingZeros());
  }

  private static String withPoint(BigDecimal digits) {
    var text = digits.toPlainString();
    return text.contains(".") ? text : text + ".";
  }

  /** As {@code 3.125e+01}, with at least {@code decimals} digits after the point. */
  private static String scientific(float x, int decimals) {
    float magnitude = Math.abs(x);
    var digits = shortest(magnitude);
    if (digits.precision() <= decimals) {
      digits =
          new BigDecimal(magnitude).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
    }
    int exponent = x == 0 ? 0 : digits.precision() - 1 - digits.scale();
    var figures = digits.unscaledValue().toString();
    var zeros = "0".repeat(Math.max(0, decimals + 1 - figures.length()));
    return sign(x) + figures.charAt(0) + "." + figures.substring(1) + zeros + power(exponent);
  }

  private static String power(int exponent) {
    int size = Math.abs(exponent);
    return (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
  }

  private static String sign(float x) {
    return Float.floatToRawIntBits(x) < 0 ? "-" : "";
  }

  /** The decimal with the fewest digits that no other float is nearer to. */
  private static BigDecimal shortest(float magnitude) {
    var digits = new BigDecimal(Float.toString(magnitude)).stripTrailingZeros();
    if (digits.precision() == 2) { // Java writes two digits where one is enough: 1.4E-45
      var one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return one.floatValue() == magnitude ? one.stripTrailingZeros() : digits;
    }
    return digits;
  }
}
