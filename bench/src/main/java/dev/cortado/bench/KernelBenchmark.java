package dev.cortado.bench;

import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Workers;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * The time of one operation on tensors, result and all: element by element, with broadcasting,
 * along axes, and the functions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class KernelBenchmark {

  /** Which operation. */
  @Param({
    "add", "addRow", "mulColumn", "addNumber", "div", "relu", "sqrt", "less", "sumAll", "sumRows",
    "sumColumns", "maxRows", "exp", "expm1", "log", "log1p", "tanh", "sigmoid", "softplus", "erf"
  })
  public String operation = "add";

  /** Rows and columns. */
  @Param({"10x20", "128x512", "2048x2048"})
  public String size = "10x20";

  /** Threads that share it. */
  @Param({"1", "2"})
  public int threads;

  private Workers workers = Workers.of(1);
  private Compute compute = Compute.with(workers);
  private Supplier<Tensor> call = () -> Tensor.scalar(0);

  /** Makes the operands. */
  @Setup
  public void prepare() {
    var parts = size.split("x", -1);
    int rows = Integer.parseInt(parts[0]);
    int columns = Integer.parseInt(parts[1]);
    workers = Workers.of(threads);
    compute = Compute.with(workers);
    var x = Tensor.linspace(0.01, 2, rows * columns).reshape(rows, columns);
    var y = x.add(1);
    var row = Tensor.linspace(1, 2, columns);
    var column = Tensor.linspace(1, 2, rows).reshape(rows, 1);
    Map<String, Supplier<Tensor>> operations =
        Map.ofEntries(
            Map.entry("add", () -> x.add(y)),
            Map.entry("addRow", () -> x.add(row)),
            Map.entry("mulColumn", () -> x.mul(column)),
            Map.entry("addNumber", () -> x.add(0.5)),
            Map.entry("div", () -> x.div(y)),
            Map.entry("relu", x::relu),
            Map.entry("sqrt", x::sqrt),
            Map.entry("less", () -> x.lt(y)),
            Map.entry("sumAll", x::sum),
            Map.entry("sumRows", () -> x.sum(1)),
            Map.entry("sumColumns", () -> x.sum(0)),
            Map.entry("maxRows", () -> x.max(1)),
            Map.entry("exp", x::exp),
            Map.entry("expm1", x::expm1),
            Map.entry("log", x::log),
            Map.entry("log1p", x::log1p),
            Map.entry("tanh", x::tanh),
            Map.entry("sigmoid", x::sigmoid),
            Map.entry("softplus", x::softplus),
            Map.entry("erf", x::erf));
    var known = operations.get(operation);
    if (known == null) {
      throw new IllegalArgumentException("not known: " + operation);
    }
    call = known;
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    workers.close();
  }

  /** One operation. */
  @Benchmark
  public Tensor once() {
    return compute.call(call);
  }
}
