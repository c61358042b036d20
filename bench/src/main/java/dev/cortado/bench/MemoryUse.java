package dev.cortado.bench;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.Dataset;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.Callback;
import dev.cortado.train.Event;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * How much of the heap a training takes, in bytes, beside its rows.
 *
 * @param inUse what a full collection leaves in the middle of it
 * @param peak the most in its first steps
 * @param collections meanwhile; if there were any, the peak could have been higher
 */
record MemoryUse(long inUse, long peak, long collections) {

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  /** Bytes of small objects. */
  private static final long NOTHING = 50_000;

  /** Steps one after the other that left nothing. */
  private static final int CALM = 3;

  /** The first two steps of a size are recorded, the third is the first that is compiled. */
  private static final int STEPS = 3;

  /** Of a training that is stopped as soon as it repeats itself. */
  static MemoryUse of(Exercise exercise) {
    var data = exercise.data();
    var meter = new Meter(exercise);
    train(exercise, data, meter);
    return new MemoryUse(meter.inUse, meter.peak, meter.collections);
  }

  /**
   * Trains for so long, and then for up to as long again until steps leave nothing to collect: SIMD
   * code that is not compiled yet leaves much.
   */
  static void warm(Exercise exercise, long nanos) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long from = System.nanoTime();
    long[] allocated = {0};
    int[] calm = {0};
    train(
        exercise,
        exercise.data(),
        event -> {
          if (!(event instanceof Event.BatchEnded)) {
            return Signal.CONTINUE;
          }
          long now = threads.getCurrentThreadAllocatedBytes();
          calm[0] = now - allocated[0] < NOTHING ? calm[0] + 1 : 0;
          allocated[0] = now;
          long passed = System.nanoTime() - from;
          boolean over = passed > nanos && (calm[0] > CALM || passed > 2 * nanos);
          return over ? Signal.STOP : Signal.CONTINUE;
        });
  }

  private static void train(Exercise exercise, Dataset data, Callback callback) {
    try (var workers = Workers.of(exercise.threads())) {
      Compute.with(workers)
          .call(() -> Trainer.fit(exercise.network().model(), exercise.recipe(), data, callback));
    }
  }

  private static long used() {
    return MEMORY.getHeapMemoryUsage().getUsed();
  }

  /** After two collections: the first lets go of what only waited to be told so. */
  private static long usedAfterCollection() {
    MEMORY.gc();
    MEMORY.gc();
    return used();
  }

  private static long collectionsSoFar() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** Reads the heap after each step. */
  private static final class Meter implements Callback {

    private final int last;
    private final long before = usedAfterCollection();
    private int steps;
    private long peak;
    private long inUse;
    private long collections;

    Meter(Exercise exercise) {
      last = exercise.rest() == 0 ? STEPS : 2 * exercise.steps() + STEPS;
    }

    @Override
    public Signal on(Event event) {
      if (event instanceof Event.Began) {
        // What was looked at before the first step has been let go of.
        peak = usedAfterCollection() - before;
        collections = -collectionsSoFar();
      }
      if (!(event instanceof Event.BatchEnded)) {
        return Signal.CONTINUE;
      }
      steps++;
      if (steps <= last) {
        peak = Math.max(peak, used() - before);
      }
      if (steps == last) {
        collections += collectionsSoFar();
        inUse = usedAfterCollection() - before;
      }
      // It goes on for a step, so that what is needed for it is in use.
      return steps > last ? Signal.STOP : Signal.CONTINUE;
    }
  }
}
