package dev.cortado.tensor.kernel;

/**
 * The constants of {@link Functions}, which scalar and SIMD code share: polynomials found by {@code
 * tools/fit_functions.py}, lowest degree first, and the numbers that take a double apart. They
 * decide bits.
 */
public final class FunctionCoefficients {

  /** {@code 1 / log(2)}. */
  public static final double LOG2_E = 0x1.71547652b82fep0;

  /** {@code log(2)}. */
  public static final double LN_2 = 0x1.62e42fefa39efp-1;

  /**
   * Added to a small number, {@code 1.5·2^52} leaves its nearest integer in the lowest bits; 1023
   * more make these bits the exponent field of a power of two.
   */
  public static final double EXPONENT_SHIFT = 0x1.8p52 + 1023;

  /** How many bits of a double lie below its exponent. */
  public static final int MANTISSA_BITS = 52;

  /** The bits of a double below its exponent. */
  public static final long MANTISSA_MASK = 0x000f_ffff_ffff_ffffL;

  /** The sign of a double. */
  public static final long SIGN_MASK = 0x8000_0000_0000_0000L;

  /** The bits of {@code √½}, where a mantissa's range starts. */
  public static final long ROOT_HALF_BITS = 0x3fe6_a09e_667f_3bcdL;

  /**
   * Moves the mantissa {@code √½} to the next power of two: the bits of 1 less those of {@code √½}.
   */
  public static final long MANTISSA_SHIFT = 0x3ff0_0000_0000_0000L - ROOT_HALF_BITS;

  /**
   * The bits of {@code 2^52}: with an integer below {@code 2^52} in its mantissa, a double is
   * {@code 2^52} more.
   */
  public static final long INTEGER_BITS = 0x4330_0000_0000_0000L;

  /** Taken from such a double, leaves the exponent without its bias. */
  public static final double INTEGER_SHIFT = 0x1p52 + 1023;

  /** {@code e^−x} is 0 and {@code e^x} is infinite as a float from here on. */
  public static final double EXP_LIMIT = 104;

  /** {@code erf(x)} is 1 as a float from here on. */
  public static final double ERF_LIMIT = 4;

  /** {@code 1 / π}. */
  public static final double ONE_OVER_PI = 0x1.45f306dc9c883p-2;

  /** {@code −π}, and what the first double leaves out of it. */
  public static final double MINUS_PI = -0x1.921fb54442d18p1;

  public static final double MINUS_PI_REST = -0x1.1a62633145c07p-53;

  /** Added to a small number, {@code 1.5·2^52} leaves its nearest integer in the lowest bits. */
  public static final double ROUNDING_SHIFT = 0x1.8p52;

  /** From here on, the angles of sine and cosine are reduced with more bits of {@code 1 / π}. */
  public static final double NEAR_LIMIT = 0x1p28;

  /** {@code √2 − 1}. */
  public static final double ROOT_TWO_LESS_ONE = 0x1.a827999fcef32p-2;

  // (e^r − 1 − r) / r² for |r| ≤ log(2)/2, where e^r − 1 keeps 43 bits.
  public static final double EXP_0 = 0x1.fffffffff7c1dp-2;
  public static final double EXP_1 = 0x1.55555555671f2p-3;
  public static final double EXP_2 = 0x1.555555731ea56p-5;
  public static final double EXP_3 = 0x1.111110e143289p-7;
  public static final double EXP_4 = 0x1.6c164fdabc033p-10;
  public static final double EXP_5 = 0x1.a01a7d2ba8f0cp-13;
  public static final double EXP_6 = 0x1.a1583940033c5p-16;
  public static final double EXP_7 = 0x1.71e9429840aafp-19;

  // (log((1 + s) / (1 − s)) − 2s) / s³, a polynomial in s², for a quotient from √½ to √2: 52 bits.
  public static final double LOG_0 = 0x1.555555555397ap-1;
  public static final double LOG_1 = 0x1.999999a28e93dp-2;
  public static final double LOG_2 = 0x1.2492417a99a56p-2;
  public static final double LOG_3 = 0x1.c722769833663p-3;
  public static final double LOG_4 = 0x1.732c52113accbp-3;
  public static final double LOG_5 = 0x1.587592dadc1e0p-3;

  // −log(1 − erf(a)) / a for 0 ≤ a ≤ 4, where erf(a) keeps 38 bits.
  public static final double ERF_0 = 0x1.20dd7504255e3p0;
  public static final double ERF_1 = 0x1.45f306e25d127p-1;
  public static final double ERF_2 = 0x1.a4f4ddba1011bp-4;
  public static final double ERF_3 = -0x1.3965ba0c4cd49p-6;
  public static final double ERF_4 = -0x1.b8c488d32b0a9p-13;
  public static final double ERF_5 = 0x1.bd6494ae21f29p-10;
  public static final double ERF_6 = -0x1.37dac756df9a0p-11;
  public static final double ERF_7 = 0x1.f25029aa81348p-16;
  public static final double ERF_8 = 0x1.112b955ed461dp-14;
  public static final double ERF_9 = -0x1.266b01119040fp-15;
  public static final double ERF_10 = 0x1.519300365e80dp-17;
  public static final double ERF_11 = -0x1.dc2c979f9b378p-20;
  public static final double ERF_12 = 0x1.8599d1f52f409p-23;
  public static final double ERF_13 = -0x1.1c163a5cb1bd8p-27;

  // (sin(r) / r − 1) / r², a polynomial in r², for |r| ≤ π/2: 52 bits.
  public static final double SIN_0 = -0x1.55555555554a8p-3;
  public static final double SIN_1 = 0x1.111111110a573p-7;
  public static final double SIN_2 = -0x1.a01a019a659bep-13;
  public static final double SIN_3 = 0x1.71de3806ad2c5p-19;
  public static final double SIN_4 = -0x1.ae6355aa6df52p-26;
  public static final double SIN_5 = 0x1.60e6bed74a9a9p-33;
  public static final double SIN_6 = -0x1.9f1516cea4a61p-41;

  private FunctionCoefficients() {}
}
