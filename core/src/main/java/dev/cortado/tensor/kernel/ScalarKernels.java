package dev.cortado.tensor.kernel;

/**
 * The kernels in plain Java: what Cortado computes with when nothing faster is there, and what
 * defines the bits.
 */
public final class ScalarKernels implements Kernels {

  private final ScalarMatmul matmul = new ScalarMatmul();

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void map(UnaryFunction f, float[] x, int xFrom, float[] y, int yFrom, int n) {
    switch (f) {
      case EXP -> exp(x, xFrom, y, yFrom, n);
      case EXPM1 -> expm1(x, xFrom, y, yFrom, n);
      case LOG -> log(x, xFrom, y, yFrom, n);
      case LOG1P -> log1p(x, xFrom, y, yFrom, n);
      case TANH -> tanh(x, xFrom, y, yFrom, n);
      case SIGMOID -> sigmoid(x, xFrom, y, yFrom, n);
      case SOFTPLUS -> softplus(x, xFrom, y, yFrom, n);
      case ERF -> erf(x, xFrom, y, yFrom, n);
      case SIN -> sin(x, xFrom, y, yFrom, n);
      case COS -> cos(x, xFrom, y, yFrom, n);
    }
  }

  private static void exp(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.exp(x[xFrom + i]);
    }
  }

  private static void expm1(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.expm1(x[xFrom + i]);
    }
  }

  private static void log(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.log(x[xFrom + i]);
    }
  }

  private static void log1p(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.log1p(x[xFrom + i]);
    }
  }

  private static void tanh(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.tanh(x[xFrom + i]);
    }
  }

  private static void sigmoid(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.sigmoid(x[xFrom + i]);
    }
  }

  private static void softplus(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.softplus(x[xFrom + i]);
    }
  }

  private static void erf(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.erf(x[xFrom + i]);
    }
  }

  private static void sin(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.sin(x[xFrom + i]);
    }
  }

  private static void cos(float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int i = 0; i < n; i++) {
      y[yFrom + i] = Functions.cos(x[xFrom + i]);
    }
  }

  /** Sixteen variables, not an array: they stay in registers, and none waits for another. */
  @Override
  public float sum(float[] x, int from, int n) {
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    float s8 = 0, s9 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0, s14 = 0, s15 = 0;
    int i = from;
    for (int end = from + n - 16; i <= end; i += 16) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      s8 += x[i + 8];
      s9 += x[i + 9];
      s10 += x[i + 10];
      s11 += x[i + 11];
      s12 += x[i + 12];
      s13 += x[i + 13];
      s14 += x[i + 14];
      s15 += x[i + 15];
    }
    int rest = from + n - i;
    s0 += rest > 0 ? x[i] : 0;
    s1 += rest > 1 ? x[i + 1] : 0;
    s2 += rest > 2 ? x[i + 2] : 0;
    s3 += rest > 3 ? x[i + 3] : 0;
    s4 += rest > 4 ? x[i + 4] : 0;
    s5 += rest > 5 ? x[i + 5] : 0;
    s6 += rest > 6 ? x[i + 6] : 0;
    s7 += rest > 7 ? x[i + 7] : 0;
    s8 += rest > 8 ? x[i + 8] : 0;
    s9 += rest > 9 ? x[i + 9] : 0;
    s10 += rest > 10 ? x[i + 10] : 0;
    s11 += rest > 11 ? x[i + 11] : 0;
    s12 += rest > 12 ? x[i + 12] : 0;
    s13 += rest > 13 ? x[i + 13] : 0;
    s14 += rest > 14 ? x[i + 14] : 0;
    float even = ((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14));
    float odd = ((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15));
    return even + odd;
  }

  /** Four variables for the same reason; the order of a maximum does not matter. */
  @Override
  public float max(float[] x, int from, int n) {
    float m0 = x[from];
    float m1 = m0;
    float m2 = m0;
    float m3 = m0;
    int i = from + 1;
    for (int end = from + n - 4; i <= end; i += 4) {
      m0 = Math.max(m0, x[i]);
      m1 = Math.max(m1, x[i + 1]);
      m2 = Math.max(m2, x[i + 2]);
      m3 = Math.max(m3, x[i + 3]);
    }
    for (int end = from + n; i < end; i++) {
      m0 = Math.max(m0, x[i]);
    }
    return Math.max(Math.max(m0, m1), Math.max(m2, m3));
  }

  @Override
  public void addRows(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    for (int r = 0; r < rows; r++) {
      addRow(x, from + r * step, sums, to, n);
    }
  }

  private static void addRow(float[] x, int from, float[] sums, int to, int n) {
    for (int i = 0; i < n; i++) {
      sums[to + i] += x[from + i];
    }
  }

  @Override
  public void addProducts(
      float[] a, float[] b, int from, int step, int rows, float[] sums, int to, int n) {
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j++) {
        sums[to + j] += a[at + j] * b[at + j];
      }
    }
  }

  @Override
  public void addSquares(
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j++) {
        float difference = x[at + j] - row[rowFrom + j];
        sums[to + j] += difference * difference;
      }
    }
  }

  @Override
  public void addMoments(
      float[] g,
      float[] x,
      float[] row,
      int rowFrom,
      int from,
      int step,
      int rows,
      float[] sums,
      int to,
      int n) {
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = 0; j < n; j++) {
        sums[to + j] += g[at + j] * (x[at + j] - row[rowFrom + j]);
      }
    }
  }

  @Override
  public void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    for (int r = 0; r < rows; r++) {
      raiseByRow(x, from + r * step, largest, to, n);
    }
  }

  private static void raiseByRow(float[] x, int from, float[] largest, int to, int n) {
    for (int i = 0; i < n; i++) {
      largest[to + i] = Math.max(largest[to + i], x[from + i]);
    }
  }

  @Override
  public boolean isFinite(float[] x, int from, int n) {
    // 0 times what is not finite is no number, and a sum that has one stays so.
    float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
    int i = from;
    for (; i <= from + n - 8; i += 8) {
      s0 += x[i] * 0f;
      s1 += x[i + 1] * 0f;
      s2 += x[i + 2] * 0f;
      s3 += x[i + 3] * 0f;
      s4 += x[i + 4] * 0f;
      s5 += x[i + 5] * 0f;
      s6 += x[i + 6] * 0f;
      s7 += x[i + 7] * 0f;
    }
    for (; i < from + n; i++) {
      s0 += x[i] * 0f;
    }
    return !Float.isNaN(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
  }

  @Override
  public void mask(float[] g, float[] y, float[] out, int from, int n) {
    for (int i = from; i < from + n; i++) {
      out[i] = y[i] > 0 ? g[i] : g[i] * 0f;
    }
  }

  @Override
  public void combine(
      BinaryFunction f,
      float[] a,
      boolean aIsRow,
      float[] b,
      boolean bIsRow,
      int rowFrom,
      float[] out,
      int from,
      int step,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      int to = from + r * step;
      f.apply(a, aIsRow ? rowFrom : to, true, b, bIsRow ? rowFrom : to, true, out, to, n);
    }
  }

  @Override
  public boolean likesFormulas() {
    return false;
  }

  @Override
  public void formula(
      RowFormula f,
      float[] x,
      float[] y,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] out,
      int from,
      int step,
      int rows,
      int begin,
      int n) {
    for (int r = 0; r < rows; r++) {
      int at = from + r * step;
      for (int j = begin; j < n; j++) {
        out[at + j] = f.of(x[at + j], y[at + j], a[j], b[j], c[j], d[j]);
      }
    }
  }

  @Override
  public void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n) {
    Philox.choose(key, first, threshold, yes, no, out, at, n);
  }

  @Override
  public void matmul(
      float[] a,
      int aFrom,
      boolean aTransposed,
      float[] b,
      int bFrom,
      boolean bTransposed,
      float[] c,
      int cFrom,
      int m,
      int n,
      int k,
      Workers workers) {
    matmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
  }

  @Override
  public PackedMatrix steps(float[] b, int n) {
    return new ScalarPackedMatrix(b, n);
  }
}
