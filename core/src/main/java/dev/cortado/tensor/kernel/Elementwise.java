package dev.cortado.tensor.kernel;

/**
 * One run of neighbors, element by element, in loops that the compiler vectorizes. Each element has
 * one IEEE operation, so there is no order to fix.
 *
 * <p>Each loop is a method of its own that is called through {@link BinaryFunction}'s table: where
 * the compiler finds many loops in one method, inlined or written there, it gives up on vectorizing
 * them.
 */
public final class Elementwise {

  private Elementwise() {}

  static void add(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] + b[bFrom + i];
    }
  }

  static void add(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] + s;
    }
  }

  static void subtract(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] - b[bFrom + i];
    }
  }

  static void subtract(float s, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = s - b[bFrom + i];
    }
  }

  static void multiply(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] * b[bFrom + i];
    }
  }

  static void multiply(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] * s;
    }
  }

  static void divide(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] / b[bFrom + i];
    }
  }

  static void divide(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] / s;
    }
  }

  static void divide(float s, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = s / b[bFrom + i];
    }
  }

  static void maximum(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = Math.max(a[aFrom + i], b[bFrom + i]);
    }
  }

  static void maximum(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = Math.max(a[aFrom + i], s);
    }
  }

  static void equal(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] == b[bFrom + i] ? 1f : 0f;
    }
  }

  static void equal(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] == s ? 1f : 0f;
    }
  }

  static void notEqual(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] != b[bFrom + i] ? 1f : 0f;
    }
  }

  static void notEqual(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] != s ? 1f : 0f;
    }
  }

  static void less(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] < b[bFrom + i] ? 1f : 0f;
    }
  }

  static void less(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] < s ? 1f : 0f;
    }
  }

  static void less(float s, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = s < b[bFrom + i] ? 1f : 0f;
    }
  }

  static void lessOrEqual(float[] a, int aFrom, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] <= b[bFrom + i] ? 1f : 0f;
    }
  }

  static void lessOrEqual(float[] a, int aFrom, float s, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = a[aFrom + i] <= s ? 1f : 0f;
    }
  }

  static void lessOrEqual(float s, float[] b, int bFrom, float[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = s <= b[bFrom + i] ? 1f : 0f;
    }
  }

  /** {@code out = −x}. */
  public static void negate(float[] x, int xFrom, float[] out, int outFrom, int n) {
    for (int i = 0; i < n; i++) {
      out[outFrom + i] = -x[xFrom + i];
    }
  }

  /** {@code out = |x|}. */
  public static void absolute(float[] x, int xFrom, float[] out, int outFrom, int n) {
    for (int i = 0; i < n; i++) {
      out[outFrom + i] = Math.abs(x[xFrom + i]);
    }
  }

  /** {@code out = √x}, correctly rounded. */
  public static void squareRoot(float[] x, int xFrom, float[] out, int outFrom, int n) {
    for (int i = 0; i < n; i++) {
      out[outFrom + i] = (float) Math.sqrt(x[xFrom + i]);
    }
  }

  /** {@code out = max(x, 0)}: NaN stays NaN, −0 becomes +0. */
  public static void rectify(float[] x, int xFrom, float[] out, int outFrom, int n) {
    for (int i = 0; i < n; i++) {
      out[outFrom + i] = Math.max(x[xFrom + i], 0f);
    }
  }

  /** {@code out = condition ≠ 0 ? a : b}, all three running. */
  public static void choose(float[] condition, float[] a, float[] b, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = condition[i] != 0f ? a[i] : b[i];
    }
  }
}
