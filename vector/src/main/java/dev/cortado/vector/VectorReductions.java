package dev.cortado.vector;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.cortado.tensor.kernel.Numerics;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The sum and the maximum of contiguous numbers. */
final class VectorReductions {

  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = WIDEST.length();

  /** The shortest run that is faster in SIMD; {@link #max} needs as many. */
  static final int SHORTEST = Math.max(64, 4 * LANES);

  /** Negative infinity, in the order in which {@link #max} compares. */
  private static final int LEAST = 0xff80_0000 ^ 0x7fff_ffff;

  private VectorReductions() {}

  /**
   * The {@link Numerics#LANES} running sums are four vectors of four on every machine: each
   * addition waits for the one before it, so wider vectors are no faster.
   *
   * <p>They add by {@code lanewise}, not {@code add}: narrow vectors in the profile of {@code add}
   * sometimes make the compiler keep the sums of a matrix product in memory.
   */
  static float sum(float[] x, int from, int n) {
    if (n == 0) {
      return 0;
    }
    FloatVector s0 = FloatVector.zero(FOUR);
    FloatVector s4 = s0;
    FloatVector s8 = s0;
    FloatVector s12 = s0;
    int i = from;
    for (int end = from + n - 16; i <= end; i += 16) {
      s0 = FloatVector.fromArray(FOUR, x, i).lanewise(ADD, s0);
      s4 = FloatVector.fromArray(FOUR, x, i + 4).lanewise(ADD, s4);
      s8 = FloatVector.fromArray(FOUR, x, i + 8).lanewise(ADD, s8);
      s12 = FloatVector.fromArray(FOUR, x, i + 12).lanewise(ADD, s12);
    }
    int rest = from + n - i;
    if (rest >= 4) {
      s0 = FloatVector.fromArray(FOUR, x, i).lanewise(ADD, s0);
    }
    if (rest >= 8) {
      s4 = FloatVector.fromArray(FOUR, x, i + 4).lanewise(ADD, s4);
    }
    if (rest >= 12) {
      s8 = FloatVector.fromArray(FOUR, x, i + 8).lanewise(ADD, s8);
    }
    // No running sum is ever −0, so adding +0 to the others changes nothing.
    FloatVector last = firstOfFour(x, i + rest / 4 * 4, rest % 4);
    switch (rest / 4) {
      case 0 -> s0 = last.lanewise(ADD, s0);
      case 1 -> s4 = last.lanewise(ADD, s4);
      case 2 -> s8 = last.lanewise(ADD, s8);
      default -> s12 = last.lanewise(ADD, s12);
    }
    FloatVector even = ((FloatVector) s0.check(FOUR)).lanewise(ADD, s8);
    FloatVector odd = ((FloatVector) s4.check(FOUR)).lanewise(ADD, s12);
    FloatVector s = even.lanewise(ADD, odd);
    return (s.lane(0) + s.lane(2)) + (s.lane(1) + s.lane(3));
  }

  private static FloatVector firstOfFour(float[] x, int from, int n) {
    FloatVector v = FloatVector.zero(FOUR);
    v = n > 0 ? v.withLane(0, x[from]) : v;
    v = n > 1 ? v.withLane(1, x[from + 1]) : v;
    return n > 2 ? v.withLane(2, x[from + 2]) : v;
  }

  /**
   * The maximum of at least {@link #SHORTEST} numbers; the last vectors overlap those before them.
   *
   * <p>Compared as integers, the bits of floats are in order once those of negative floats are
   * inverted: −0 below +0, a NaN beyond the infinity of its sign. That takes half as many
   * instructions as a maximum of floats that treats NaN and zeros right; the minimum shows whether
   * there was a negative NaN.
   */
  static float max(float[] x, int from, int n) {
    if (n == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    var most0 = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    var most1 = most0;
    var most2 = most0;
    var most3 = most0;
    var least0 = IntVector.broadcast(INTS, Integer.MAX_VALUE);
    var least1 = least0;
    int last = from + n - 4 * LANES;
    for (int i = from; i <= last; i = i < last ? Math.min(i + 4 * LANES, last) : last + 1) {
      var b0 = FloatVector.fromArray(WIDEST, x, i).reinterpretAsInts();
      var x0 = b0.lanewise(XOR, b0.lanewise(ASHR, 31).lanewise(LSHR, 1));
      var b1 = FloatVector.fromArray(WIDEST, x, i + LANES).reinterpretAsInts();
      var x1 = b1.lanewise(XOR, b1.lanewise(ASHR, 31).lanewise(LSHR, 1));
      var b2 = FloatVector.fromArray(WIDEST, x, i + 2 * LANES).reinterpretAsInts();
      var x2 = b2.lanewise(XOR, b2.lanewise(ASHR, 31).lanewise(LSHR, 1));
      var b3 = FloatVector.fromArray(WIDEST, x, i + 3 * LANES).reinterpretAsInts();
      var x3 = b3.lanewise(XOR, b3.lanewise(ASHR, 31).lanewise(LSHR, 1));
      most0 = x0.max(most0);
      most1 = x1.max(most1);
      most2 = x2.max(most2);
      most3 = x3.max(most3);
      least0 = x0.min(x1).min(least0);
      least1 = x2.min(x3).min(least1);
    }
    int least = ((IntVector) least0.check(INTS)).min(least1).reduceLanes(MIN);
    var others = ((IntVector) most2.check(INTS)).max(most3);
    int most = ((IntVector) most0.check(INTS)).max(most1).max(others).reduceLanes(MAX);
    return least < LEAST ? Float.NaN : Float.intBitsToFloat(most ^ (most >> 31 >>> 1));
  }
}
