package dev.cortado.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.Dataset;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.Event;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once it is warm, a step leaves less than a kilobyte to the garbage collector. */
class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int BATCHES = 50;
  private static final int LIMIT = 1_024;

  /**
   * What the compiler has not seen often enough allocates vectors: it is given so long. What the
   * thread that warms SIMD loops up allocates is not counted.
   */
  private static final long SECONDS = 60;

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"W1", "W2", "W3", "W4", "W5"})
  void aStepLeavesNextToNothing(Workload work) {
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    long[] before = {THREADS.getCurrentThreadAllocatedBytes()};
    double[] least = {Double.POSITIVE_INFINITY};
    var model = work.model(new MadeData(work).weights());
    Compute.with(Workers.of(1))
        .call(() ->
            Trainer.fit(
                model,
                work.recipe(),
                rows(work),
                event -> {
                  if (!(event instanceof Event.EpochEnded)) {
                    return Signal.CONTINUE;
                  }
                  long now = THREADS.getCurrentThreadAllocatedBytes();
                  least[0] = Math.min(least[0], (double) (now - before[0]) / BATCHES);
                  before[0] = THREADS.getCurrentThreadAllocatedBytes();
                  boolean over = least[0] < LIMIT || System.nanoTime() > end;
                  return over ? Signal.STOP : Signal.CONTINUE;
                }));
    assertThat(least[0]).isLessThan(LIMIT);
  }

  private static Dataset rows(Workload work) {
    int rows = BATCHES * work.batch();
    var rng = Rng.of(1);
    var x = rng.at("x").normal(Shape.of(rows, work.in()));
    var y =
        switch (work.task()) {
          case YES_OR_NO -> rng.at("y").bernoulli(Shape.of(rows, 1), 0.5);
          case CLASSES -> classes(rng.at("y").permutation(rows), work.out());
          case NUMBERS -> rng.at("y").normal(Shape.of(rows, work.out()));
        };
    return Dataset.of(x, y, work.target());
  }

  private static Tensor classes(int[] numbers, int count) {
    float[] classes = new float[numbers.length];
    for (int row = 0; row < classes.length; row++) {
      classes[row] = numbers[row] % count;
    }
    return Tensor.of(classes);
  }
}
