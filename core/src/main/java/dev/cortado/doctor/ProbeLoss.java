package dev.cortado.doctor;

import dev.cortado.data.Dataset;
import dev.cortado.nn.CrossEntropy;
import dev.cortado.nn.ElementwiseLoss;
import dev.cortado.nn.Loss;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Functions;
import java.util.Arrays;

/**
 * What is known of a loss on some rows before a model is.
 *
 * @param takes what the loss takes for a prediction
 * @param start the loss of an answer that knows nothing, as a fresh model's is: all classes alike;
 *     for numbers that of their mean. NaN if it is not known
 * @param trivial the loss of the best answer that is the same for every row or, if all rows have
 *     the same target, that of an answer that does not know it: all classes alike, 0, or 1 if it is
 *     0. NaN if it is not known
 */
record ProbeLoss(Takes takes, double start, double trivial) {

  /** A variance below this part of the mean square is the last bit of a constant. */
  private static final double NEGLIGIBLE = 1e-14;

  /** What a loss takes for a prediction. */
  enum Takes {
    LOGITS,
    PROBABILITIES,
    LOG_PROBABILITIES,
    NUMBERS,
    UNKNOWN
  }

  static ProbeLoss of(Loss loss, Dataset rows) {
    return switch (loss) {
      case Loss.Scaled(var inner, double factor) -> of(inner, rows).times(factor);
      case ElementwiseLoss.Summed(var inner) ->
          of(inner, rows).times(rows.schema().target().outputs());
      case CrossEntropy it -> {
        boolean logits = it.input() == CrossEntropy.Input.LOGITS;
        boolean plain = it.classWeights().isEmpty() && it.smoothing() == 0;
        yield ofClasses(logits ? Takes.LOGITS : Takes.LOG_PROBABILITIES, plain, rows);
      }
      case ElementwiseLoss.Binary(double negative, double positive) ->
          ofClasses(Takes.LOGITS, negative == 1 && positive == 1, rows);
      case ElementwiseLoss.BinaryOfProbabilities _ -> ofClasses(Takes.PROBABILITIES, true, rows);
      case ElementwiseLoss.Squared _ -> {
        double variance = variance(rows);
        yield ofNumbers(loss, rows, variance, variance);
      }
      case ElementwiseLoss.Absolute _, ElementwiseLoss.Huber _ ->
          ofNumbers(loss, rows, Double.NaN, loss.apply(medians(rows), rows.y()).item());
      default -> unknown(Takes.UNKNOWN);
    };
  }

  private static ProbeLoss unknown(Takes takes) {
    return new ProbeLoss(takes, Double.NaN, Double.NaN);
  }

  private ProbeLoss times(double factor) {
    return new ProbeLoss(takes, start * factor, trivial * factor);
  }

  private static ProbeLoss ofClasses(Takes takes, boolean plain, Dataset rows) {
    var counts = rows.classCounts();
    if (!plain || counts.isEmpty()) {
      return unknown(takes);
    }
    double entropy = 0;
    for (int count : counts) {
      double share = (double) count / rows.size();
      entropy -= count == 0 ? 0 : share * Functions.log(share);
    }
    double start = Functions.log((double) counts.size());
    return new ProbeLoss(takes, start, entropy == 0 ? start : entropy);
  }

  /** Of a loss that is lowest at the middle of the target's numbers. */
  private static ProbeLoss ofNumbers(Loss loss, Dataset rows, double start, double atMiddle) {
    if (atMiddle > 0) {
      return new ProbeLoss(Takes.NUMBERS, start, atMiddle);
    }
    var shape = rows.y().shape();
    double atZero = loss.apply(Tensor.zeros(shape), rows.y()).item();
    double wrong = atZero > 0 ? atZero : loss.apply(Tensor.full(shape, 1), rows.y()).item();
    return new ProbeLoss(Takes.NUMBERS, Double.NaN, wrong);
  }

  /** Of the target's numbers, the mean over them; 0 for what differs in the last bit only. */
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
