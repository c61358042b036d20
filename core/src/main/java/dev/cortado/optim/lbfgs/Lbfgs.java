package dev.cortado.optim.lbfgs;

import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Require;
import dev.cortado.optim.Optimizer;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Newton's method with a memory of a few steps in place of the second derivatives (Nocedal and
 * Wright, Numerical Optimization, 2006, algorithms 7.4 and 7.5, with the strong Wolfe conditions):
 * for small models on all rows at once, where the loss is the same function each time.
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
    /** The gradient is as good as 0. */
    GRADIENT_SMALL,
    /** The last step changed the loss by as good as nothing. */
    CHANGE_SMALL,
    /** No step along the gradient lowers the loss by more than float can tell. */
    NO_LOWER_LOSS,
    /** All iterations are used up. */
    ITERATIONS,
    /** The loss or its gradient at the start is not finite. */
    NOT_FINITE,
  }

  /**
   * What came of it.
   *
   * @param losses at the start and after each iteration
   * @param evaluations of the loss and its gradient
   */
  public record Outcome(List<Double> losses, int evaluations, Ending ending) {

    /** At the end. */
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
    var landscape = new FlatLoss(loss, parameters);
    var here = landscape.here();
    var losses = new ArrayList<Double>(List.of(here.loss()));
    var curvature = new LbfgsMemory(memory);
    var ending = here.isFinite() ? ended(losses, here) : Ending.NOT_FINITE;
    while (ending == null) {
      var next = step(landscape, here, curvature);
      if (next == null) {
        ending = Ending.NO_LOWER_LOSS;
      } else {
        curvature.learn(here, next);
        losses.add(next.loss());
        here = next;
        ending = ended(losses, here);
      }
    }
    landscape.moveTo(here.at());
    return new Outcome(List.copyOf(losses), landscape.evaluations(), ending);
  }

  /** A step by what is known of the curvature or, if that leads nowhere, down the gradient. */
  private static @Nullable EvaluationPoint step(
      FlatLoss landscape, EvaluationPoint here, LbfgsMemory curvature) {
    EvaluationPoint next = null;
    if (!curvature.isEmpty()) {
      next = new LineSearch(landscape, here, curvature.direction(here.gradient())).from(1);
    }
    if (next == null) {
      curvature.forget();
      double length = Math.min(1, 1 / here.sumOfSlopes());
      next = new LineSearch(landscape, here, curvature.direction(here.gradient())).from(length);
    }
    return next;
  }

  private @Nullable Ending ended(List<Double> losses, EvaluationPoint here) {
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
}
