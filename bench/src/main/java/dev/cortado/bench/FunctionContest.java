package dev.cortado.bench;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.UnaryFunction;
import dev.cortado.vector.VectorKernels;
import java.util.Locale;
import java.util.Random;

/**
 * How fast are the elementary functions? SIMD kernels, scalar kernels and a loop over {@link Math}
 * take turns on the same numbers; a line gives the median time of each and the median ratio of
 * neighbors in time.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp … dev.cortado.bench.FunctionContest
 * }</pre>
 */
public final class FunctionContest {

  private static final int ROUNDS = 31;
  private static final long WARM_NANOS = 1_000_000_000L;
  private static final int SHORT = 4_096;

  private FunctionContest() {}

  /** Runs the contest. */
  public static void main(String[] args) {
    var vector = VectorKernels.fromTheFirst();
    var scalar = new ScalarKernels();
    System.out.println(vector.name());
    System.out.println("ns a number     SIMD  scalar    Math  Math/SIMD  scalar/SIMD");
    for (UnaryFunction f : UnaryFunction.values()) {
      functions(f, vector, scalar);
    }
  }

  private static void functions(UnaryFunction f, Kernels vector, Kernels scalar) {
    var x = numbers(f, SHORT);
    var y = new float[SHORT];
    var turns =
        Turns.take(
            ROUNDS,
            WARM_NANOS,
            () -> vector.map(f, x, 0, y, 0, SHORT),
            () -> scalar.map(f, x, 0, y, 0, SHORT),
            () -> math(f, x, y));
    System.out.printf(
        Locale.ROOT,
        "%-12s %7.2f %7.2f %7.2f %10.1f %12.1f%n",
        f,
        turns.nanos(0) / SHORT,
        turns.nanos(1) / SHORT,
        turns.nanos(2) / SHORT,
        turns.speed(0, 2),
        turns.speed(0, 1));
  }

  private static void math(UnaryFunction f, float[] x, float[] y) {
    switch (f) {
      case EXP -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.exp(x[i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.expm1(x[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.log(x[i]);
        }
      }
      case LOG1P -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.log1p(x[i]);
        }
      }
      // Math has no error function; this is what its usual approximations cost at least.
      case TANH, ERF -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.tanh(x[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
      }
      case SIN -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.sin(x[i]);
        }
      }
      case COS -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) Math.cos(x[i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < x.length; i++) {
          y[i] = (float) (Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i]))));
        }
      }
    }
  }

  private static float[] numbers(UnaryFunction f, int n) {
    var random = new Random(42);
    var x = new float[n];
    for (int i = 0; i < n; i++) {
      float normal = (float) random.nextGaussian();
      x[i] = f == UnaryFunction.LOG || f == UnaryFunction.LOG1P ? Math.abs(normal) : 3 * normal;
    }
    return x;
  }
}
