package dev.cortado.autograd;

/** The functions that {@link StrictMath} lacks, to almost all digits of a double. */
final class DoubleFunctions {

  private static final double ROOT_PI = StrictMath.sqrt(StrictMath.PI);

  /** The derivative of the error function at 0. */
  static final double TWO_OVER_ROOT_PI = 2 / ROOT_PI;

  private DoubleFunctions() {}

  /** {@code 1 / (1 + e^−x)}. */
  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** {@code log(1 + e^x)}. */
  static double softplus(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  /**
   * The error function: below 2 the series {@code 2/√π · e^−x² · Σ 2ⁿx²ⁿ⁺¹ / (1·3·…·(2n+1))}, which
   * only adds; above, 1 less Laplace's continued fraction (Abramowitz and Stegun, 7.1.6 and
   * 7.1.14).
   */
  static double erf(double x) {
    double a = Math.abs(x);
    return a < 2 ? erfSeries(x) : Math.copySign(1 - erfcFraction(a), x);
  }

  private static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 60; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * StrictMath.exp(-x * x) * sum;
  }

  private static double erfcFraction(double x) {
    double fraction = x;
    for (int n = 150; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return StrictMath.exp(-x * x) / (ROOT_PI * fraction);
  }
}
