package dev.cortado.bench;

import dev.cortado.autograd.ValueAndGradients;
import dev.cortado.data.Batch;
import dev.cortado.data.Dataset;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.train.Event;
import dev.cortado.train.Recipe;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Steps of a training per second, of the networks of {@link Contest}, on data made for it; {@code
 * -prof gc} shows what they allocate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {

  private static final long CALL_NANOS = 900_000_000;

  /** Which network. */
  @Param({"W1", "W2", "W3", "W4", "W5", "W6"})
  public String workload = "W1";

  /** Threads that share the work. */
  @Param({"1", "2"})
  public int threads;

  private Workers workers = Workers.of(1);
  private Compute compute = Compute.with(workers);
  private Recipe recipe = Workload.W1.recipe();
  private Layer model = Workload.W1.model(new MadeData(Workload.W1).weights());
  private Dataset data = data(Workload.W1);
  private Updater updater = Updater.of(recipe.optimizer(), model.state());
  private int batch;

  /** Counts the steps that a call took: the figure that counts. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Taken {

    /** How many. */
    public long steps;
  }

  /** Makes the rows and the network. */
  @Setup(Level.Trial)
  public void prepare() {
    workers = Workers.of(threads);
    compute = Compute.with(workers);
    var work = Workload.valueOf(workload);
    recipe = work.recipe();
    model = work.model(new MadeData(work).weights());
    data = data(work);
    updater = Updater.of(recipe.optimizer(), model.state());
    batch = 0;
  }

  private static Dataset data(Workload work) {
    var made = new MadeData(work);
    return Lesson.dataset(work, made.inputs(), made.targets(), work.rows());
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }

  /** By the trainer, for almost a second; what it does first is in the time. */
  @Benchmark
  public Object trainer(Taken taken) {
    long from = System.nanoTime();
    return compute.call(() ->
        Trainer.fit(
            model,
            recipe,
            data,
            event -> {
              if (!(event instanceof Event.BatchEnded)) {
                return Signal.CONTINUE;
              }
              taken.steps++;
              return System.nanoTime() - from < CALL_NANOS ? Signal.CONTINUE : Signal.STOP;
            }));
  }

  /** By hand: one step. */
  @Benchmark
  public ValueAndGradients byHand(Taken taken) {
    taken.steps++;
    return compute.call(this::step);
  }

  private ValueAndGradients step() {
    var batches = data.batches(recipe.batchSize());
    Batch rows = batches.at(batch);
    batch = batch + 1 == batches.size() ? 0 : batch + 1;
    var pass = Pass.training(Rng.of(recipe.seed()).at(updater.steps()));
    return updater.step(
        () -> recipe.loss().apply(model.forward(rows.x(), pass), rows.y()),
        recipe.optimizer().rate());
  }
}
