package dev.cortado.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory for one product at a time: the packed panels of {@code A} in an array, since single
 * numbers are read from it and arrays are fastest there; those of {@code B} outside the heap, since
 * whole vectors are read from it and only there can they be aligned; and tiles that stick out of
 * {@code C}. The garbage collector frees them.
 */
final class Scratch {

  private static final int CACHE_LINE = 64;

  private final PackedProduct product = new PackedProduct(this);
  private float[] a = {};
  private MemorySegment b = MemorySegment.NULL;
  private float[] c = {};

  /** The product that works in it. */
  PackedProduct product() {
    return product;
  }

  float[] a() {
    return a;
  }

  MemorySegment b() {
    return b;
  }

  float[] c() {
    return c;
  }

  /** Makes room for this many numbers of each; what there was is lost. */
  void grow(int aSize, int bSize, int cSize) {
    if (a.length < aSize) {
      a = new float[aSize];
    }
    if (b.byteSize() < (long) Float.BYTES * bSize) {
      b = Arena.ofAuto().allocate((long) Float.BYTES * bSize, CACHE_LINE);
    }
    if (c.length < cSize) {
      c = new float[cSize];
    }
  }
}
