package dev.cortado.vector;

import static jdk.incubator.vector.VectorOperators.ADD;

import dev.cortado.tensor.kernel.Numerics;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The sum and the maximum of contiguous numbers. */
final class VectorReductions {

  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_PREFERRED;
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
      s0 = s0.lanewise(ADD, FloatVector.fromArray(FOUR, x, i));
      s4 = s4.lanewise(ADD, FloatVector.fromArray(FOUR, x, i + 4));
      s8 = s8.lanewise(ADD, FloatVector.fromArray(FOUR, x, i + 8));
      s12 = s12.lanewise(ADD, FloatVector.fromArray(FOUR, x, i + 12));
    }
    int rest = from + n - i;
    if (rest >= 4) {
      s0 = s0.lanewise(ADD, FloatVector.fromArray(FOUR, x, i));
    }
    if (rest >= 8) {
      s4 = s4.lanewise(ADD, FloatVector.fromArray(FOUR, x, i + 4));
    }
    if (rest >= 12) {
      s8 = s8.lanewise(ADD, FloatVector.fromArray(FOUR, x, i + 8));
    }
    // No running sum is ever −0, so adding +0 to the others changes nothing.
    FloatVector last = firstOfFour(x, i + rest / 4 * 4, rest % 4);
    switch (rest / 4) {
      case 0 -> s0 = s0.lanewise(ADD, last);
      case 1 -> s4 = s4.lanewise(ADD, last);
      case 2 -> s8 = s8.lanewise(ADD, last);
      default -> s12 = s12.lanewise(ADD, last);
    }
    FloatVector even = s0.lanewise(ADD, s8);
    FloatVector s = even.lanewise(ADD, s4.lanewise(ADD, s12));
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
    var most0 = inOrder(FloatVector.fromArray(WIDEST, x, from));
    var most1 = most0;
    var most2 = most0;
    var most3 = most0;
    var least0 = most0;
    var least1 = most0;
    int last = from + n - 4 * LANES;
    for (int i = from; i <= last; i = i < last ? Math.min(i + 4 * LANES, last) : last + 1) {
      var x0 = inOrder(FloatVector.fromArray(WIDEST, x, i));
      var x1 = inOrder(FloatVector.fromArray(WIDEST, x, i + LANES));
      var x2 = inOrder(FloatVector.fromArray(WIDEST, x, i + 2 * LANES));
      var x3 = inOrder(FloatVector.fromArray(WIDEST, x, i + 3 * LANES));
      most0 = most0.max(x0);
      most1 = most1.max(x1);
      most2 = most2.max(x2);
      most3 = most3.max(x3);
      least0 = least0.min(x0).min(x1);
      least1 = least1.min(x2).min(x3);
    }
    int least = least0.min(least1).reduceLanes(VectorOperators.MIN);
    int most = most0.max(most1).max(most2.max(most3)).reduceLanes(VectorOperators.MAX);
    return least < LEAST ? Float.NaN : Float.intBitsToFloat(most ^ (most >> 31 >>> 1));
  }

  private static IntVector inOrder(FloatVector x) {
    var bits = x.reinterpretAsInts();
    var turn = bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.LSHR, 1);
    return bits.lanewise(VectorOperators.XOR, turn);
  }
}
