package dev.cortado.tables;

import dev.cortado.data.Target;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Metric;

/** What a training of a table is judged by. */
public enum TableMetric {
  /** The mean of {@code −log p} of the right class. */
  LOG_LOSS,
  /** The part of the rows, or of the labels, that are right. */
  ACCURACY,
  /** The area under the receiver operating characteristic. */
  AUC,
  /** The root of the mean squared error. */
  RMSE,
  /** The mean absolute error. */
  MAE;

  /** As a metric for a target. */
  public Metric metric(Target target) {
    boolean numbers = target instanceof Target.Numbers;
    boolean ofNumbers = this == RMSE || this == MAE;
    if (numbers != ofNumbers) {
      throw Errors.argument(
          "metric: %s is for %s, the target is %s; expected %s",
          this,
          ofNumbers ? "numbers" : "classes",
          numbers ? "numbers" : "classes",
          numbers ? "rmse or mae" : "logloss, accuracy or auc");
    }
    return switch (this) {
      case LOG_LOSS -> Metric.logLoss();
      case ACCURACY -> Metric.standard(target);
      case AUC -> Metric.rocAuc();
      case RMSE -> Metric.rmse();
      case MAE -> Metric.mae();
    };
  }

  /** As on the command line: {@code logloss}. */
  @Override
  public String toString() {
    return switch (this) {
      case LOG_LOSS -> "logloss";
      case ACCURACY -> "accuracy";
      case AUC -> "auc";
      case RMSE -> "rmse";
      case MAE -> "mae";
    };
  }
}
