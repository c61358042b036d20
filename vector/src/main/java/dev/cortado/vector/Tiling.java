package dev.cortado.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile sizes of the matrix product on this processor. They do not change the bits of a result.
 *
 * <p>{@code A} is taken in panels of {@link #ROWS} rows, {@code B} in panels of {@link #COLUMNS}
 * columns, and one panel of each makes a tile of {@code C} that stays in registers: with 32
 * registers 8 rows of 3 vectors, with 16 registers 4 rows of 2, since 4 of 3 would leave none to
 * spare and the compiler would keep some in memory.
 *
 * <p>In all loops of this package vectors stay in registers by three rules. A vector is an object
 * unless the compiler knows the class of the vector on which a method is called. While it reads a
 * loop, it does not know the class of what was loaded, broadcast or carried from the round before:
 * it goes by a profile that all code in the process shares. That profile may have vectors of other
 * lengths, or nothing yet, and then the loop allocates for as long as the process lives.
 *
 * <ul>
 *   <li>What is stored has been checked, {@code ((FloatVector) v.check(SPECIES)).intoArray(…)}, or
 *       comes from a method of a constant, {@link #NOTHING} or {@link #ONE}. Either tells the
 *       class; a check takes no time once it is compiled.
 *   <li>A vector that a loop carries is an argument: {@code x.add(sum)}. In {@code sum.add(x)} the
 *       class of the sum would depend on itself.
 *   <li>A constant is not one of two alternatives: the other would become an object, too. So it is
 *       {@code first ? nothing : fromArray(…)} with a {@code nothing} that was broadcast.
 * </ul>
 */
final class Tiling {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** The rows of a panel of {@code A}. AVX-512 and ARM have 32 vector registers, AVX2 has 16. */
  static final int ROWS = LANES == 16 || System.getProperty("os.arch").equals("aarch64") ? 8 : 4;

  /** The vectors side by side in a panel of {@code B}; the last panel may be narrower. */
  static final int VECTORS = ROWS == 8 ? 3 : 2;

  /** The columns of a panel of {@code B}. */
  static final int COLUMNS = VECTORS * LANES;

  /** Added to a sum, it changes no number, not even a zero. */
  static final float MINUS_ZERO = -0f;

  /** A row of {@link #MINUS_ZERO}, for sums of a first block. */
  static final float[] NO_SUMS = noSums();

  /** {@code NOTHING.add(v)} is {@code v}, of a class that the compiler knows. */
  static final FloatVector NOTHING = FloatVector.broadcast(SPECIES, MINUS_ZERO);

  /** {@code ONE.fma(v, w)} is {@code v + w}, of a class that the compiler knows. */
  static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);

  /** Masks of the first 0, 1, 2… lanes, for the last vector of a tile. */
  private static final VectorMask<?>[] LAST = lastLanes();

  private Tiling() {}

  /** A mask of the first {@code columns} lanes. */
  @SuppressWarnings("unchecked")
  static VectorMask<Float> lanes(int columns) {
    return (VectorMask<Float>) LAST[columns];
  }

  private static float[] noSums() {
    float[] row = new float[COLUMNS];
    Arrays.fill(row, MINUS_ZERO);
    return row;
  }

  private static VectorMask<?>[] lastLanes() {
    var masks = new VectorMask<?>[LANES + 1];
    for (int columns = 0; columns <= LANES; columns++) {
      masks[columns] = SPECIES.indexInRange(0, columns);
    }
    return masks;
  }
}
