package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Tensor;

/** Errors of predicted numbers; sums in double, row by row. */
final class RegressionErrors {

  private RegressionErrors() {}

  static double rmse(Tensor prediction, Tensor target) {
    float[] y = checked("rmse", prediction, target);
    float[] t = target.toArray();
    double sum = 0;
    for (int i = 0; i < t.length; i++) {
      double error = (double) t[i] - y[i];
      sum += error * error;
    }
    return Math.sqrt(sum / t.length);
  }

  static double mae(Tensor prediction, Tensor target) {
    float[] y = checked("mae", prediction, target);
    float[] t = target.toArray();
    double sum = 0;
    for (int i = 0; i < t.length; i++) {
      sum += Math.abs((double) t[i] - y[i]);
    }
    return sum / t.length;
  }

  static double r2(Tensor prediction, Tensor target) {
    float[] y = checked("r2", prediction, target);
    float[] t = target.toArray();
    int outputs = PredictionChecks.outputs("r2", prediction);
    if (t.length / outputs < 2) {
      throw Errors.argument("r2: a single row has no variance to explain");
    }
    double sum = 0;
    for (int output = 0; output < outputs; output++) {
      sum += explained(y, t, output, outputs);
    }
    return sum / outputs;
  }

  private static double explained(float[] y, float[] t, int output, int outputs) {
    int rows = t.length / outputs;
    double mean = 0;
    for (int i = output; i < t.length; i += outputs) {
      mean += t[i];
    }
    mean /= rows;
    double residual = 0;
    double total = 0;
    boolean constant = true;
    for (int i = output; i < t.length; i += outputs) {
      double error = (double) t[i] - y[i];
      double distance = t[i] - mean;
      residual += error * error;
      total += distance * distance;
      constant &= t[i] == t[output];
    }
    // rounding of the mean would give a constant column a variance
    return constant ? (residual == 0 ? 1 : 0) : 1 - residual / total;
  }

  private static float[] checked(String metric, Tensor prediction, Tensor target) {
    float[] values = PredictionChecks.numbers(metric, prediction);
    PredictionChecks.requireSameShape(metric, prediction, target);
    return values;
  }
}
