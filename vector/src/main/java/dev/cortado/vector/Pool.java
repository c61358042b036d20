package dev.cortado.vector;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** A few pieces of scratch memory, kept for the next product. Any number of threads may borrow. */
final class Pool {

  private static final int KEPT = 16;

  private final AtomicReferenceArray<Scratch> kept = new AtomicReferenceArray<>(KEPT);

  /**
   * Scratch with this much room. What is too small is left to the garbage collector, and what takes
   * its place is no smaller in any part, so that after a while all that is kept is enough.
   */
  Scratch borrow(int aSize, int bSize, int cSize) {
    for (int i = 0; i < KEPT; i++) {
      var scratch = kept.getAndSet(i, null);
      if (scratch != null) {
        return scratch.grown(aSize, bSize, cSize);
      }
    }
    return Scratch.of(aSize, bSize, cSize);
  }

  /** Keeps it, if there is a place for it. */
  void giveBack(Scratch scratch) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, scratch)) {
        return;
      }
    }
  }
}
