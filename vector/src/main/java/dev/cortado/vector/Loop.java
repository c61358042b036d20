package dev.cortado.vector;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A kind of loop, which begins in scalar code and goes on in SIMD once that is the faster way. The
 * bits of a result are the same either way.
 */
final class Loop {

  /** So much work, in multiply-adds, shows that speed matters. */
  private static final long WORTH_IT = 500_000_000;

  private final List<Trial> trials;
  private final WarmUp warmUp;
  private final AtomicLong done = new AtomicLong();
  private volatile boolean warm;

  /** One whose way to SIMD is through these trials. */
  Loop(List<Trial> trials, WarmUp warmUp) {
    this.trials = trials;
    this.warmUp = warmUp;
  }

  /**
   * Whether SIMD is the faster way to do this work. If it is not, the work is counted, and when
   * there has been enough the loop asks to be warmed up.
   */
  boolean isWarm(long work) {
    if (warm) {
      return true;
    }
    if (done.get() < WORTH_IT) {
      long after = done.addAndGet(work);
      if (after >= WORTH_IT && after - work < WORTH_IT) {
        warmUp.add(this);
      }
    }
    return false;
  }

  /** What SIMD has to win before it is used. */
  List<Trial> trials() {
    return trials;
  }

  /** From now on in SIMD. */
  void use() {
    warm = true;
  }
}
