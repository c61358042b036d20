package dev.cortado.tensor.kernel;

/**
 * The elementary functions in double precision, some 14 digits good: what the float functions are
 * held against.
 */
final class Reference {

  private Reference() {}

  static double of(UnaryFunction f, double x) {
    return switch (f) {
      case EXP -> StrictMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
      case ERF -> erf(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
    };
  }

  /**
   * How far {@code actual} is from {@code exact}, in units of the last place that a float has
   * there.
   */
  static double ulps(float actual, double exact) {
    float rounded = (float) exact;
    if (Float.isFinite(actual) && Float.isFinite(rounded)) {
      return Math.abs(actual - exact) / Math.ulp(rounded);
    }
    return Float.compare(actual, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY;
  }

  /** {@code 2/√π · e^−x² · Σ 2^n x^(2n+1) / (1·3·5⋯(2n+1))}, a series without cancellation. */
  private static double erf(double x) {
    if (Double.isNaN(x) || Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }
}
