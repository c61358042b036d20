package dev.cortado.vector;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Scratch memory that is kept for the next product. Thread-safe. */
final class Pool {

  private static final int KEPT = 16;

  private final AtomicReferenceArray<Scratch> kept = new AtomicReferenceArray<>(KEPT);

  /** Returns kept scratch memory, or new one. */
  Scratch borrow() {
    for (int i = 0; i < KEPT; i++) {
      var scratch = kept.getAndSet(i, null);
      if (scratch != null) {
        return scratch;
      }
    }
    return new Scratch();
  }

  /** Keeps scratch memory, unless the pool is full. */
  void giveBack(Scratch scratch) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, scratch)) {
        return;
      }
    }
  }
}
