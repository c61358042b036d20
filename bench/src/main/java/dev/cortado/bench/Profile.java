package dev.cortado.bench;

import com.sun.management.ThreadMXBean;
import dev.cortado.data.Dataset;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import jdk.jfr.Recording;

/**
 * Tells where the time of a training step goes: {@code bench/profile W3}. Three trainings, each
 * warmed up first: one is measured, one is watched by the JDK's flight recorder, and in one every
 * call of a kernel is timed, which tells forward from backward products.
 */
public final class Profile {

  private static final double WARM_SECONDS = 6;
  private static final double SECONDS = 4;

  private final String work;

  private Profile(String work) {
    this.work = work;
  }

  public static void main(String[] arguments) throws IOException {
    new Profile(arguments[0]).run();
  }

  private void run() throws IOException {
    var alone = new Meter();
    train(alone, Compute.current());
    System.out.printf(
        Locale.ROOT,
        "%s, %d thread(s): %.2f µs a step, %.1f bytes allocated a step, %d collections of %d ms in"
            + " %.0f s%n%n",
        work,
        Compute.current().workers().threads(),
        alone.micros(),
        alone.bytes(),
        alone.collections,
        alone.collecting,
        SECONDS);
    sample();
    time();
  }

  private void sample() throws IOException {
    try (var recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
      var meter =
          new Meter() {
            @Override
            void begin() {
              recording.start();
              super.begin();
            }

            @Override
            void end() {
              super.end();
              recording.stop();
            }
          };
      train(meter, Compute.current());
      var file = Files.createTempFile("cortado", ".jfr");
      try {
        recording.dump(file);
        Samples.read(file).print(System.out);
      } finally {
        Files.delete(file);
      }
    }
  }

  private void time() {
    var current = Compute.current();
    var calls = new KernelCalls(current.kernels());
    var meter =
        new Meter() {
          @Override
          void begin() {
            calls.reset();
            super.begin();
          }
        };
    train(meter, Compute.of(calls.timed(Kernels.class), current.workers()));
    calls.print(System.out, meter.steps, meter.micros());
  }

  private void train(Meter meter, Compute compute) {
    if (work.equals("REALMLP")) {
      var rows = RealMlp.rows();
      train(meter, compute, RealMlp.model(rows), RealMlp.recipe(), rows);
      return;
    }
    var peers = Workload.valueOf(work);
    var made = new MadeData(peers);
    var data = Lesson.dataset(peers, made.inputs(), made.targets(), peers.rows());
    train(meter, compute, peers.model(made.weights()), peers.recipe(), data);
  }

  private static void train(
      Meter meter, Compute compute, Layer model, Recipe recipe, Dataset rows) {
    compute.call(() ->
        Trainer.fit(
            model,
            recipe,
            rows,
            event -> event instanceof Event.BatchEnded ? meter.step() : Signal.CONTINUE));
  }

  /** Lets a training warm up, then measures it, and ends it. */
  private static class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long steps;
    long collections;
    long collecting;
    private final long start = System.nanoTime();
    private boolean measuring;
    private long from;
    private long allocated;
    private long took;

    Signal step() {
      long now = System.nanoTime();
      if (!measuring) {
        if (now - start > WARM_SECONDS * 1e9) {
          measuring = true;
          begin();
        }
        return Signal.CONTINUE;
      }
      steps++;
      if (now - from < SECONDS * 1e9) {
        return Signal.CONTINUE;
      }
      end();
      return Signal.STOP;
    }

    void begin() {
      read(-1);
      allocated = THREADS.getTotalThreadAllocatedBytes();
      from = System.nanoTime();
    }

    void end() {
      took = System.nanoTime() - from;
      allocated = THREADS.getTotalThreadAllocatedBytes() - allocated;
      read(1);
    }

    private void read(int sign) {
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        collections += sign * collector.getCollectionCount();
        collecting += sign * collector.getCollectionTime();
      }
    }

    double micros() {
      return took / 1e3 / steps;
    }

    double bytes() {
      return (double) allocated / steps;
    }
  }
}
