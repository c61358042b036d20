package dev.cortado.tensor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runEachTileExactlyOnceInJobAfterJob(int threads) {
    try (var workers = Workers.of(threads)) {
      for (int job = 0; job < 20_000; job++) {
        int tiles = job % 17;
        var runs = new AtomicIntegerArray(17);
        workers.run(tiles, runs::incrementAndGet);
        for (int tile = 0; tile < 17; tile++) {
          assertThat(runs.get(tile)).isEqualTo(tile < tiles ? 1 : 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 200_003})
  void runEachOfVeryManyTilesExactlyOnce(int tiles) {
    try (var workers = Workers.of(3)) {
      var runs = new AtomicIntegerArray(tiles);
      workers.run(tiles, runs::incrementAndGet);
      for (int tile = 0; tile < tiles; tile++) {
        assertThat(runs.get(tile)).isEqualTo(1);
      }
    }
  }

  /** So that what it had in its caches for one job is there for the next. */
  @Test
  void giveEachOfTwoThreadsItsEndOfEveryJob() {
    int tiles = 64;
    try (var workers = Workers.of(2)) {
      for (int job = 0; job < 100; job++) {
        var caller = Thread.currentThread();
        var byTheCaller = new AtomicIntegerArray(tiles);
        workers.run(
            tiles,
            tile -> {
              if (Thread.currentThread() == caller) {
                byTheCaller.set(tile, 1);
              }
            });
        for (int tile = 1; tile < tiles; tile++) {
          assertThat(byTheCaller.get(tile)).isLessThanOrEqualTo(byTheCaller.get(tile - 1));
        }
      }
    }
  }

  @Test
  void shareAJobAmongAllThreads() throws InterruptedException {
    try (var workers = Workers.of(3)) {
      var together = new CountDownLatch(3); // no tile ends before three threads are at work
      workers.run(
          3,
          _ -> {
            together.countDown();
            await(together);
          });
      assertThat(together.getCount()).isZero();
    }
  }

  @Test
  void wakeThreadsThatFellAsleep() throws InterruptedException {
    try (var workers = Workers.of(2)) {
      for (int job = 0; job < 20; job++) {
        var together = new CountDownLatch(2);
        workers.run(
            2,
            _ -> {
              together.countDown();
              await(together);
            });
        Thread.sleep(5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void throwWhatATileThrewAndStayUsable(int threads) {
    try (var workers = Workers.of(threads)) {
      for (int job = 0; job < 100; job++) {
        int bad = job;
        assertThatThrownBy(() ->
                workers.run(
                    100,
                    tile -> {
                      if (tile == bad) {
                        throw new UnsupportedOperationException("tile " + bad);
                      }
                    }))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage("tile " + bad);
        var runs = new AtomicInteger();
        workers.run(10, _ -> runs.incrementAndGet());
        assertThat(runs).hasValue(10);
      }
    }
  }

  @Test
  void passErrorsOn() {
    try (var workers = Workers.of(2)) {
      assertThatThrownBy(() ->
              workers.run(
                  4,
                  _ -> {
                    throw new AssertionError("all");
                  }))
          .isInstanceOf(AssertionError.class)
          .hasMessage("all");
    }
  }

  @Test
  void runAJobInsideATileOnItsThreadAlone() {
    try (var workers = Workers.of(4)) {
      var inner = new AtomicInteger();
      workers.run(
          8,
          _ -> {
            var thread = Thread.currentThread();
            workers.run(
                5,
                _ -> {
                  assertThat(Thread.currentThread()).isSameAs(thread);
                  inner.incrementAndGet();
                });
          });
      assertThat(inner).hasValue(40);
    }
  }

  @Test
  void serveSeveralCallersAtOnce() throws InterruptedException {
    try (var workers = Workers.of(3)) {
      var runs = new AtomicInteger();
      var callers = new Thread[4];
      for (int i = 0; i < callers.length; i++) {
        callers[i] =
            Thread.ofVirtual()
                .start(() -> {
                  for (int job = 0; job < 5_000; job++) {
                    workers.run(3, _ -> runs.incrementAndGet());
                  }
                });
      }
      for (var caller : callers) {
        caller.join();
      }
      assertThat(runs).hasValue(4 * 5_000 * 3);
    }
  }

  @Test
  void startNoThreadForWorkThatFitsTheCaller() {
    try (var workers = Workers.of(4)) {
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      workers.run(1, _ -> seen.add(Thread.currentThread()));
      assertThat(seen).containsExactly(Thread.currentThread());
      assertThat(workers.threads()).isEqualTo(4);
    }
  }

  @Test
  void endTheirThreadsAndThenRunOnTheCaller() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    var workers = Workers.of(3);
    var together = new CountDownLatch(3);
    workers.run(
        3,
        _ -> {
          seen.add(Thread.currentThread());
          together.countDown();
          await(together);
        });
    workers.close();
    for (var thread : seen) {
      if (thread != Thread.currentThread()) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
    workers.run(5, _ -> assertThat(Thread.currentThread().getName()).doesNotContain("cortado"));
    workers.close();
  }

  @Test
  void refuseAPoolOfNone() {
    assertThatThrownBy(() -> Workers.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers: expected 1 thread or more, found 0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
