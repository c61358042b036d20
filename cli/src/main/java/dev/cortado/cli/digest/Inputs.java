package dev.cortado.cli.digest;

import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/** Inputs made without rounding, so that only the computation itself affects the digest. */
final class Inputs {

  private static final int GOLDEN = 0x9E3779B9;

  /** Special values: zero, subnormals, ones, limits of exp and of float, infinity, NaN. */
  private static final float[] SPECIAL = {
    0,
    Float.MIN_VALUE,
    0x1.fffffcp-127f,
    Float.MIN_NORMAL,
    0x1p-64f,
    0x1p-24f,
    0x1p-12f,
    0.5f,
    0x1.fffffep-1f,
    1,
    0x1.000002p0f,
    1.5f,
    2,
    3,
    9,
    17,
    87,
    88.75f,
    89,
    104,
    0x1p24f,
    0x1p64f,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0x7F812345)
  };

  private Inputs() {}

  /** Multiples of 2^-23 in {@code [−1, 1)}. */
  static Tensor even(int seed, int... dims) {
    var shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (scrambled(seed, i) >> 8) * 0x1p-23f;
    }
    return Tensor.of(shape, values);
  }

  /** Both signs, from about 2^-8 to 2^8, so that a sum in another order has other bits. */
  static Tensor wide(int seed, int... dims) {
    var shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      int word = scrambled(seed, i);
      values[i] = (word >> 8) * Float.intBitsToFloat((127 - 31 + (word & 15)) << 23);
    }
    return Tensor.of(shape, values);
  }

  /** Whole numbers from 0 to {@code below − 1}. */
  static Tensor whole(int seed, int below, int... dims) {
    var shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Integer.remainderUnsigned(scrambled(seed, i), below);
    }
    return Tensor.of(shape, values);
  }

  /** The special values and their negatives. */
  static Tensor special() {
    float[] values = new float[2 * SPECIAL.length];
    for (int i = 0; i < SPECIAL.length; i++) {
      values[2 * i] = SPECIAL[i];
      values[2 * i + 1] = -SPECIAL[i];
    }
    return Tensor.of(values);
  }

  /** {@code n} bit patterns spread evenly over all 2^32, in an order that mixes sizes and signs. */
  static Tensor patterns(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = Float.intBitsToFloat(i * GOLDEN);
    }
    return Tensor.of(values);
  }

  /** {@code 2n + 1} numbers from {@code −n · step} to {@code n · step}. */
  static Tensor ladder(int n, float step) {
    float[] values = new float[2 * n + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - n) * step;
    }
    return Tensor.of(values);
  }

  private static int scrambled(int seed, int i) {
    int word = (i + 1) * GOLDEN + seed * 0x632BE5AB;
    word = (word ^ word >>> 15) * 0x2C1B3C6D;
    word = (word ^ word >>> 12) * 0x297A2D39;
    return word ^ word >>> 15;
  }
}
