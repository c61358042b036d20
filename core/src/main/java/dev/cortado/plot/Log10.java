package dev.cortado.plot;

/**
 * The decimal logarithm, good to 13 digits and the same bits everywhere: {@code x = m 2ᵉ} with m
 * between √½ and √2, and {@code ln m = 2 (s + s³/3 + s⁵/5 + …)} with {@code s = (m − 1)/(m + 1)}.
 */
final class Log10 {

  private static final double OF_TWO = 0.3010299956639812;
  private static final double TWO_OVER_LN_10 = 0.8685889638065036;
  private static final double ROOT_OF_TWO = 1.4142135623730951;

  /** {@code s²} is below 0.03, so that the first term left out is below {@code 1e-15}. */
  private static final int LAST_POWER = 17;

  private Log10() {}

  /** NaN for numbers that are not positive, infinite or NaN. */
  static double of(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    double normal = subnormal ? x * 0x1p54 : x;
    int exponent = Math.getExponent(normal);
    double m = Math.scalb(normal, -exponent);
    if (m > ROOT_OF_TWO) {
      m *= 0.5;
      exponent++;
    }
    double s = (m - 1) / (m + 1);
    double square = s * s;
    double sum = 0;
    for (int power = LAST_POWER; power >= 1; power -= 2) {
      sum = sum * square + 1.0 / power;
    }
    return (subnormal ? exponent - 54 : exponent) * OF_TWO + TWO_OVER_LN_10 * s * sum;
  }
}
