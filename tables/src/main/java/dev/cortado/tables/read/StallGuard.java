package dev.cortado.tables.read;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call that makes no progress for a time by an interrupt. Hardwood's threads may wait for
 * each other forever if a file is damaged.
 */
final class StallGuard implements AutoCloseable {

  private static final Duration CHECKS = Duration.ofMillis(500);

  private final long limit;
  private final Thread watcher;
  private @Nullable Thread inside;
  private long since;
  private boolean stalled;

  /** With the longest time that a call may take. */
  StallGuard(Duration limit) {
    this.limit = limit.toNanos();
    this.watcher = Thread.ofVirtual().name("cortado-stall-guard").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(CHECKS);
        interruptStalled();
      }
    } catch (InterruptedException _) {
      // The file was closed.
    }
  }

  private synchronized void interruptStalled() {
    if (inside != null && !stalled && System.nanoTime() - since > limit) {
      stalled = true;
      inside.interrupt();
    }
  }

  /** Makes a call. */
  <T> T call(Reading<T> reading) throws IOException {
    begin();
    try {
      return reading.read();
    } catch (IOException | RuntimeException e) {
      if (end()) {
        throw new IOException("no progress for " + limit / 1_000_000_000 + " s", e);
      }
      throw e;
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    inside = Thread.currentThread();
    since = System.nanoTime();
    stalled = false;
  }

  /** Leaves the call and returns whether it was interrupted here; the thread forgets it. */
  private synchronized boolean end() {
    inside = null;
    if (stalled) {
      Thread.interrupted();
    }
    return stalled;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
