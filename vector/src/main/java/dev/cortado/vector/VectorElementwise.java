package dev.cortado.vector;

import static java.lang.Math.min;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops with a condition in them, which the compiler does not vectorize. */
final class VectorElementwise {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorElementwise() {}

  /**
   * Whether all numbers are finite, at least a vector of them: 0 times a number that is not finite
   * is NaN. The last vector overlaps the one before it.
   */
  static boolean isFinite(float[] x, int from, int n) {
    if (n == 0) {
      return true;
    }
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
      s0 = FloatVector.fromArray(SPECIES, x, min(i, end - LANES)).fma(zero, s0);
    }
    var others = ((FloatVector) s2.check(SPECIES)).add(s3);
    var sum = ((FloatVector) s0.check(SPECIES)).add(s1).add(others);
    return !sum.test(VectorOperators.IS_NAN).anyTrue();
  }

  /**
   * As {@code Kernels.mask}, for at least a vector of numbers. The last vector overlaps the one
   * before it, so it is computed before anything is stored.
   */
  static void mask(float[] g, float[] y, float[] out, int from, int n) {
    if (n == 0) {
      return;
    }
    int last = from + n - LANES;
    var slope = FloatVector.fromArray(SPECIES, g, last);
    var passes = FloatVector.fromArray(SPECIES, y, last).compare(VectorOperators.GT, 0);
    var end = slope.mul(0).blend(slope, passes);
    for (int i = from; i < last; i += LANES) {
      slope = FloatVector.fromArray(SPECIES, g, i);
      passes = FloatVector.fromArray(SPECIES, y, i).compare(VectorOperators.GT, 0);
      ((FloatVector) slope.mul(0).blend(slope, passes).check(SPECIES)).intoArray(out, i);
    }
    ((FloatVector) end.check(SPECIES)).intoArray(out, last);
  }
}
