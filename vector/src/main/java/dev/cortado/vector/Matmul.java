package dev.cortado.vector;

import dev.cortado.tensor.kernel.Workers;

/** A way to multiply matrices, with the arguments of {@code Kernels.matmul}. */
interface Matmul {

  void multiply(
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
      Workers workers);
}
