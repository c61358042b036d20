package dev.cortado.tensor.kernel;

/**
 * A matrix {@code B} that stays as it is, ready to be multiplied by one row after the other, of
 * which some steps may be left out. Any number of threads may use one.
 */
public interface PackedMatrix {

  /**
   * Some steps of the product of a row {@code x} and {@code B}: {@code sums[j]} becomes the chain
   * of fused multiply-adds of {@code x[p]} and {@code B[p, j]}, from +0 on, where {@code p} is each
   * of the first {@code count} of {@code steps} in its turn.
   */
  void sum(float[] x, int[] steps, int count, float[] sums);
}
