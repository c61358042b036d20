package dev.cortado.autograd.check;

import java.util.function.DoubleUnaryOperator;

/**
 * The derivative at 0 of a noisy function: central differences with ever smaller steps are
 * extrapolated to step 0 (Richardson), and the extrapolation with the smallest estimated error is
 * taken (C. J. F. Ridders, <i>Accurate computation of F′(x) and F′(x)F″(x)</i>, Advances in
 * Engineering Software 4, 1982). So a large step is used where the function is smooth, and a small
 * one where a kink is near.
 *
 * @param slope the derivative
 * @param uncertainty how far off it may be
 */
record DifferenceQuotient(double slope, double uncertainty) {

  private static final double LARGEST = 0x1p-3;
  private static final double CLOSE = 0x1p-7;
  private static final double SMALLEST = 0x1p-14;
  private static final int ORDERS = 3;
  private static final double CLOSE_ENOUGH = 1e-5;

  /**
   * A safety factor, since the effects of several kinks may cancel in neighboring extrapolations.
   */
  private static final double CAUTION = 3;

  /** The largest relative rounding error of a moved argument. */
  private static final double ROUNDING = 0x1p-24;

  /** How many standard deviations of the noise are allowed for. */
  private static final double DEVIATIONS = 8;

  /**
   * The derivative of a function whose argument is a float of about 1 plus a step, and whose values
   * have errors of standard deviation {@code noise}.
   */
  static DifferenceQuotient of(DoubleUnaryOperator function, double noise) {
    var best = new DifferenceQuotient(0, Double.POSITIVE_INFINITY);
    double middle = function.applyAsDouble(0);
    double[] before = new double[0];
    double bendBefore = Double.NaN;
    for (double step = LARGEST; step >= SMALLEST; step /= 2) {
      double unsteady = DEVIATIONS * noise / step;
      if (unsteady > best.uncertainty) {
        break;
      }
      double up = function.applyAsDouble(step);
      double down = function.applyAsDouble(-step);
      double[] row = extrapolated((up - down) / (2 * step), before);
      // Without a kink, the slopes to the right and to the left differ in proportion to the step.
      double bend = (up - 2 * middle + down) / step;
      double kinked = Math.abs(bendBefore - 2 * bend) / 2;
      for (int order = 1; order < row.length; order++) {
        double spread =
            Math.max(
                Math.abs(row[order] - row[order - 1]), Math.abs(row[order] - before[order - 1]));
        double uncertainty =
            CAUTION * (spread + kinked) + unsteady + Math.abs(row[order]) * ROUNDING / step;
        if (uncertainty < best.uncertainty) {
          best = new DifferenceQuotient(row[order], uncertainty);
        }
      }
      if (best.uncertainty <= CLOSE_ENOUGH * Math.abs(best.slope)) {
        break;
      }
      before = row;
      bendBefore = bend;
    }
    return best;
  }

  /** A quotient and its extrapolations to step 0, by the row of the step twice as large. */
  private static double[] extrapolated(double quotient, double[] before) {
    double[] row = new double[Math.min(before.length + 1, ORDERS)];
    row[0] = quotient;
    double power = 4;
    for (int order = 1; order < row.length; order++, power *= 4) {
      row[order] = (power * row[order - 1] - before[order - 1]) / (power - 1);
    }
    return row;
  }

  /**
   * Whether a slope that differs from this one may still be right: a smaller step confirms it, or
   * the slopes to the left and to the right differ at every step, as they do at a kink.
   */
  boolean cannotExclude(double other, DoubleUnaryOperator function, double noise) {
    double middle = function.applyAsDouble(0);
    double bendBefore = Double.NaN;
    for (double step = CLOSE; step >= SMALLEST; step /= 2) {
      double unsteady = DEVIATIONS * noise / step;
      if (unsteady > Math.abs(other - slope) / 2) {
        return false;
      }
      double up = function.applyAsDouble(step);
      double down = function.applyAsDouble(-step);
      double bend = Math.abs(up - 2 * middle + down) / step;
      boolean confirmed = Math.abs((up - down) / (2 * step) - other) <= unsteady;
      boolean kinked = bend > 4 * unsteady && bend > 0.75 * bendBefore;
      if (confirmed || kinked) {
        return true;
      }
      bendBefore = bend;
    }
    return false;
  }
}
