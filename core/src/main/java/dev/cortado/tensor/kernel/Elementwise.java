package dev.cortado.tensor.kernel;

/**
 * One run of neighbors, element by element, in loops that the compiler vectorizes. Each element has
 * one IEEE operation, so there is no order to fix.
 *
 * <p>Loops of two operands come in kinds: both run ({@code vv}), or one is a single number held
 * through the run ({@code vs}, {@code sv}). What commutes, or can be turned round, has no loop of
 * its own.
 */
public final class Elementwise {

  private Elementwise() {}

  /** {@code out = f(a, b)} over {@code n} elements; an operand that does not run is one number. */
  public static void apply(
      BinaryFunction f,
      float[] a,
      int aFrom,
      boolean aRuns,
      float[] b,
      int bFrom,
      boolean bRuns,
      float[] out,
      int outFrom,
      int n) {
    if (aRuns && bRuns) {
      vv(f, a, aFrom, b, bFrom, out, outFrom, n);
    } else if (aRuns) {
      vs(f, a, aFrom, b[bFrom], out, outFrom, n);
    } else if (bRuns) {
      sv(f, a[aFrom], b, bFrom, out, outFrom, n);
    } else {
      for (int i = 0; i < n; i++) {
        vv(f, a, aFrom, b, bFrom, out, outFrom + i, 1);
      }
    }
  }

  private static void vv(
      BinaryFunction f,
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      float[] out,
      int outFrom,
      int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] + b[bFrom + i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] - b[bFrom + i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] * b[bFrom + i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] / b[bFrom + i];
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = Math.max(a[aFrom + i], b[bFrom + i]);
        }
      }
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] == b[bFrom + i] ? 1f : 0f;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] != b[bFrom + i] ? 1f : 0f;
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] < b[bFrom + i] ? 1f : 0f;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] <= b[bFrom + i] ? 1f : 0f;
        }
      }
      case GREATER -> vv(BinaryFunction.LESS, b, bFrom, a, aFrom, out, outFrom, n);
      case GREATER_OR_EQUAL ->
          vv(BinaryFunction.LESS_OR_EQUAL, b, bFrom, a, aFrom, out, outFrom, n);
    }
  }

  private static void vs(
      BinaryFunction f, float[] a, int aFrom, float s, float[] out, int outFrom, int n) {
    switch (f) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] + s;
        }
      }
      case SUBTRACT -> vs(BinaryFunction.ADD, a, aFrom, -s, out, outFrom, n);
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] * s;
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] / s;
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = Math.max(a[aFrom + i], s);
        }
      }
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] == s ? 1f : 0f;
        }
      }
      case NOT_EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] != s ? 1f : 0f;
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] < s ? 1f : 0f;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = a[aFrom + i] <= s ? 1f : 0f;
        }
      }
      case GREATER -> sv(BinaryFunction.LESS, s, a, aFrom, out, outFrom, n);
      case GREATER_OR_EQUAL -> sv(BinaryFunction.LESS_OR_EQUAL, s, a, aFrom, out, outFrom, n);
    }
  }

  private static void sv(
      BinaryFunction f, float s, float[] b, int bFrom, float[] out, int outFrom, int n) {
    switch (f) {
      case ADD, MULTIPLY, MAXIMUM, EQUAL, NOT_EQUAL -> vs(f, b, bFrom, s, out, outFrom, n);
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = s - b[bFrom + i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = s / b[bFrom + i];
        }
      }
      case LESS -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = s < b[bFrom + i] ? 1f : 0f;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[outFrom + i] = s <= b[bFrom + i] ? 1f : 0f;
        }
      }
      case GREATER -> vs(BinaryFunction.LESS, b, bFrom, s, out, outFrom, n);
      case GREATER_OR_EQUAL -> vs(BinaryFunction.LESS_OR_EQUAL, b, bFrom, s, out, outFrom, n);
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
