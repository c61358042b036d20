package dev.cortado.doctor;

import dev.cortado.data.Dataset;
import dev.cortado.nn.CrossEntropy;
import dev.cortado.nn.ElementwiseLoss;
import dev.cortado.nn.Loss;
import dev.cortado.tensor.kernel.Functions;

/**
 * What is known of a loss on some rows before a model is.
 *
 * @param takes what the loss takes for a prediction
 * @param start the loss of an answer that knows nothing, as a fresh model's is: all classes alike;
 *     for numbers that of their mean. NaN if it is not known
 * @param trivial the loss of the best answer that is the same for every row; NaN if it is not known
 */
record ProbeLoss(Takes takes, double start, double trivial) {

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
        yield new ProbeLoss(Takes.NUMBERS, variance, variance);
      }
      case ElementwiseLoss.Absolute _, ElementwiseLoss.Huber _ -> unknown(Takes.NUMBERS);
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
    return new ProbeLoss(takes, Functions.log((double) counts.size()), entropy);
  }

  /** Of the target's numbers, the mean over them. */
  private static double variance(Dataset rows) {
    float[] y = rows.y().toArray();
    int outputs = y.length / rows.size();
    double sum = 0;
    for (int output = 0; output < outputs; output++) {
      double mean = 0;
      for (int i = output; i < y.length; i += outputs) {
        mean += y[i];
      }
      mean /= rows.size();
      for (int i = output; i < y.length; i += outputs) {
        sum += (y[i] - mean) * (y[i] - mean);
      }
    }
    return sum / y.length;
  }
}
