package dev.cortado.vector;

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

  /**
   * −0, added to the sums of a first block: it changes no number, not even a zero. From the
   * addition the compiler knows the length of the vector that is stored. Without it, the compiler
   * goes by the profile of all stores in this process, and where these have several lengths, keeps
   * the sums in memory.
   */
  static final float NOTHING = -0f;

  /** Masks of the first 0, 1, 2… lanes, for the last vector of a tile. */
  private static final VectorMask<?>[] LAST = lastLanes();

  private Tiling() {}

  /** A mask of the first {@code columns} lanes. */
  @SuppressWarnings("unchecked")
  static VectorMask<Float> lanes(int columns) {
    return (VectorMask<Float>) LAST[columns];
  }

  private static VectorMask<?>[] lastLanes() {
    var masks = new VectorMask<?>[LANES + 1];
    for (int columns = 0; columns <= LANES; columns++) {
      masks[columns] = SPECIES.indexInRange(0, columns);
    }
    return masks;
  }
}
