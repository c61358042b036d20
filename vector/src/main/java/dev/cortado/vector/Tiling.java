package dev.cortado.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * How the matrix product is cut for this processor. None of these numbers changes a bit of the
 * result.
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
   * What is added to the sums of a first block: no number changes by it, not even a zero. The
   * compiler learns from an addition what kind of vector is stored after it; else it would go by
   * what other code in this process has stored, and where that is of several lengths, keep the sums
   * in memory.
   */
  static final float NOTHING = -0f;

  /** For each number of columns in the last vector of a tile, the lanes that are there. */
  private static final VectorMask<?>[] LAST = lastLanes();

  private Tiling() {}

  /** The first {@code columns} lanes. */
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
