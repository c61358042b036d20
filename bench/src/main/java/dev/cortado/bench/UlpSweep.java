package dev.cortado.bench;

import dev.cortado.tensor.kernel.Kernels;
import dev.cortado.tensor.kernel.ScalarKernels;
import dev.cortado.tensor.kernel.UnaryFunction;
import dev.cortado.vector.VectorKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Holds the elementary functions against double precision on every float there is, from −∞ to +∞,
 * on all cores: the largest error and where it is, arguments at which a function falls or leaves
 * its range, and bits in which SIMD and scalar kernels differ.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp … dev.cortado.bench.UlpSweep [--stride N] [EXP TANH …]
 * }</pre>
 */
public final class UlpSweep {

  private static final int CHUNK = 1 << 14;
  private static final long LOWEST = place(Float.NEGATIVE_INFINITY);
  private static final long HIGHEST = place(Float.POSITIVE_INFINITY);

  private final Kernels vector = VectorKernels.fromTheFirst();
  private final Kernels scalar = new ScalarKernels();
  private final UnaryFunction f;
  private final long stride;

  private UlpSweep(UnaryFunction f, long stride) {
    this.f = f;
    this.stride = stride;
  }

  /** Sweeps the functions named, or all; ends with 1 if one breaks its promises. */
  public static void main(String[] args) {
    long stride = 1;
    var functions = new ArrayList<UnaryFunction>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--stride")) {
        stride = Long.parseLong(args[++i]);
      } else {
        functions.add(UnaryFunction.valueOf(args[i].toUpperCase(Locale.ROOT)));
      }
    }
    System.out.println(
        "function  max ulp   at              misrounded  falls  outside  uneven   SIMD differs "
            + " seconds");
    boolean kept = true;
    for (UnaryFunction f : functions.isEmpty() ? List.of(UnaryFunction.values()) : functions) {
      kept &= new UlpSweep(f, stride).run();
    }
    System.exit(kept ? 0 : 1);
  }

  private boolean run() {
    long start = System.nanoTime();
    long chunks = (HIGHEST - LOWEST) / (stride * CHUNK) + 1;
    Finding all =
        LongStream.range(0, chunks)
            .parallel()
            .mapToObj(this::chunk)
            .reduce(Finding.NOTHING, Finding::and);
    System.out.printf(
        Locale.ROOT,
        "%-9s %.6f  %-14s %11d %6d %8d %8d %13d %8.0f%n",
        f,
        all.ulps,
        all.at,
        all.misrounded,
        all.falls,
        all.outside,
        all.uneven,
        all.different,
        (System.nanoTime() - start) / 1e9);
    return all.ulps <= 1 && all.falls + all.outside + all.uneven + all.different == 0;
  }

  /** Neighboring chunks share a float, so that no step is missed. */
  private Finding chunk(long number) {
    long first = LOWEST + number * stride * CHUNK;
    int n = (int) Math.min(CHUNK + 1, (HIGHEST - first) / stride + 1);
    var x = new float[n];
    var y = new float[n];
    var plain = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = at(first + i * stride);
    }
    vector.map(f, x, 0, y, 0, n);
    scalar.map(f, x, 0, plain, 0, n);
    Finding found = judge(x, y, plain);
    return switch (f) {
      case TANH, ERF, SIN -> found.and(symmetry(x, y, -1));
      case COS -> found.and(symmetry(x, y, 1));
      case EXP, EXPM1, LOG, LOG1P, SIGMOID, SOFTPLUS -> found;
    };
  }

  private Finding judge(float[] x, float[] y, float[] plain) {
    double worst = 0;
    float worstAt = 0;
    long misrounded = 0;
    long falls = 0;
    long outside = 0;
    long different = 0;
    boolean rises = f != UnaryFunction.SIN && f != UnaryFunction.COS;
    float lowest = lowest();
    float highest = highest();
    for (int i = 0; i < x.length; i++) {
      double exact = exact(x[i]);
      double error = ulps(y[i], exact);
      if (error > worst) {
        worst = error;
        worstAt = x[i];
      }
      misrounded += Float.compare(y[i], (float) exact) == 0 ? 0 : 1;
      falls += rises && i > 0 && y[i] < y[i - 1] ? 1 : 0;
      outside += y[i] < lowest || y[i] > highest ? 1 : 0;
      different += Float.compare(y[i], plain[i]) == 0 ? 0 : 1;
    }
    return new Finding(worst, worstAt, misrounded, falls, outside, 0, different);
  }

  /** Counts where {@code f(−x)} is not {@code sign·f(x)}. */
  private Finding symmetry(float[] x, float[] y, int sign) {
    var negated = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      negated[i] = -x[i];
    }
    vector.map(f, negated, 0, negated, 0, x.length);
    long uneven = 0;
    for (int i = 0; i < x.length; i++) {
      uneven += Float.compare(negated[i], sign * y[i]) == 0 ? 0 : 1;
    }
    return new Finding(0, 0, 0, 0, 0, uneven, 0);
  }

  private float lowest() {
    return switch (f) {
      case EXP, SIGMOID, SOFTPLUS -> 0;
      case EXPM1, TANH, ERF, SIN, COS -> -1;
      case LOG, LOG1P -> Float.NEGATIVE_INFINITY;
    };
  }

  private float highest() {
    return switch (f) {
      case TANH, SIGMOID, ERF, SIN, COS -> 1;
      case EXP, EXPM1, LOG, LOG1P, SOFTPLUS -> Float.POSITIVE_INFINITY;
    };
  }

  private double exact(double x) {
    return switch (f) {
      case EXP -> StrictMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case TANH -> StrictMath.tanh(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case SOFTPLUS -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
      case ERF -> erf(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
    };
  }

  /** {@code 2/√π · e^−x² · Σ 2^n x^(2n+1) / (1·3·5⋯(2n+1))}, a series without cancellation. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / StrictMath.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  private static double ulps(float actual, double exact) {
    float rounded = (float) exact;
    if (Float.isFinite(actual) && Float.isFinite(rounded)) {
      return Math.abs(actual - exact) / Math.ulp(rounded);
    }
    return Float.compare(actual, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY;
  }

  /** Where {@code x} stands in the order of all floats. */
  private static long place(float x) {
    int bits = Float.floatToIntBits(x);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private static float at(long place) {
    int i = (int) place;
    return Float.intBitsToFloat(i ^ (i >> 31 & Integer.MAX_VALUE));
  }

  /** What was found on some floats. */
  private record Finding(
      double ulps,
      float at,
      long misrounded,
      long falls,
      long outside,
      long uneven,
      long different) {

    static final Finding NOTHING = new Finding(0, 0, 0, 0, 0, 0, 0);

    Finding and(Finding other) {
      Finding worse = other.ulps > ulps ? other : this;
      return new Finding(
          worse.ulps,
          worse.at,
          misrounded + other.misrounded,
          falls + other.falls,
          outside + other.outside,
          uneven + other.uneven,
          different + other.different);
    }
  }
}
