package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cortado.tensor.kernel.ScalarKernels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final long ENOUGH = 1_000_000_000;
  private static final Runnable AT_ONCE = () -> {};
  private static final Runnable SLOWLY = () -> LockSupport.parkNanos(1_000_000);

  private final WarmUp warmUp = WarmUp.inBackground();

  @Test
  void goesOverToSimdOnceSimdWinsEveryTrial() throws InterruptedException {
    var tried = new CountDownLatch(6);
    var counted = new Trial(AT_ONCE, () -> slowly(tried));
    var loop = new Loop(List.of(counted, new Trial(AT_ONCE, SLOWLY)), warmUp);
    assertThat(loop.isWarm(ENOUGH)).isFalse();
    assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(becomesWarm(loop)).isTrue();
  }

  @Test
  void isNotTriedBeforeThereIsEnoughWork() throws InterruptedException {
    var tried = new CountDownLatch(1);
    var loop = new Loop(List.of(new Trial(tried::countDown, SLOWLY)), warmUp);
    for (int i = 0; i < 1_000; i++) {
      assertThat(loop.isWarm(1_000)).isFalse();
    }
    assertThat(tried.await(50, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void staysInScalarCodeWhileSimdLosesATrial() throws InterruptedException {
    var tried = new CountDownLatch(10);
    var loop = new Loop(List.of(new Trial(() -> slowly(tried), AT_ONCE)), warmUp);
    loop.isWarm(ENOUGH);
    assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.isWarm(ENOUGH)).isFalse();
  }

  @Test
  void aLoopThatNeverWinsDoesNotKeepTheOthersBack() {
    var inTurns = WarmUp.inBackground(Duration.ofMillis(50).toNanos());
    var stuck = new Loop(List.of(new Trial(SLOWLY, AT_ONCE)), inTurns);
    var next = new Loop(List.of(new Trial(AT_ONCE, SLOWLY)), inTurns);
    stuck.isWarm(ENOUGH);
    next.isWarm(ENOUGH);
    assertThat(becomesWarm(next)).isTrue();
    assertThat(stuck.isWarm(0)).isFalse();
  }

  @Test
  void everyKindOfLoopCanBeTried() {
    var loops = new Loops(warmUp, VectorKernels.evenForShortRuns(), new ScalarKernels());
    assertThat(loops.all()).isNotEmpty();
    for (var loop : loops.all()) {
      for (var trial : loop.trials()) {
        assertThatCode(trial::isWonBySimd).doesNotThrowAnyException();
      }
    }
  }

  private static void slowly(CountDownLatch tried) {
    tried.countDown();
    SLOWLY.run();
  }

  private static boolean becomesWarm(Loop loop) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!loop.isWarm(0) && System.nanoTime() < end) {
      SLOWLY.run();
    }
    return loop.isWarm(0);
  }
}
