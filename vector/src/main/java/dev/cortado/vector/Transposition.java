package dev.cortado.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What turns four by four numbers, a vector a row, into their transpose: neighbors of each pair of
 * rows change places, then halves. The steps are written out where they are needed, since vectors
 * handed to a method that the compiler does not inline become objects.
 */
final class Transposition {

  static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  static final VectorShuffle<Float> SWAP_NEIGHBORS = FOUR.shuffleFromValues(1, 0, 3, 2);
  static final VectorShuffle<Float> SWAP_HALVES = FOUR.shuffleFromValues(2, 3, 0, 1);
  static final VectorMask<Float> ODD = VectorMask.fromValues(FOUR, false, true, false, true);
  static final VectorMask<Float> HIGH = VectorMask.fromValues(FOUR, false, false, true, true);

  private Transposition() {}
}
