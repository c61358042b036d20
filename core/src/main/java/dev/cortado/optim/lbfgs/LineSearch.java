package dev.cortado.optim.lbfgs;

import org.jspecify.annotations.Nullable;

/**
 * The length of a step along a direction by the strong Wolfe conditions: the loss falls by a share
 * of what its slope promises, and the slope becomes flatter ( Nocedal and Wright, algorithms 3.5
 * and 3.6).
 */
final class LineSearch {

  /** The share of the promised fall that is enough. */
  private static final double FALL = 1e-4;

  /** How much of the slope may be left. */
  private static final double FLATTER = 0.9;

  /** Evaluations in each of the two phases. */
  private static final int TRIALS = 25;

  private record Trial(double length, FlatLoss.Point point, double slope) {
    double loss() {
      return point.loss();
    }
  }

  private final FlatLoss loss;
  private final double[] direction;
  private final Trial start;

  LineSearch(FlatLoss loss, FlatLoss.Point here, double[] direction) {
    this.loss = loss;
    this.direction = direction;
    this.start = new Trial(0, here, here.slope(direction));
  }

  /** A better point, tried first at a length; null if there is none to be found. */
  FlatLoss.@Nullable Point from(double length) {
    if (!(start.slope < 0)) {
      return null;
    }
    var before = start;
    for (int i = 0; i < TRIALS; i++) {
      var trial = at(i == 0 ? length : 2 * before.length);
      if (fallsShort(trial) || trial.loss() >= before.loss()) {
        return between(before, trial);
      }
      if (isFlat(trial)) {
        return trial.point;
      }
      if (trial.slope >= 0) {
        return between(trial, before);
      }
      before = trial;
    }
    return before.point;
  }

  /** Narrows an interval: {@code low} is its better end, and the slope there leads into it. */
  private FlatLoss.@Nullable Point between(Trial low, Trial high) {
    for (int i = 0; i < TRIALS; i++) {
      var trial = at(lowest(low, high));
      if (fallsShort(trial) || trial.loss() >= low.loss()) {
        high = trial;
      } else {
        if (isFlat(trial)) {
          return trial.point;
        }
        if (trial.slope * (high.length - low.length) >= 0) {
          high = low;
        }
        low = trial;
      }
    }
    return low.length > 0 ? low.point : null;
  }

  private Trial at(double length) {
    var point = loss.along(start.point, direction, length);
    return new Trial(length, point, point.slope(direction));
  }

  private boolean fallsShort(Trial trial) {
    return !(trial.loss() <= start.loss() + FALL * trial.length * start.slope)
        || !trial.point.isFinite();
  }

  private boolean isFlat(Trial trial) {
    return Math.abs(trial.slope) <= FLATTER * -start.slope;
  }

  /** The lowest point of the cubic through both ends, kept a tenth of the interval off them. */
  private static double lowest(Trial a, Trial b) {
    double width = b.length - a.length;
    double d1 = a.slope + b.slope - 3 * (b.loss() - a.loss()) / width;
    double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), width);
    double share = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    return a.length + width * (share >= 0.1 && share <= 0.9 ? share : 0.5);
  }
}
