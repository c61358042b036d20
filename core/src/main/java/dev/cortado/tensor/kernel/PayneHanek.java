package dev.cortado.tensor.kernel;

/**
 * Argument reduction for large angles, by Payne and Hanek: of {@code x / π} only the bits below 2
 * matter, and an exact integer product of {@code x} with the right bits of {@code 1 / π} gives
 * them.
 */
final class PayneHanek {

  /** One half in the fixed point of {@link #overPi}. */
  static final long HALF = 1L << 62;

  /** {@code π·2^−63}: the angle of the lowest bit. */
  static final double UNIT = 0x1.921fb54442d18p-62;

  /** The first 256 bits of {@code 1 / π}; the highest stands for 1. */
  private static final long[] ONE_OVER_PI = {
    0x28be60db9391054aL, 0x7f09d5f47d4d3770L, 0x36d8a5664f10e410L, 0x7f9458eaf7aef158L
  };

  private static final int FRACTION_BITS = 23;

  private PayneHanek() {}

  /** {@code x / π} modulo 2, the highest bit for 1, for a finite {@code x ≥ 2^23}. */
  static long overPi(float x) {
    int exponent = Math.getExponent(x) - FRACTION_BITS;
    long integer = (long) Math.scalb(x, -exponent);
    return integer * bits(exponent) + Math.unsignedMultiplyHigh(integer, bits(exponent + 64));
  }

  /** 64 bits of {@code 1 / π}, the first of which stands for {@code 2^−at}. */
  private static long bits(int at) {
    int word = at / 64;
    int shift = at % 64;
    return shift == 0
        ? ONE_OVER_PI[word]
        : ONE_OVER_PI[word] << shift | ONE_OVER_PI[word + 1] >>> (64 - shift);
  }
}
