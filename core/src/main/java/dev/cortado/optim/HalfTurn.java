package dev.cortado.optim;

/**
 * The cosine over half a turn, in double with bits of its own, and exact at 0, a quarter and a
 * half.
 */
final class HalfTurn {

  /** Terms of the series: for {@code |x| ≤ π/4} the next is below a double's last place. */
  private static final int TERMS = 9;

  private HalfTurn() {}

  /** {@code cos(π·t)} for {@code 0 ≤ t ≤ 1}, within {@code 1e-15}. */
  static double cosine(double t) {
    if (t > 0.5) {
      return -cosine(1 - t);
    }
    return t > 0.25 ? sineSeries(Math.PI * (0.5 - t)) : cosineSeries(Math.PI * t);
  }

  /** {@code 1 − x²/(1·2)·(1 − x²/(3·4)·(1 − …))}. */
  private static double cosineSeries(double x) {
    double sum = 1;
    for (int n = 2 * TERMS; n > 0; n -= 2) {
      sum = 1 - sum * (x * x) / (n * (n - 1));
    }
    return sum;
  }

  /** {@code x·(1 − x²/(2·3)·(1 − x²/(4·5)·(1 − …)))}. */
  private static double sineSeries(double x) {
    double sum = 1;
    for (int n = 2 * TERMS; n > 0; n -= 2) {
      sum = 1 - sum * (x * x) / (n * (n + 1));
    }
    return x * sum;
  }
}
