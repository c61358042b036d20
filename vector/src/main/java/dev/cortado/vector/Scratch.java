package dev.cortado.vector;

import static java.lang.Math.max;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory for one product: the packed panels of {@code A} in an array, since single numbers are read
 * from it and arrays are fastest there; those of {@code B} outside the heap, since whole vectors
 * are read from it and only there can they be aligned; and tiles that stick out of {@code C}. The
 * garbage collector frees them.
 */
record Scratch(float[] a, MemorySegment b, float[] c) {

  private static final int CACHE_LINE = 64;

  /** Room for this many numbers of each. */
  static Scratch of(int aSize, int bSize, int cSize) {
    return new Scratch(
        new float[aSize],
        Arena.ofAuto().allocate((long) Float.BYTES * bSize, CACHE_LINE),
        new float[cSize]);
  }

  /** This, or if it is too small another with at least its room. */
  Scratch grown(int aSize, int bSize, int cSize) {
    int bRoom = (int) (b.byteSize() / Float.BYTES);
    return a.length >= aSize && bRoom >= bSize && c.length >= cSize
        ? this
        : of(max(a.length, aSize), max(bRoom, bSize), max(c.length, cSize));
  }
}
