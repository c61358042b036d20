package dev.cortado.plot;

import dev.cortado.internal.Errors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Points in the plane, in order; where a number is not finite there is a gap. */
public final class Points {

  private final double[] x;
  private final double[] y;

  private Points(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /** As many {@code x} as {@code y}; both are copied. */
  public static Points of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw Errors.argument("points: %d x and %d y, expected as many", x.length, y.length);
    }
    return new Points(x.clone(), y.clone());
  }

  /** At 1, 2, 3 and so on, as epochs are numbered. */
  public static Points of(double[] y) {
    return new Points(IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y.clone());
  }

  /** How many. */
  public int size() {
    return x.length;
  }

  /** A coordinate of the point with this index. */
  public double x(int index) {
    return x[index];
  }

  /** A coordinate of the point with this index. */
  public double y(int index) {
    return y[index];
  }

  DoubleStream xs() {
    return DoubleStream.of(x);
  }

  DoubleStream ys() {
    return DoubleStream.of(y);
  }
}
