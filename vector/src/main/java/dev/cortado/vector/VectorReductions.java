package dev.cortado.vector;

import dev.cortado.tensor.kernel.Numerics;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The sum and the largest of neighbors. */
final class VectorReductions {

  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final VectorSpecies<Float> WIDEST = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = WIDEST.length();

  /** The shortest run that is worth it, and that {@link #max} can work on. */
  static final int SHORTEST = Math.max(64, 4 * LANES);

  private VectorReductions() {}

  /**
   * The {@link Numerics#LANES} running sums are four vectors of four on every machine: an addition
   * waits for the one before it in its lane, so a wider vector is no faster.
   */
  static float sum(float[] x, int from, int n) {
    FloatVector s0 = FloatVector.zero(FOUR);
    FloatVector s4 = s0;
    FloatVector s8 = s0;
    FloatVector s12 = s0;
    int i = from;
    for (int end = from + n - 16; i <= end; i += 16) {
      s0 = s0.add(FloatVector.fromArray(FOUR, x, i));
      s4 = s4.add(FloatVector.fromArray(FOUR, x, i + 4));
      s8 = s8.add(FloatVector.fromArray(FOUR, x, i + 8));
      s12 = s12.add(FloatVector.fromArray(FOUR, x, i + 12));
    }
    int rest = from + n - i;
    if (rest >= 4) {
      s0 = s0.add(FloatVector.fromArray(FOUR, x, i));
    }
    if (rest >= 8) {
      s4 = s4.add(FloatVector.fromArray(FOUR, x, i + 4));
    }
    if (rest >= 12) {
      s8 = s8.add(FloatVector.fromArray(FOUR, x, i + 8));
    }
    // No running sum is ever −0, so adding +0 to the others changes nothing.
    FloatVector last = firstOfFour(x, i + rest / 4 * 4, rest % 4);
    switch (rest / 4) {
      case 0 -> s0 = s0.add(last);
      case 1 -> s4 = s4.add(last);
      case 2 -> s8 = s8.add(last);
      default -> s12 = s12.add(last);
    }
    FloatVector s = s0.add(s8).add(s4.add(s12));
    return (s.lane(0) + s.lane(2)) + (s.lane(1) + s.lane(3));
  }

  private static FloatVector firstOfFour(float[] x, int from, int n) {
    FloatVector v = FloatVector.zero(FOUR);
    v = n > 0 ? v.withLane(0, x[from]) : v;
    v = n > 1 ? v.withLane(1, x[from + 1]) : v;
    return n > 2 ? v.withLane(2, x[from + 2]) : v;
  }

  /**
   * {@code n} is at least {@link #SHORTEST}; the last vectors overlap those before them, which a
   * maximum forgives.
   */
  static float max(float[] x, int from, int n) {
    FloatVector m0 = FloatVector.fromArray(WIDEST, x, from);
    FloatVector m1 = FloatVector.fromArray(WIDEST, x, from + LANES);
    FloatVector m2 = FloatVector.fromArray(WIDEST, x, from + 2 * LANES);
    FloatVector m3 = FloatVector.fromArray(WIDEST, x, from + 3 * LANES);
    int last = from + n - 4 * LANES;
    for (int i = from + 4 * LANES; i < last; i += 4 * LANES) {
      m0 = m0.max(FloatVector.fromArray(WIDEST, x, i));
      m1 = m1.max(FloatVector.fromArray(WIDEST, x, i + LANES));
      m2 = m2.max(FloatVector.fromArray(WIDEST, x, i + 2 * LANES));
      m3 = m3.max(FloatVector.fromArray(WIDEST, x, i + 3 * LANES));
    }
    m0 = m0.max(FloatVector.fromArray(WIDEST, x, last));
    m1 = m1.max(FloatVector.fromArray(WIDEST, x, last + LANES));
    m2 = m2.max(FloatVector.fromArray(WIDEST, x, last + 2 * LANES));
    m3 = m3.max(FloatVector.fromArray(WIDEST, x, last + 3 * LANES));
    return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
  }
}
