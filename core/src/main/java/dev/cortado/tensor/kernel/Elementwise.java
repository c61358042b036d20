package dev.cortado.tensor.kernel;

/**
 * One run of neighbors, element by element. Each element has one IEEE operation, so there is no
 * order to fix.
 *
 * <p>The compiler vectorizes such a loop if all its arrays share one index, and if it is not one of
 * many in a method, inlined or written there. So each is a method of its own, called through a
 * table ({@link BinaryFunction}), and runs are brought to the same place first.
 */
public final class Elementwise {

  /**
   * The bits of 1. Conditions are worked out as whole numbers and without a branch: of data in no
   * order the processor foresees every second branch wrongly.
   */
  private static final int ONE = 0x3f800000;

  private Elementwise() {}

  static void add(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  static void add(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] + s;
    }
  }

  static void subtract(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void subtract(float s, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = s - b[i];
    }
  }

  static void multiply(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  static void multiply(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] * s;
    }
  }

  static void divide(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] / b[i];
    }
  }

  static void divide(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = a[i] / s;
    }
  }

  static void divide(float s, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = s / b[i];
    }
  }

  static void maximum(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  static void maximum(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Math.max(a[i], s);
    }
  }

  static void equal(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] == b[i] ? ONE : 0);
    }
  }

  static void equal(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] == s ? ONE : 0);
    }
  }

  static void notEqual(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] != b[i] ? ONE : 0);
    }
  }

  static void notEqual(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] != s ? ONE : 0);
    }
  }

  static void less(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] < b[i] ? ONE : 0);
    }
  }

  static void less(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] < s ? ONE : 0);
    }
  }

  static void less(float s, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(s < b[i] ? ONE : 0);
    }
  }

  static void lessOrEqual(float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] <= b[i] ? ONE : 0);
    }
  }

  static void lessOrEqual(float[] a, float s, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(a[i] <= s ? ONE : 0);
    }
  }

  static void lessOrEqual(float s, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Float.intBitsToFloat(s <= b[i] ? ONE : 0);
    }
  }

  /** {@code out = −x}. */
  public static void negate(float[] x, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = -x[i];
    }
  }

  /** {@code out = |x|}. */
  public static void absolute(float[] x, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Math.abs(x[i]);
    }
  }

  /** {@code out = √x}, correctly rounded. */
  public static void squareRoot(float[] x, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = (float) Math.sqrt(x[i]);
    }
  }

  /** {@code out = max(x, 0)}: NaN stays NaN, −0 becomes +0. */
  public static void rectify(float[] x, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = Math.max(x[i], 0f);
    }
  }

  /** {@code out = condition ≠ 0 ? a : b}, all three running. */
  public static void choose(float[] condition, float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      int bits = Float.floatToRawIntBits(condition[i]) << 1;
      int chosen = (bits | -bits) >> 31;
      int yes = Float.floatToRawIntBits(a[i]);
      int no = Float.floatToRawIntBits(b[i]);
      out[i] = Float.intBitsToFloat(no ^ ((yes ^ no) & chosen));
    }
  }
}
