package dev.cortado.vector;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** A few pieces of scratch memory, kept for the next product. Any number of threads may borrow. */
final class Pool {

  private static final int KEPT = 16;

  private final AtomicReferenceArray<Scratch> kept = new AtomicReferenceArray<>(KEPT);

  /** Some scratch, used before or new. */
  Scratch borrow() {
    for (int i = 0; i < KEPT; i++) {
      var scratch = kept.getAndSet(i, null);
      if (scratch != null) {
        return scratch;
      }
    }
    return new Scratch();
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
