package dev.cortado.bench;

import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.train.Event;
import dev.cortado.train.Signal;
import dev.cortado.train.Trainer;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Cortado in the contest against peers: does what each contestant does, from the same start on the
 * same rows, and prints one line. {@code bench/contest} starts it.
 *
 * <p>A network is trained as a user would train it, by {@link Trainer#fit}, and used by {@link
 * dev.cortado.nn.CompiledModel}. That the same work was done shows in {@code final_loss}.
 */
public final class Contest {

  private static final List<int[]> PRODUCTS =
      List.of(
          new int[] {64, 256, 784},
          new int[] {128, 512, 784},
          new int[] {512, 512, 512},
          new int[] {1024, 1024, 1024},
          new int[] {2048, 2048, 2048});

  private static final int CHECKED_TOGETHER = 512;

  private final String workload;
  private final int threads = Compute.current().workers().threads();
  private final PeersData data = PeersData.find();

  private Contest(String workload) {
    this.workload = workload;
  }

  public static void main(String[] arguments) {
    try {
      new Contest(arguments[0]).run();
    } catch (UncheckedIOException e) {
      System.err.println("contest: " + e.getMessage());
      System.exit(2);
    }
  }

  private void run() {
    switch (workload) {
      case "I1" -> predictRows();
      case "I2" -> predictBatches();
      case "GEMM" -> PRODUCTS.forEach(size -> multiply(size[0], size[1], size[2]));
      default -> train(Workload.valueOf(workload));
    }
  }

  private void train(Workload work) {
    long before = System.nanoTime();
    var rows = Lesson.read(work, data);
    double reading = (System.nanoTime() - before) / 1e9;
    var model = work.model(data.weights(work));
    var recipe = work.recipe();
    var pace = new Pace();
    double[] found = {Double.NaN, Double.NaN};
    Trainer.fit(
        model,
        recipe,
        rows,
        event -> {
          if (!(event instanceof Event.BatchEnded(_, long step, _))) {
            return Signal.CONTINUE;
          }
          if (step == work.stepsPerEpoch()) {
            found[0] = System.currentTimeMillis() / 1e3 - reading;
          }
          if (step == work.checkSteps()) {
            found[1] = loss(model, recipe.loss(), rows, work.checkRows());
          }
          return step > work.checkSteps() && pace.count() ? Signal.STOP : Signal.CONTINUE;
        });
    new Reading(workload, threads)
        .withRates("steps_per_s", pace.rates(), 3)
        .with("samples_per_s", Reading.median(pace.rates()) * work.batch(), 1)
        .with("final_loss", found[1], 6)
        .with("cold_s", found[0] - Pace.setting("PEERS_T0", Double.NaN), 3)
        .print();
  }

  /** Of the first rows, some at a time, so that the outputs of the layers take little memory. */
  private static double loss(Layer model, Loss loss, Dataset rows, int count) {
    double sum = 0;
    for (int from = 0; from < count; from += CHECKED_TOGETHER) {
      int to = Math.min(count, from + CHECKED_TOGETHER);
      var piece = rows.rows(RowOrder.range(from, to));
      sum += (to - from) * (double) loss.apply(model.predict(piece.x()), piece.y()).item();
    }
    return sum / count;
  }

  private void predictRows() {
    var model = Predicting.of(Workload.W3, data);
    var rows = pieces(Workload.W3, 1_000, 1);
    var pace = new Pace();
    var nanos = new long[1 << 22];
    int timed = 0;
    int next = 0;
    do {
      long before = System.nanoTime();
      model.predict(rows[next], 1);
      nanos[timed] = System.nanoTime() - before;
      timed = pace.isWarm() && timed < nanos.length - 1 ? timed + 1 : timed;
      next = next == rows.length - 1 ? 0 : next + 1;
    } while (!pace.count());
    Arrays.sort(nanos, 0, timed);
    new Reading(workload, threads)
        .with("p50_us", nanos[timed / 2] / 1e3, 2)
        .with("p99_us", nanos[(int) (timed * 0.99)] / 1e3, 2)
        .with("checksum", sum(model.predict(rows[0], 1)), 4)
        .print();
  }

  private void predictBatches() {
    int size = 1_024;
    var model = Predicting.of(Workload.W4, data);
    var batches = pieces(Workload.W4, 8, size);
    int[] next = {0};
    var rates = Pace.of(() -> model.predict(batches[next[0]++ % batches.length], size));
    new Reading(workload, threads)
        .withRates("rows_per_s", Arrays.stream(rates).map(rate -> rate * size).toArray(), 1)
        .with("checksum", sum(model.predict(batches[0], size)), 3)
        .print();
  }

  private float[][] pieces(Workload work, int pieces, int rows) {
    float[] x = data.inputs(work, pieces * rows).toArray();
    int size = rows * work.in();
    var cut = new float[pieces][];
    Arrays.setAll(cut, i -> Arrays.copyOfRange(x, i * size, (i + 1) * size));
    return cut;
  }

  private void multiply(int m, int n, int k) {
    var compute = Compute.current();
    float[] a = numbers(m * k);
    float[] b = numbers(k * n);
    var c = new float[m * n];
    Runnable call =
        () -> compute.kernels().matmul(a, 0, false, b, 0, false, c, 0, m, n, k, compute.workers());
    call.run();
    var left = Tensor.of(Shape.of(m, k), a);
    var right = Tensor.of(Shape.of(k, n), b);
    if (!left.matmul(right).sameBits(Tensor.of(Shape.of(m, n), c))) {
      throw new IllegalStateException("wrong product");
    }
    var rates = Pace.of(call);
    new Reading("G" + m + "x" + n + "x" + k, threads)
        .withRates("gflops", Arrays.stream(rates).map(rate -> rate * 2e-9 * m * n * k).toArray(), 1)
        .print();
  }

  private static float[] numbers(int n) {
    var x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i * 37L % 101 - 50) * 0.01f;
    }
    return x;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
