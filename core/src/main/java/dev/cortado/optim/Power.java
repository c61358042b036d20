package dev.cortado.optim;

import dev.cortado.tensor.kernel.Functions;

/** Powers in double, the same bits on every machine: products and sums in a fixed order. */
final class Power {

  private static final double LN_2 = 0.6931471805599453;

  /**
   * Terms of the exponential series: for {@code |x| ≤ ln(2)/2} the next is below a double's last
   * place.
   */
  private static final int TERMS = 14;

  private Power() {}

  /** {@code base^n} for {@code n ≥ 0}, by repeated squaring. */
  static double of(double base, long n) {
    double power = 1;
    double square = base;
    for (long rest = n; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  /**
   * {@code base^exponent} for {@code base ≥ 0}: by squaring if the exponent is a whole number from
   * 0, else as {@code e^(exponent · log base)}, within {@code 1e-13} for moderate results.
   */
  static double of(double base, double exponent) {
    if (exponent >= 0 && exponent == (int) exponent) {
      return of(base, (long) exponent);
    }
    return base == 0 ? 0 : exponential(exponent * Functions.log(base));
  }

  /** {@code e^x = 2^k · e^r}. */
  private static double exponential(double x) {
    double k = Math.rint(x / LN_2);
    double r = x - k * LN_2;
    double sum = 1;
    for (int term = TERMS; term > 0; term--) {
      sum = 1 + sum * r / term;
    }
    return Math.scalb(sum, (int) k);
  }
}
