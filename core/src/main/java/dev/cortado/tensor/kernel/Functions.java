package dev.cortado.tensor.kernel;

import static dev.cortado.tensor.kernel.FunctionCoefficients.*;
import static java.lang.Math.fma;

/**
 * The elementary functions of a float, one value at a time. Each widens its argument to double,
 * runs one fixed sequence of operations, and rounds once: within 0.501 ulp of the true value, and
 * monotone where the function is. NaN gives NaN. Only sine and cosine branch, for angles from
 * {@code 2^28} on. The {@code vector} module runs the same sequences in SIMD; {@code
 * docs/numerics-functions.md} lists them.
 */
public final class Functions {

  private Functions() {}

  /** {@code e^x}. */
  public static float exp(float x) {
    return (float) exponential(clamp(x));
  }

  /** {@code e^x − 1}; keeps the sign of zero. */
  public static float expm1(float x) {
    double y = exponentialLessOne(clamp(x));
    return (float) (x == 0 ? x : y);
  }

  /** The natural logarithm: {@code log(±0) = −∞}, NaN below 0. */
  public static float log(float x) {
    return (float) log((double) x);
  }

  /** {@code log(1 + x)}: {@code log1p(−1) = −∞}, NaN below −1; keeps the sign of zero. */
  public static float log1p(float x) {
    double u = (double) x + 1;
    long bits = Double.doubleToRawLongBits(u) + MANTISSA_SHIFT;
    double k = exponent(bits);
    double f = k == 0 ? x : mantissa(bits) - 1;
    double r = logarithm(f);
    r = k == 0 ? r : fma(k, LN_2, r);
    return (float) atTheEdges(r, u);
  }

  /** The hyperbolic tangent: {@code tanh(−x) = −tanh(x)} to the bit. */
  public static float tanh(float x) {
    double a = Math.abs((double) x);
    double t = exponentialLessOne(atMost(a + a, EXP_LIMIT));
    return (float) Math.copySign(t / (t + 2), x);
  }

  /** {@code 1 / (1 + e^−x)}, from 0 to 1. */
  public static float sigmoid(float x) {
    return (float) (1 / (exponential(clamp(-x)) + 1));
  }

  /** {@code log(1 + e^x)}, as {@code max(x, 0) + log(1 + e^−|x|)}. */
  public static float softplus(float x) {
    double w = exponential(atLeast(-Math.abs((double) x), -EXP_LIMIT));
    boolean large = w > ROOT_TWO_LESS_ONE;
    double r = logarithm(large ? (w - 1) * 0.5 : w);
    r = large ? r + LN_2 : r;
    return (float) (r + (x > 0 ? x : 0));
  }

  /** The error function: {@code erf(−x) = −erf(x)} to the bit. */
  public static float erf(float x) {
    double a = atMost(Math.abs((double) x), ERF_LIMIT);
    double y = exponentialLessOne(-(a * erfPolynomial(a)));
    return (float) Math.copySign(y, x);
  }

  /** The sine: {@code sin(−x) = −sin(x)} to the bit, NaN for an infinite {@code x}. */
  public static float sin(float x) {
    if (!(Math.abs(x) < NEAR_LIMIT)) {
      return x < 0 ? -largeSine(-x, 0) : largeSine(x, 0);
    }
    double shifted = fma((double) x, ONE_OVER_PI, ROUNDING_SHIFT);
    return sine(x, shifted - ROUNDING_SHIFT, shifted);
  }

  /**
   * The cosine, a sine half of π ahead: {@code cos(−x) = cos(x)} to the bit, NaN for an infinite
   * {@code x}.
   */
  public static float cos(float x) {
    float a = Math.abs(x);
    if (!(a < NEAR_LIMIT)) {
      return largeSine(a, PayneHanek.HALF);
    }
    double shifted = fma((double) a, ONE_OVER_PI, 0.5) + ROUNDING_SHIFT;
    return sine(a, shifted - ROUNDING_SHIFT - 0.5, shifted);
  }

  /**
   * The natural logarithm of a double, with a relative error of at most {@code 2^−49}: {@code
   * log(±0) = −∞}, NaN below 0. A subnormal argument is beyond it.
   */
  public static double log(double x) {
    long bits = Double.doubleToRawLongBits(x) + MANTISSA_SHIFT;
    double r = fma(exponent(bits), LN_2, logarithm(mantissa(bits) - 1));
    return atTheEdges(r, x);
  }

  private static double clamp(double x) {
    return atMost(atLeast(x, -EXP_LIMIT), EXP_LIMIT);
  }

  /** NaN stays NaN. */
  private static double atLeast(double x, double limit) {
    return x < limit ? limit : x;
  }

  private static double atMost(double x, double limit) {
    return x > limit ? limit : x;
  }

  /** {@code e^x = 2^n·e^r = 2^n·p + 2^n} where {@code p = e^r − 1} and {@code |r| ≤ log(2)/2}. */
  private static double exponential(double x) {
    double shifted = fma(x, LOG2_E, EXPONENT_SHIFT);
    double power = power(shifted);
    return fma(power, reducedLessOne(x, shifted), power);
  }

  /**
   * {@code e^x − 1 = 2^n·p + (2^n − 1)}: where {@code n = 0} this is {@code p}, with all its
   * digits.
   */
  private static double exponentialLessOne(double x) {
    double shifted = fma(x, LOG2_E, EXPONENT_SHIFT);
    double power = power(shifted);
    return fma(power, reducedLessOne(x, shifted), power - 1);
  }

  /** {@code 2^n}: the low bits of {@code shifted} are its exponent field. */
  private static double power(double shifted) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) << MANTISSA_BITS);
  }

  /** {@code e^r − 1} for {@code r = x − n·log(2)}. */
  private static double reducedLessOne(double x, double shifted) {
    double r = fma(shifted - EXPONENT_SHIFT, -LN_2, x);
    double q = fma(EXP_7, r, EXP_6);
    q = fma(q, r, EXP_5);
    q = fma(q, r, EXP_4);
    q = fma(q, r, EXP_3);
    q = fma(q, r, EXP_2);
    q = fma(q, r, EXP_1);
    q = fma(q, r, EXP_0);
    q = fma(q, r, 1);
    return q * r;
  }

  /**
   * {@code k}, if {@code x = 2^k·m} with {@code √½ ≤ m < √2} and {@code bits} are those of {@code
   * x}, shifted.
   */
  private static double exponent(long bits) {
    return Double.longBitsToDouble((bits >>> MANTISSA_BITS) | INTEGER_BITS) - INTEGER_SHIFT;
  }

  /** {@code m}. */
  private static double mantissa(long bits) {
    return Double.longBitsToDouble((bits & MANTISSA_MASK) + ROOT_HALF_BITS);
  }

  /**
   * {@code log(1 + f) = log((1 + s) / (1 − s))} where {@code s = f / (f + 2)} and {@code √½ ≤ 1 + f
   * < √2}.
   */
  private static double logarithm(double f) {
    double s = f / (f + 2);
    double z = s * s;
    double q = fma(LOG_5, z, LOG_4);
    q = fma(q, z, LOG_3);
    q = fma(q, z, LOG_2);
    q = fma(q, z, LOG_1);
    q = fma(q, z, LOG_0);
    return fma(s * z, q, s + s);
  }

  /** The logarithm {@code r} of {@code x}, put right where {@code x} is not a positive number. */
  private static double atTheEdges(double r, double x) {
    double y = x < Double.POSITIVE_INFINITY ? r : x;
    y = x > 0 ? y : Double.NaN;
    return x == 0 ? Double.NEGATIVE_INFINITY : y;
  }

  /** {@code (−1)^n·sin(x − k·π)} where the lowest bit of {@code shifted} is that of {@code n}. */
  private static float sine(double x, double k, double shifted) {
    double r = fma(k, MINUS_PI_REST, fma(k, MINUS_PI, x));
    return (float) negateIf(Double.doubleToRawLongBits(shifted) << 63, reducedSine(r));
  }

  /** {@code sin(x + ahead)} of a large positive angle, NaN if it is not finite. */
  private static float largeSine(float x, long ahead) {
    if (!Float.isFinite(x)) {
      return Float.NaN;
    }
    long turns = PayneHanek.overPi(x) + ahead;
    double r = (turns << 1 >> 1) * PayneHanek.UNIT;
    return (float) negateIf(turns + PayneHanek.HALF, reducedSine(r));
  }

  /** {@code −y} if the highest bit is set. */
  private static double negateIf(long bits, double y) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(y) ^ (bits & SIGN_MASK));
  }

  /** {@code sin(r)} for {@code |r| ≤ π/2}. */
  private static double reducedSine(double r) {
    double z = r * r;
    double q = fma(SIN_6, z, SIN_5);
    q = fma(q, z, SIN_4);
    q = fma(q, z, SIN_3);
    q = fma(q, z, SIN_2);
    q = fma(q, z, SIN_1);
    q = fma(q, z, SIN_0);
    return fma(q, z, 1) * r;
  }

  private static double erfPolynomial(double a) {
    double q = fma(ERF_13, a, ERF_12);
    q = fma(q, a, ERF_11);
    q = fma(q, a, ERF_10);
    q = fma(q, a, ERF_9);
    q = fma(q, a, ERF_8);
    q = fma(q, a, ERF_7);
    q = fma(q, a, ERF_6);
    q = fma(q, a, ERF_5);
    q = fma(q, a, ERF_4);
    q = fma(q, a, ERF_3);
    q = fma(q, a, ERF_2);
    q = fma(q, a, ERF_1);
    return fma(q, a, ERF_0);
  }
}
