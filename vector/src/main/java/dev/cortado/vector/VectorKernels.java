package dev.cortado.vector;

import dev.cortado.tensor.kernel.Function;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * The kernels in SIMD. A short run of numbers goes to {@link ScalarKernels}: the bits are the same,
 * and SIMD code that the JIT compiler has not seen often enough is slow and allocates.
 */
public final class VectorKernels implements Kernels {

  /** With two doubles in a vector, the scalar functions are faster. */
  private static final int WORTH_MAPPING =
      DoubleVector.SPECIES_PREFERRED.length() < 4 ? Integer.MAX_VALUE : 32;

  /** Shorter runs are over before SIMD is faster. */
  private static final int WORTH_CHOOSING = 1_024;

  private final ScalarKernels scalar = new ScalarKernels();
  private final VectorMatmul matmul = new VectorMatmul();

  @Override
  public String name() {
    return "vector, " + FloatVector.SPECIES_PREFERRED.vectorBitSize() + " bits";
  }

  @Override
  public void map(Function f, float[] x, int xFrom, float[] y, int yFrom, int n) {
    if (n < WORTH_MAPPING) {
      scalar.map(f, x, xFrom, y, yFrom, n);
      return;
    }
    switch (f) {
      case EXP -> VectorFunctions.exp(x, xFrom, y, yFrom, n);
      case EXPM1 -> VectorFunctions.expm1(x, xFrom, y, yFrom, n);
      case LOG -> VectorFunctions.log(x, xFrom, y, yFrom, n);
      case LOG1P -> VectorFunctions.log1p(x, xFrom, y, yFrom, n);
      case TANH -> VectorFunctions.tanh(x, xFrom, y, yFrom, n);
      case SIGMOID -> VectorFunctions.sigmoid(x, xFrom, y, yFrom, n);
      case SOFTPLUS -> VectorFunctions.softplus(x, xFrom, y, yFrom, n);
      case ERF -> VectorFunctions.erf(x, xFrom, y, yFrom, n);
    }
  }

  @Override
  public float sum(float[] x, int from, int n) {
    return n < VectorReductions.SHORTEST
        ? scalar.sum(x, from, n)
        : VectorReductions.sum(x, from, n);
  }

  @Override
  public float max(float[] x, int from, int n) {
    return n < VectorReductions.SHORTEST
        ? scalar.max(x, from, n)
        : VectorReductions.max(x, from, n);
  }

  @Override
  public boolean isFinite(float[] x, int from, int n) {
    int done = n < WORTH_CHOOSING ? 0 : n - n % VectorElementwise.LANES;
    return VectorElementwise.isFinite(x, from, done) && scalar.isFinite(x, from + done, n - done);
  }

  @Override
  public void mask(float[] g, float[] y, float[] out, int from, int n) {
    int done = n < WORTH_CHOOSING ? 0 : n - n % VectorElementwise.LANES;
    VectorElementwise.mask(g, y, out, from, done);
    scalar.mask(g, y, out, from + done, n - done);
  }

  @Override
  public void addRows(float[] x, int from, int step, int rows, float[] sums, int to, int n) {
    int done = (long) n * rows < VectorColumns.WORTH_IT ? 0 : n - n % VectorColumns.LANES;
    VectorColumns.add(x, from, step, rows, sums, to, done);
    scalar.addRows(x, from + done, step, rows, sums, to + done, n - done);
  }

  @Override
  public void raiseByRows(float[] x, int from, int step, int rows, float[] largest, int to, int n) {
    int done = (long) n * rows < VectorColumns.WORTH_IT ? 0 : n - n % VectorColumns.LANES;
    VectorColumns.raise(x, from, step, rows, largest, to, done);
    scalar.raiseByRows(x, from + done, step, rows, largest, to + done, n - done);
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
}
