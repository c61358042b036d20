package dev.cortado.tensor.kernel;

/** The kernels in plain Java: what Cortado computes with when nothing faster is there, and what defines the bits. */
public final class ScalarKernels implements Kernels {

  private final ScalarMatmul matmul = new ScalarMatmul();

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void map(Function f, float[] x, int xFrom, float[] y, int yFrom, int n) {
    switch (f) {
      case EXP -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.exp(x[xFrom + i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.expm1(x[xFrom + i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.log(x[xFrom + i]);
        }
      }
      case LOG1P -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.log1p(x[xFrom + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.tanh(x[xFrom + i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.sigmoid(x[xFrom + i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.softplus(x[xFrom + i]);
        }
      }
      case ERF -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = Functions.erf(x[xFrom + i]);
        }
      }
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

  @Override
  public float max(float[] x, int from, int n) {
    float largest = x[from];
    for (int i = 1; i < n; i++) {
      largest = Math.max(largest, x[from + i]);
    }
    return largest;
  }

  @Override
  public void matmul(
      float[] a, int aFrom, boolean aTransposed,
      float[] b, int bFrom, boolean bTransposed,
      float[] c, int cFrom,
      int m, int n, int k,
      Workers workers) {
    matmul.multiply(a, aFrom, aTransposed, b, bFrom, bTransposed, c, cFrom, m, n, k, workers);
  }
}
