package dev.cortado.optim.lbfgs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

/**
 * What the last steps tell about how a gradient changes: pairs of a step {@code s} and the change
 * {@code y} of the gradient over it.
 */
final class LbfgsMemory {

  /** Below this share of {@code y·y} a product {@code s·y} is rounding, not curvature. */
  private static final double LEAST = 1e-10;

  private record Pair(double[] s, double[] y, double sy) {}

  private final int memory;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  LbfgsMemory(int memory) {
    this.memory = memory;
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  void forget() {
    pairs.clear();
  }

  /** Remembers a step, and drops the oldest if that is one too many. */
  void learn(EvaluationPoint before, EvaluationPoint after) {
    var s = difference(after.at(), before.at());
    var y = difference(after.gradient(), before.gradient());
    double sy = dot(s, y);
    if (sy > LEAST * dot(y, y)) {
      pairs.addLast(new Pair(s, y, sy));
      if (pairs.size() > memory) {
        pairs.removeFirst();
      }
    }
  }

  /** The way down: {@code −H·g}, {@code H} the inverse of the second derivatives (two loops). */
  double[] direction(float[] gradient) {
    double[] q = new double[gradient.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = -gradient[i];
    }
    var shares = new ArrayList<Double>();
    for (var pair : pairs.reversed()) {
      double share = dot(pair.s, q) / pair.sy;
      add(q, -share, pair.y);
      shares.add(share);
    }
    if (!pairs.isEmpty()) {
      var last = pairs.getLast();
      double scale = last.sy / dot(last.y, last.y);
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    for (var pair : pairs) {
      add(q, shares.removeLast() - dot(pair.y, q) / pair.sy, pair.s);
    }
    return q;
  }

  private static double[] difference(float[] a, float[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = (double) a[i] - b[i];
    }
    return difference;
  }

  private static void add(double[] sum, double factor, double[] x) {
    for (int i = 0; i < x.length; i++) {
      sum[i] += factor * x[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
