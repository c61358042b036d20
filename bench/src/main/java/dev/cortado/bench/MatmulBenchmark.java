package dev.cortado.bench;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.vector.VectorKernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
 * The time of one matrix product; {@code -prof gc} shows what it allocates. Against OpenBLAS:
 * {@link MatmulContest}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatmulBenchmark {

  /** Rows and columns of the result and the length of its sums. */
  @Param({"10x20x2", "64x256x784", "128x512x784", "512x512x512", "1024x1024x1024"})
  public String size = "";

  /** Which operand is transposed, if any. */
  @Param({"AB", "ABt", "AtB"})
  public String layout = "";

  /** Which kernels. */
  @Param({"vector", "scalar"})
  public String way = "";

  /** Threads that share a product. */
  @Param({"1", "2"})
  public int threads;

  private Kernels kernels = new ScalarKernels();
  private Workers workers = Workers.of(1);
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};
  private int m;
  private int n;
  private int k;

  /** Makes the operands. */
  @Setup(Level.Trial)
  public void prepare() {
    var parts = size.split("x", -1);
    m = Integer.parseInt(parts[0]);
    n = Integer.parseInt(parts[1]);
    k = Integer.parseInt(parts[2]);
    a = new float[m * k];
    b = new float[k * n];
    c = new float[m * n];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    kernels = way.equals("vector") ? new VectorKernels() : new ScalarKernels();
    workers = Workers.of(threads);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }

  /** One product. */
  @Benchmark
  public float[] product() {
    kernels.matmul(a, 0, layout.equals("AtB"), b, 0, layout.equals("ABt"), c, 0, m, n, k, workers);
    return c;
  }
}
