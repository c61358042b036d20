package dev.cortado.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops with a choice in them, which the compiler does not make SIMD by itself. */
final class VectorElementwise {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorElementwise() {}

  /** Whether whole vectors of numbers are finite: 0 times what is not is no number. */
  static boolean isFinite(float[] x, int from, int n) {
    var zero = FloatVector.zero(SPECIES);
    FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero;
    int end = from + n;
    int i = from;
    for (; i <= end - 4 * LANES; i += 4 * LANES) {
      s0 = FloatVector.fromArray(SPECIES, x, i).fma(zero, s0);
      s1 = FloatVector.fromArray(SPECIES, x, i + LANES).fma(zero, s1);
      s2 = FloatVector.fromArray(SPECIES, x, i + 2 * LANES).fma(zero, s2);
      s3 = FloatVector.fromArray(SPECIES, x, i + 3 * LANES).fma(zero, s3);
    }
    for (; i < end; i += LANES) {
      s0 = FloatVector.fromArray(SPECIES, x, i).fma(zero, s0);
    }
    return !s0.add(s1).add(s2.add(s3)).test(VectorOperators.IS_NAN).anyTrue();
  }

  /** As {@code Kernels.mask}, for whole vectors. */
  static void mask(float[] g, float[] y, float[] out, int from, int n) {
    for (int i = from; i < from + n; i += LANES) {
      var slope = FloatVector.fromArray(SPECIES, g, i);
      var passes = FloatVector.fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0);
      slope.mul(0).blend(slope, passes).intoArray(out, i);
    }
  }
}
