package dev.cortado.doctor;

import dev.cortado.data.Dataset;
import dev.cortado.data.Target;
import dev.cortado.nn.CrossEntropy;
import dev.cortado.nn.ElementwiseLoss;
import dev.cortado.nn.Loss;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Functions;
import java.util.Arrays;

/**
 * The losses of constant predictions on some rows, as far as they are known.
 *
 * @param start the loss of a prediction that uses no feature, as a new model's: equal probabilities
 *     of all classes, or the mean of the numbers; NaN if it is not known
 * @param trivial the loss of the best constant prediction or, if all rows have the same target, of
 *     one that does not use it: equal probabilities, 0, or 1 if the target is 0; NaN if it is not
 *     known
 */
record ProbeLoss(double start, double trivial) {

  /** A variance below this share of the mean square is rounding of a constant. */
  private static final double NEGLIGIBLE = 1e-14;

  static ProbeLoss of(Loss loss, Dataset rows) {
    return switch (loss) {
      case Loss.Scaled(var inner, double factor) -> of(inner, rows).times(factor);
      case ElementwiseLoss.Summed(var inner) ->
          of(inner, rows).times(rows.schema().target().outputs());
      case CrossEntropy it -> {
        boolean plain = it.classWeights().isEmpty() && it.smoothing() == 0;
        yield ofClasses(plain, rows);
      }
      case ElementwiseLoss.Binary(double negative, double positive) ->
          ofClasses(negative == 1 && positive == 1, rows);
      case ElementwiseLoss.BinaryOfProbabilities _ -> ofClasses(true, rows);
      case ElementwiseLoss.Squared _ -> {
        double variance = variance(rows);
        yield ofNumbers(loss, rows, variance, variance);
      }
      case ElementwiseLoss.Absolute _, ElementwiseLoss.Huber _ ->
          ofNumbers(loss, rows, Double.NaN, loss.apply(medians(rows), rows.y()).item());
      default -> unknown();
    };
  }

  private static ProbeLoss unknown() {
    return new ProbeLoss(Double.NaN, Double.NaN);
  }

  private ProbeLoss times(double factor) {
    return new ProbeLoss(start * factor, trivial * factor);
  }

  private static ProbeLoss ofClasses(boolean plain, Dataset rows) {
    if (plain && rows.schema().target() instanceof Target.Labels) {
      return ofLabels(rows);
    }
    var counts = rows.classCounts();
    if (!plain || counts.isEmpty()) {
      return unknown();
    }
    double entropy = 0;
    for (int count : counts) {
      double share = (double) count / rows.size();
      entropy -= count == 0 ? 0 : share * Functions.log(share);
    }
    double start = Functions.log((double) counts.size());
    return new ProbeLoss(start, entropy == 0 ? start : entropy);
  }

  /** The mean over the labels. */
  private static ProbeLoss ofLabels(Dataset rows) {
    float[] y = rows.y().toArray();
    int labels = y.length / rows.size();
    double entropy = 0;
    for (int label = 0; label < labels; label++) {
      double count = 0;
      for (int i = label; i < y.length; i += labels) {
        count += y[i];
      }
      double share = count / rows.size();
      entropy -= share == 0 || share == 1 ? 0 : entropyPart(share) + entropyPart(1 - share);
    }
    double start = Functions.log(2.0);
    return new ProbeLoss(start, entropy == 0 ? start : entropy / labels);
  }

  private static double entropyPart(double share) {
    return share * Functions.log(share);
  }

  /** For a loss that is lowest at the mean or median of the target. */
  private static ProbeLoss ofNumbers(Loss loss, Dataset rows, double start, double atMiddle) {
    if (atMiddle > 0) {
      return new ProbeLoss(start, atMiddle);
    }
    var shape = rows.y().shape();
    double atZero = loss.apply(Tensor.zeros(shape), rows.y()).item();
    double wrong = atZero > 0 ? atZero : loss.apply(Tensor.full(shape, 1), rows.y()).item();
    return new ProbeLoss(Double.NaN, wrong);
  }

  /** The mean variance of the target's columns; 0 for a constant with rounding. */
  private static double variance(Dataset rows) {
    float[] y = rows.y().toArray();
    int outputs = y.length / rows.size();
    double sum = 0;
    double squares = 0;
    for (int output = 0; output < outputs; output++) {
      double mean = 0;
      for (int i = output; i < y.length; i += outputs) {
        mean += y[i];
      }
      mean /= rows.size();
      for (int i = output; i < y.length; i += outputs) {
        sum += (y[i] - mean) * (y[i] - mean);
        squares += (double) y[i] * y[i];
      }
    }
    return sum > NEGLIGIBLE * squares ? sum / y.length : 0;
  }

  /** For each row the medians of the outputs. */
  private static Tensor medians(Dataset rows) {
    float[] y = rows.y().toArray();
    int outputs = y.length / rows.size();
    float[] medians = new float[y.length];
    for (int output = 0; output < outputs; output++) {
      float[] column = new float[rows.size()];
      for (int row = 0; row < column.length; row++) {
        column[row] = y[row * outputs + output];
      }
      Arrays.sort(column);
      for (int row = 0; row < column.length; row++) {
        medians[row * outputs + output] = column[column.length / 2];
      }
    }
    return Tensor.of(rows.y().shape(), medians);
  }
}
