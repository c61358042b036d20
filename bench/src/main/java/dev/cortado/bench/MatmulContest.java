package dev.cortado.bench;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.Workers;
import dev.cortado.vector.VectorKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Cortado's matrix product against OpenBLAS, on the same arrays in one run. Short windows of each
 * take turns, since a machine's clock and its other work change from second to second, and the
 * median of the ratios is told.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED … dev.cortado.bench.MatmulContest
 * }</pre>
 *
 * Arguments, all optional: {@code shape=512x512x512} (m, n, k), {@code layout=AB|ABt|AtB}, {@code
 * rounds=25}.
 */
public final class MatmulContest {

  private static final List<Size> SIZES =
      List.of(
          new Size(512, 512, 512),
          new Size(1024, 1024, 1024),
          new Size(2048, 2048, 2048),
          new Size(64, 256, 784),
          new Size(128, 512, 784),
          new Size(10, 20, 2));
  private static final long FIRST_WARM_NANOS = 5_000_000_000L;
  private static final long WARM_NANOS = 700_000_000;

  private final Kernels kernels = new VectorKernels();
  private final int rounds;

  private MatmulContest(int rounds) {
    this.rounds = rounds;
  }

  private record Size(int m, int n, int k) {
    static Size parse(String text) {
      var parts = text.split("x", -1);
      return new Size(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    double flops() {
      return 2.0 * m * n * k;
    }
  }

  private enum Layout {
    AB(false, false),
    ABt(false, true),
    AtB(true, false);

    final boolean aTransposed;
    final boolean bTransposed;

    Layout(boolean aTransposed, boolean bTransposed) {
      this.aTransposed = aTransposed;
      this.bTransposed = bTransposed;
    }
  }

  public static void main(String[] arguments) {
    var sizes = SIZES;
    var layouts = List.of(Layout.values());
    int rounds = 25;
    for (var argument : arguments) {
      var value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.indexOf('='))) {
        case "shape" -> sizes = Arrays.stream(value.split(",", -1)).map(Size::parse).toList();
        case "layout" -> layouts = List.of(Layout.valueOf(value));
        case "rounds" -> rounds = Integer.parseInt(value);
        default -> throw new IllegalArgumentException("not known: " + argument);
      }
    }
    new MatmulContest(rounds).run(sizes, layouts);
  }

  private void run(List<Size> sizes, List<Layout> layouts) {
    OpenBlas.useThreads(1);
    System.out.printf(
        Locale.ROOT, "cortado: %s%nopenblas: %s%n%n", kernels.name(), OpenBlas.describe());
    System.out.printf(
        Locale.ROOT,
        "%-16s %-6s %10s %10s %8s%n",
        "m x n x k",
        "layout",
        "cortado",
        "openblas",
        "ratio");
    try (var alone = Workers.of(1)) {
      warmUp(alone);
      for (var size : sizes) {
        for (var layout : layouts) {
          compare(size, layout, alone);
        }
      }
      compareThreads(new Size(1024, 1024, 1024), alone);
    }
  }

  /** Long enough for SIMD to take over from scalar code. */
  private void warmUp(Workers alone) {
    var size = new Size(128, 128, 128);
    var a = numbers(size.m * size.k);
    var b = numbers(size.k * size.n);
    var c = new float[size.m * size.n];
    Turns.warm(() -> multiply(a, Layout.AB, b, c, size, alone), FIRST_WARM_NANOS);
  }

  private void compare(Size size, Layout layout, Workers alone) {
    var a = numbers(size.m * size.k);
    var b = numbers(size.k * size.n);
    var c = new float[size.m * size.n];
    Runnable ours = () -> multiply(a, layout, b, c, size, alone);
    Runnable theirs =
        () ->
            OpenBlas.multiply(
                a, layout.aTransposed, b, layout.bTransposed, c, size.m, size.n, size.k);
    var turns = Turns.take(rounds, WARM_NANOS, ours, theirs);
    System.out.printf(
        Locale.ROOT,
        "%-16s %-6s %10.1f %10.1f %8.3f%n",
        size.m + "x" + size.n + "x" + size.k,
        layout,
        size.flops() / turns.nanos(0),
        size.flops() / turns.nanos(1),
        turns.speed(0, 1));
  }

  private void compareThreads(Size size, Workers alone) {
    var a = numbers(size.m * size.k);
    var b = numbers(size.k * size.n);
    var c = new float[size.m * size.n];
    try (var two = Workers.of(2)) {
      var turns =
          Turns.take(
              rounds,
              WARM_NANOS,
              () -> multiply(a, Layout.AB, b, c, size, two),
              () -> multiply(a, Layout.AB, b, c, size, alone));
      System.out.printf(
          Locale.ROOT,
          "%ntwo threads against one at 1024x1024x1024: %.2f times as fast%n",
          turns.speed(0, 1));
    }
  }

  private void multiply(
      float[] a, Layout layout, float[] b, float[] c, Size size, Workers workers) {
    kernels.matmul(
        a, 0, layout.aTransposed, b, 0, layout.bTransposed, c, 0, size.m, size.n, size.k, workers);
  }

  private static float[] numbers(int n) {
    var x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i * 37 % 101 - 50) * 0.01f;
    }
    return x;
  }
}
