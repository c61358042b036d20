package dev.cortado.vector;

import dev.cortado.tensor.kernel.Philox;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Random choices between two numbers from several blocks of {@link Philox} at once. A lane is a
 * block and holds a word in its lower half; the upper half is cleared only where it matters.
 */
final class VectorBernoulli {

  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final long LOW_WORD = 0xFFFFFFFFL;
  private static final LongVector STEPS = LongVector.zero(SPECIES).addIndex(1);
  private static final VectorShuffle<Long> FIRST = VectorShuffle.makeZip(SPECIES, 0);
  private static final VectorShuffle<Long> SECOND = VectorShuffle.makeZip(SPECIES, 1);

  /** Numbers made at a time. */
  static final int NUMBERS = 4 * LANES;

  private VectorBernoulli() {}

  /**
   * As {@code Kernels.choose}, for a first word that begins a block, and a multiple of {@link
   * #NUMBERS}.
   */
  static void choose(
      long key, long first, long threshold, float yes, float no, float[] out, int at, int n) {
    if (n == 0) {
      return;
    }
    long low = Float.floatToRawIntBits(no) & LOW_WORD;
    long change = (Float.floatToRawIntBits(yes) ^ Float.floatToRawIntBits(no)) & LOW_WORD;
    var otherwise = LongVector.broadcast(SPECIES, low | low << 32);
    for (int i = 0; i < n; i += NUMBERS) {
      var counter = STEPS.add((first + i) >>> 2);
      var c0 = counter;
      var c1 = counter.lanewise(VectorOperators.LSHR, 32);
      var c2 = LongVector.zero(SPECIES);
      var c3 = c2;
      int k0 = (int) key;
      int k1 = (int) (key >>> 32);
      for (int round = 0; round < Philox.ROUNDS; round++) {
        var product0 = c0.and(LOW_WORD).mul(Philox.MULTIPLIER_0);
        var product1 = c2.and(LOW_WORD).mul(Philox.MULTIPLIER_1);
        c0 =
            product1
                .lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, c1)
                .lanewise(VectorOperators.XOR, (long) k0);
        c1 = product1;
        c2 =
            product0
                .lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, c3)
                .lanewise(VectorOperators.XOR, (long) k1);
        c3 = product0;
        k0 += Philox.KEY_STEP_0;
        k1 += Philox.KEY_STEP_1;
      }
      var below0 = c0.and(LOW_WORD).sub(threshold).lanewise(VectorOperators.ASHR, 63);
      var below1 = c1.and(LOW_WORD).sub(threshold).lanewise(VectorOperators.ASHR, 63);
      var below2 = c2.and(LOW_WORD).sub(threshold).lanewise(VectorOperators.ASHR, 63);
      var below3 = c3.and(LOW_WORD).sub(threshold).lanewise(VectorOperators.ASHR, 63);
      // Two numbers in each lane: the earlier word's in the lower half.
      var evens =
          below0.and(change).or(below1.and(change << 32)).lanewise(VectorOperators.XOR, otherwise);
      var odds =
          below2.and(change).or(below3.and(change << 32)).lanewise(VectorOperators.XOR, otherwise);
      ((FloatVector) evens.rearrange(FIRST, odds).reinterpretAsFloats().check(FLOATS))
          .intoArray(out, at + i);
      ((FloatVector) evens.rearrange(SECOND, odds).reinterpretAsFloats().check(FLOATS))
          .intoArray(out, at + i + NUMBERS / 2);
    }
  }
}
