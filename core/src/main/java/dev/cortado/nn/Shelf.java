package dev.cortado.nn;

import dev.cortado.tensor.kernel.Compute;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rehearsals for batches of one size, which any number of threads take and put back, without a lock
 * and without a new object. One that finds no place is left to the garbage collector.
 */
final class Shelf {

  private static final int PLACES = 16;

  private final AtomicReferenceArray<@Nullable Rehearsed> places =
      new AtomicReferenceArray<>(PLACES);

  /** One by what computes now, if there is one. Others are thrown away on the way. */
  @Nullable Rehearsed take(Compute compute) {
    int first = first();
    for (int i = 0; i < PLACES; i++) {
      int place = (first + i) % PLACES;
      if (places.getPlain(place) != null) {
        var taken = places.getAndSet(place, null);
        if (taken != null && taken.isBy(compute)) {
          return taken;
        }
      }
    }
    return null;
  }

  void put(Rehearsed rehearsed) {
    int first = first();
    for (int i = 0; i < PLACES; i++) {
      if (places.compareAndSet((first + i) % PLACES, null, rehearsed)) {
        return;
      }
    }
  }

  /** A thread looks where it put something last, so threads seldom meet. */
  private static int first() {
    return (int) (Thread.currentThread().threadId() % PLACES);
  }
}
