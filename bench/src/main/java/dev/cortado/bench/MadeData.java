package dev.cortado.bench;

/**
 * The same numbers as {@link PeersData}'s, made here: they follow from a generator that counts
 * (Steele, Lea and Flood's SplitMix64, 2014), so nothing has to be installed for a benchmark.
 */
record MadeData(Workload workload) {

  /** About unit variance. */
  private static final float SPREAD = 1.7320508f;

  private static long bits(long stream, long i) {
    long z = stream + (i + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Even from −1 to 1. */
  private static float even(long stream, long i) {
    return (bits(stream, i) >>> 40) * 0x1p-23f - 1;
  }

  private long stream() {
    return switch (workload) {
      case W1 -> 100;
      case W2 -> 200;
      case W3, W4 -> 300;
      case W5 -> 400;
      case W6 -> 500;
    };
  }

  private int label(int row) {
    return (int) Long.remainderUnsigned(bits(stream(), row), 10);
  }

  /** How much a class shows. */
  private float signal() {
    return workload == Workload.W5 ? 0.3f : 0.1f;
  }

  float[] inputs() {
    int in = workload.in();
    var x = new float[workload.rows() * in];
    if (workload.task() != Workload.Task.CLASSES) {
      for (int i = 0; i < x.length; i++) {
        x[i] = even(stream(), i) * SPREAD;
      }
      return x;
    }
    for (int row = 0; row < workload.rows(); row++) {
      long prototype = (long) label(row) * in;
      for (int i = 0; i < in; i++) {
        x[row * in + i] =
            even(stream() + 2, (long) row * in + i) * SPREAD
                + signal() * (even(stream() + 1, prototype + i) * SPREAD);
      }
    }
    return x;
  }

  float[] targets() {
    var y = new float[workload.rows() * workload.targets()];
    for (int i = 0; i < y.length; i++) {
      y[i] = target(i / workload.targets(), i % workload.targets());
    }
    return y;
  }

  private float target(int row, int column) {
    return switch (workload) {
      case W1 -> (double) x(row, 0) * x(row, 1) > 0 ? 1 : 0;
      case W2 -> {
        double square = (double) x(row, 3) * x(row, 3);
        double both = (double) x(row, 0) * x(row, 1);
        yield both + x(row, 2) - square + 0.5 * x(row, 4) + 0.75 > 0 ? 1 : 0;
      }
      case W3, W4, W5 -> label(row);
      case W6 -> 0.5f * x(row, column) - 0.25f * x(row, (column + 7) % 1024);
    };
  }

  private float x(int row, int column) {
    return even(stream(), (long) row * workload.in() + column) * SPREAD;
  }

  Workload.Weights weights() {
    var numbers = new float[Workload.Weights.count(workload)];
    long number = Long.parseLong(workload.name().substring(1));
    int at = 0;
    for (int layer = 0; layer < workload.layers(); layer++) {
      long stream = 1000 * number + 10L * layer;
      float bound = (float) (1 / Math.sqrt(workload.in(layer)));
      int count = workload.in(layer) * workload.out(layer);
      for (int i = 0; i < count; i++) {
        numbers[at++] = even(stream, i) * bound;
      }
      for (int i = 0; i < workload.out(layer); i++) {
        numbers[at++] = even(stream + 1, i) * bound;
      }
    }
    return new Workload.Weights(workload, numbers);
  }
}
