package dev.cortado.bench;

import dev.cortado.tensor.kernel.BinaryFunction;
import dev.cortado.tensor.kernel.Compute;
import dev.cortado.tensor.kernel.Elementwise;
import dev.cortado.tensor.kernel.Reductions;
import dev.cortado.tensor.kernel.Tiles;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.vector.VectorKernels;
import java.util.Arrays;
import java.util.Locale;

/**
 * Element by element, and reductions, on arrays that no cache holds: is memory the limit? The pace
 * of memory is that of {@link Arrays#mismatch}, which only reads.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp … dev.cortado.bench.MemoryContest
 * }</pre>
 */
public final class MemoryContest {

  private static final int SIZE = 1 << 24;
  private static final int ROUNDS = 31;
  private static final long WARM_NANOS = 1_000_000_000L;

  private final float[] a = numbers();
  private final float[] b = numbers();
  private final float[] out = new float[SIZE];
  private final float[] same = a.clone();
  private final float[] single = new float[1];
  private final float[] sums = new float[1024];
  private final Compute compute;

  private MemoryContest(Workers workers) {
    compute = Compute.of(VectorKernels.fromTheFirst(), workers);
  }

  /** Runs the contest with as many threads as the argument says, or one. */
  public static void main(String[] args) {
    try (var workers = Workers.of(args.length == 0 ? 1 : Integer.parseInt(args[0]))) {
      new MemoryContest(workers).run();
    }
  }

  private void run() {
    System.out.println("                  GB/s  memory  time against memory's");
    writes("add", 2, binary(BinaryFunction.ADD));
    writes("multiply", 2, binary(BinaryFunction.MULTIPLY));
    writes("divide", 2, binary(BinaryFunction.DIVIDE));
    writes("maximum", 2, binary(BinaryFunction.MAXIMUM));
    writes("less", 2, binary(BinaryFunction.LESS));
    writes(
        "add a number",
        1,
        (from, to) ->
            BinaryFunction.ADD.apply(a, from, true, single, 0, false, out, from, to - from));
    writes("negate", 1, (from, to) -> Elementwise.negate(a, out, from, to - from));
    writes("relu", 1, (from, to) -> Elementwise.rectify(a, out, from, to - from));
    writes("square root", 1, (from, to) -> Elementwise.squareRoot(a, out, from, to - from));
    reads("sum", () -> reduce(Reductions.Kind.SUM, SIZE, 1, single));
    reads("sum of columns", () -> reduce(Reductions.Kind.SUM, SIZE / 1024, 1024, sums));
    reads("max", () -> reduce(Reductions.Kind.MAX, SIZE, 1, single));
    reads("max of columns", () -> reduce(Reductions.Kind.MAX, SIZE / 1024, 1024, sums));
  }

  private Tiles.Range binary(BinaryFunction function) {
    return (from, to) -> function.apply(a, from, true, b, from, true, out, from, to - from);
  }

  private void reduce(Reductions.Kind kind, int length, int inner, float[] result) {
    Reductions.reduce(kind, a, 1, length, inner, result, compute);
  }

  /**
   * In tiles, as tensors do it; memory reads a line before it is written to, so writing counts
   * twice.
   */
  private void writes(String name, int read, Tiles.Range range) {
    compare(name, read + 2, () -> Tiles.each(compute.workers(), SIZE, range));
  }

  private void reads(String name, Runnable work) {
    compare(name, 1, work);
  }

  /** With the pace at which two arrays are read. */
  private void compare(String name, int arrays, Runnable work) {
    var turns = Turns.take(ROUNDS, WARM_NANOS, work, () -> read());
    double bytes = 4.0 * SIZE;
    System.out.printf(
        Locale.ROOT,
        "%-16s %6.1f %7.1f %7.2f%n",
        name,
        arrays * bytes / turns.nanos(0),
        2 * bytes / turns.nanos(1),
        turns.speed(1, 0) * 2 / arrays);
  }

  private void read() {
    Tiles.each(
        compute.workers(),
        SIZE,
        (from, to) -> {
          if (Arrays.mismatch(a, from, to, same, from, to) >= 0) {
            throw new IllegalStateException("arrays differ that are equal");
          }
        });
  }

  private static float[] numbers() {
    var numbers = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      numbers[i] = (i * 37 % 101 - 30) * 0.01f;
    }
    return numbers;
  }
}
