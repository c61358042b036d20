package dev.cortado.tensor.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small pool of threads that shares out numbered tiles of one job. How a job is cut into tiles
 * depends on its shape alone and a tile writes only its own part, so the number of threads never
 * shows in a result.
 *
 * <p>The threads are daemons and start with the first job that has work for them. After a job they
 * watch for the next one for a fifth of a millisecond before they sleep: jobs of a training step
 * follow each other closely, and waking a sleeping thread takes longer than a small product.
 */
public final class Workers implements AutoCloseable {

  private static final long WATCH_NANOS = 200_000;

  /** So many bundles at most, for 16 bits each of the ticket. */
  private static final int MOST_BUNDLES = 0xFFFF;

  private static final IntConsumer NOTHING = _ -> {};

  private final Member[] members;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final BooleanSupplier finished = () -> unfinished.get() == 0;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * The number of the job in the upper half; in the lower the bundles that are left, from the first
   * to before the end, 16 bits each. A bundle is handed out by one compare-and-set of them all, so
   * a thread that comes late never takes one of another job than the one it saw, and while bundles
   * are left {@link #tiles}, {@link #bundle} and {@link #tile} are those of that job.
   *
   * <p>The caller takes from the front and the others from the back. So of two threads each has
   * much the same part of the numbers in one job as in the next, which are then in its caches.
   */
  private final AtomicLong ticket = new AtomicLong();

  private int tiles;
  private int bundle;
  private IntConsumer tile = NOTHING;
  private int started;
  private volatile @Nullable Thread sleepingCaller;
  private volatile boolean closed;

  private Workers(int threads) {
    members = new Member[threads - 1];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(i + 1);
    }
  }

  /** A pool of {@code threads ≥ 1}, the caller's included. */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("workers: expected 1 thread or more, found " + threads);
    }
    return new Workers(threads);
  }

  /** How many threads work on a job, the caller's included. */
  public int threads() {
    return members.length + 1;
  }

  /**
   * Runs {@code tile.accept(0)} to {@code tile.accept(tiles − 1)}, each once, in any order and on
   * any thread, and returns when all are done. When one fails, those not yet begun are left out and
   * its exception is thrown here. A job started inside a tile, while another thread's job runs or
   * after {@link #close} runs on its caller's thread alone.
   */
  public void run(int tiles, IntConsumer tile) {
    if (tiles <= 1 || members.length == 0 || closed || !taken.compareAndSet(false, true)) {
      for (int i = 0; i < tiles; i++) {
        tile.accept(i);
      }
      return;
    }
    Throwable thrown;
    try {
      publish(tiles, tile);
      work(true);
      awaitOthers();
    } finally {
      this.tile = NOTHING;
      thrown = failure.getAndSet(null);
      taken.set(false);
    }
    switch (thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("workers: a tile failed", thrown);
    }
  }

  /** Ends the threads. A job that runs is finished by its caller. */
  @Override
  public void close() {
    closed = true;
    for (var member : members) {
      LockSupport.unpark(member.thread);
    }
  }

  private void publish(int tiles, IntConsumer tile) {
    for (; started < members.length; started++) {
      members[started].thread.start();
    }
    this.tiles = tiles;
    this.tile = tile;
    bundle = Math.ceilDiv(tiles, MOST_BUNDLES);
    int bundles = Math.ceilDiv(tiles, bundle);
    unfinished.set(bundles);
    ticket.set((((ticket.get() >>> 32) + 1) << 32) | bundles);
    for (int i = 0; i < members.length && i < bundles - 1; i++) {
      if (members[i].sleeping) {
        LockSupport.unpark(members[i].thread);
      }
    }
  }

  /** Takes bundles until none is left, and tells the ticket then. */
  private long work(boolean fromTheFront) {
    for (long seen = ticket.get(); ; seen = ticket.get()) {
      int first = (int) (seen >>> 16) & MOST_BUNDLES;
      int end = (int) seen & MOST_BUNDLES;
      if (first == end) {
        return seen;
      }
      int from = (fromTheFront ? first : end - 1) * bundle;
      int to = from + Math.min(bundle, tiles - from);
      var job = tile;
      if (ticket.compareAndSet(seen, fromTheFront ? seen + (1 << 16) : seen - 1)) {
        finish(from, to, job);
      }
    }
  }

  private void finish(int from, int to, IntConsumer job) {
    try {
      for (int number = from; number < to && failure.get() == null; number++) {
        job.accept(number);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
    if (unfinished.decrementAndGet() == 0) {
      LockSupport.unpark(sleepingCaller);
    }
  }

  private void awaitOthers() {
    if (watch(finished)) {
      return;
    }
    sleepingCaller = Thread.currentThread();
    while (!finished.getAsBoolean()) {
      LockSupport.park(this);
    }
    sleepingCaller = null;
  }

  /** Waits a moment for a condition, awake. */
  private static boolean watch(BooleanSupplier condition) {
    long from = System.nanoTime();
    do {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - from < WATCH_NANOS);
    return false;
  }

  /** A thread of the pool: works when there is a job, watches for the next, then sleeps. */
  private final class Member {

    final Thread thread;
    volatile boolean sleeping;
    private long last;
    private final BooleanSupplier called = () -> ticket.get() != last || closed;

    Member(int number) {
      // It lives on, so it holds nothing of the thread that made it, such as its class loader.
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("cortado-worker-" + number)
              .inheritInheritableThreadLocals(false)
              .unstarted(this::serve);
    }

    private void serve() {
      while (!closed) {
        last = work(false);
        if (!watch(called)) {
          sleep();
        }
      }
    }

    private void sleep() {
      sleeping = true;
      while (!called.getAsBoolean()) {
        LockSupport.park(Workers.this);
        Thread.interrupted();
      }
      sleeping = false;
    }
  }
}
