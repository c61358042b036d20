package dev.cortado.optim.lbfgs;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.optim.Optimizer;
import dev.cortado.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * L-BFGS: Newton's method with second derivatives that are estimated from the last few steps
 * (Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4 and 7.5, with the strong Wolfe
 * conditions): for small models on all rows at once, where the loss is the same function each time.
 *
 * <pre>{@code
 * var x = Parameter.of(Tensor.of(-1.2f, 1));
 * var outcome = Lbfgs.of().minimize(() -> rosenbrock(x.value()), x);
 * outcome.ending();                                  // GRADIENT_SMALL
 * x.value();                                         // [1. 1.]
 * }</pre>
 *
 * <p>It is no {@link Optimizer}: it evaluates the loss as often as it needs for one step, and finds
 * the length of its steps itself. Losses and gradients are float; directions and products are
 * double, in plain ascending order.
 *
 * @param memory how many steps it remembers; 10
 * @param iterations at most; 100
 * @param gradientTolerance the largest entry of a gradient that counts as 0; {@code 1e-5}
 * @param changeTolerance the change of the loss, as a share of it (of 1, if that is more), that
 *     counts as none; {@code 1e-9}
 */
public record Lbfgs(int memory, int iterations, double gradientTolerance, double changeTolerance) {

  public Lbfgs {
    Require.atLeast(1, "lbfgs", "memory", memory);
    Require.atLeast(1, "lbfgs", "iterations", iterations);
    Require.notNegative("lbfgs", "gradientTolerance", gradientTolerance);
    Require.notNegative("lbfgs", "changeTolerance", changeTolerance);
  }

  /** Why it ended. */
  public enum Ending {
    /** The gradient is close enough to 0. */
    GRADIENT_SMALL,
    /** The last step hardly changed the loss. */
    CHANGE_SMALL,
    /** No step along the gradient lowers the loss by more than rounding errors. */
    NO_LOWER_LOSS,
    /** All iterations are used up. */
    ITERATIONS,
    /** The loss or its gradient at the start is not finite. */
    NOT_FINITE,
  }

  /**
   * The result.
   *
   * @param losses at the start and after each iteration
   * @param evaluations of the loss and its gradient
   */
  public record Outcome(List<Double> losses, int evaluations, Ending ending) {

    /** The loss at the end. */
    public double loss() {
      return losses.getLast();
    }
  }

  /** With the numbers above. */
  public static Lbfgs of() {
    return new Lbfgs(10, 100, 1e-5, 1e-9);
  }

  /** The same with another memory. */
  public Lbfgs memory(int other) {
    return new Lbfgs(other, iterations, gradientTolerance, changeTolerance);
  }

  /** The same with another limit. */
  public Lbfgs iterations(int other) {
    return new Lbfgs(memory, other, gradientTolerance, changeTolerance);
  }

  /** The same with other tolerances. */
  public Lbfgs tolerances(double gradient, double change) {
    return new Lbfgs(memory, iterations, gradient, change);
  }

  /** Moves parameters to where a loss is lowest nearby. */
  public Outcome minimize(Supplier<Tensor> loss, Parameter... parameters) {
    return minimize(loss, Arrays.asList(parameters));
  }

  /** Moves parameters to where a loss is lowest nearby. */
  public Outcome minimize(Supplier<Tensor> loss, Collection<Parameter> parameters) {
    var flat = new FlatLoss(loss, parameters);
    var here = flat.here();
    var losses = new ArrayList<Double>(List.of(here.loss()));
    var curvature = new Memory(memory);
    var ending = here.isFinite() ? ended(losses, here) : Ending.NOT_FINITE;
    while (ending == null) {
      var next = step(flat, here, curvature);
      if (next == null) {
        ending = Ending.NO_LOWER_LOSS;
      } else {
        curvature.learn(here, next);
        losses.add(next.loss());
        here = next;
        ending = ended(losses, here);
      }
    }
    flat.moveTo(here.at());
    return new Outcome(List.copyOf(losses), flat.evaluations(), ending);
  }

  /** A step by the estimated curvature or, if that fails, along the negative gradient. */
  private static FlatLoss.@Nullable Point step(
      FlatLoss flat, FlatLoss.Point here, Memory curvature) {
    FlatLoss.Point next = null;
    if (!curvature.isEmpty()) {
      next = new LineSearch(flat, here, curvature.direction(here.gradient())).from(1);
    }
    if (next == null) {
      curvature.forget();
      double length = Math.min(1, 1 / here.sumOfSlopes());
      next = new LineSearch(flat, here, curvature.direction(here.gradient())).from(length);
    }
    return next;
  }

  private @Nullable Ending ended(List<Double> losses, FlatLoss.Point here) {
    int done = losses.size() - 1;
    if (here.largestSlope() <= gradientTolerance) {
      return Ending.GRADIENT_SMALL;
    }
    if (done > 0 && !changed(losses.get(done - 1), losses.get(done))) {
      return Ending.CHANGE_SMALL;
    }
    return done == iterations ? Ending.ITERATIONS : null;
  }

  private boolean changed(double before, double after) {
    return Math.abs(after - before) > changeTolerance * Math.max(1, Math.abs(before));
  }

  /**
   * The last steps as pairs of a step {@code s} and the change {@code y} of the gradient over it:
   * an estimate of the curvature.
   */
  private static final class Memory {

    /** Below this share of {@code y·y} a product {@code s·y} is rounding, not curvature. */
    private static final double LEAST = 1e-10;

    private record Pair(double[] s, double[] y, double sy) {}

    private final int memory;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    Memory(int memory) {
      this.memory = memory;
    }

    boolean isEmpty() {
      return pairs.isEmpty();
    }

    void forget() {
      pairs.clear();
    }

    /** Remembers a step, and drops the oldest if that is one too many. */
    void learn(FlatLoss.Point before, FlatLoss.Point after) {
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
}
