package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;

class HotLoopTest {

  private static final long ENOUGH = 1_000_000_000;
  private static final long LIMIT_NANOS = 1_000_000;
  private static final Runnable AT_ONCE = () -> {};
  private static final Runnable SLOWLY = () -> LockSupport.parkNanos(2 * LIMIT_NANOS);

  private final WarmUp warmUp = WarmUp.inBackground();

  @Test
  void usesSimdOnceEveryRaceIsFast() {
    var calls = new AtomicInteger();
    var fastLater = race(() -> (calls.incrementAndGet() < 5 ? SLOWLY : AT_ONCE).run());
    var loop = new HotLoop(List.of(race(AT_ONCE), fastLater), warmUp);
    assertThat(loop.isWarm(ENOUGH)).isFalse();
    assertThat(becomesWarm(loop)).isTrue();
    assertThat(calls.get()).isGreaterThan(6);
  }

  @Test
  void isNotWarmedUpBeforeThereIsEnoughWork() throws InterruptedException {
    var called = new CountDownLatch(1);
    var loop = new HotLoop(List.of(race(called::countDown)), warmUp);
    for (int i = 0; i < 1_000; i++) {
      assertThat(loop.isWarm(1_000)).isFalse();
    }
    assertThat(called.await(50, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void isWarmedUpWithoutWorkIfItAsks() {
    var loop = new HotLoop(List.of(race(AT_ONCE)), warmUp);
    loop.ask();
    assertThat(becomesWarm(loop)).isTrue();
  }

  @Test
  void staysInScalarCodeWhileARaceIsSlow() throws InterruptedException {
    var called = new CountDownLatch(10);
    Runnable work =
        () -> {
          called.countDown();
          SLOWLY.run();
        };
    var loop = new HotLoop(List.of(race(work)), warmUp);
    loop.isWarm(ENOUGH);
    assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.isWarm(ENOUGH)).isFalse();
  }

  @Test
  void aLoopThatIsNeverFastDoesNotKeepTheOthersBack() {
    var inTurns =
        WarmUp.inBackground(Duration.ofMillis(50).toNanos(), Duration.ofSeconds(30).toNanos());
    var stuck = new HotLoop(List.of(race(SLOWLY)), inTurns);
    var next = new HotLoop(List.of(race(AT_ONCE)), inTurns);
    stuck.isWarm(ENOUGH);
    next.isWarm(ENOUGH);
    assertThat(becomesWarm(next)).isTrue();
    assertThat(stuck.isWarm(0)).isFalse();
  }

  /** On a busy machine the compiler may be through with a loop minutes later. */
  @Test
  void usesSimdAlsoWhenARaceIsFastLongAfterItsTurns() {
    long turn = Duration.ofMillis(100).toNanos();
    long fastFrom = System.nanoTime() + 12 * turn;
    var late = race(() -> (System.nanoTime() < fastFrom ? SLOWLY : AT_ONCE).run());
    var loop = new HotLoop(List.of(late), WarmUp.inBackground(turn, turn));
    loop.ask();
    assertThat(becomesWarm(loop)).isTrue();
  }

  /** With fewer doubles in a vector, functions stay in scalar code, and loops need not be fast. */
  @Test
  void everyKindOfLoopBecomesFast() {
    assumeThat(DoubleVector.SPECIES_PREFERRED.length()).isGreaterThanOrEqualTo(4);
    var loops = new HotLoops(warmUp, VectorKernels.evenForShortRuns());
    assertThat(loops.all()).isNotEmpty();
    for (var loop : loops.all()) {
      loop.ask();
    }
    assertThat(loops.all()).allMatch(HotLoopTest::becomesWarm);
  }

  @Test
  void everyRaceCanBeRun() {
    var loops = new HotLoops(warmUp, VectorKernels.evenForShortRuns());
    for (var loop : loops.all()) {
      for (var race : loop.races()) {
        assertThatCode(race::isFast).doesNotThrowAnyException();
      }
    }
  }

  private static Race race(Runnable work) {
    return new Race(work, AT_ONCE, LIMIT_NANOS);
  }

  private static boolean becomesWarm(HotLoop loop) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!loop.isWarm(0) && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    return loop.isWarm(0);
  }
}
