package dev.cortado.optim.lbfgs;

/**
 * A place where a loss was evaluated, all parameters in one row.
 *
 * @param at the parameters
 */
record EvaluationPoint(float[] at, double loss, float[] gradient) {

  boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(sumOfSlopes());
  }

  double largestSlope() {
    double largest = 0;
    for (float slope : gradient) {
      largest = Math.max(largest, Math.abs(slope));
    }
    return largest;
  }

  double sumOfSlopes() {
    double sum = 0;
    for (float slope : gradient) {
      sum += Math.abs(slope);
    }
    return sum;
  }

  /** The slope of the loss along a direction. */
  double slope(double[] direction) {
    double sum = 0;
    for (int i = 0; i < direction.length; i++) {
      sum += gradient[i] * direction[i];
    }
    return sum;
  }
}
