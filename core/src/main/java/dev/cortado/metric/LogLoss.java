package dev.cortado.metric;

import dev.cortado.internal.Errors;
import dev.cortado.nn.OutputKind;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Functions;

/** The mean of {@code −log p} of the right class; for labels, over all of them. */
final class LogLoss {

  private static final String NAME = "logLoss";

  /** How near to 0 a probability may be; the same as in the loss of probabilities. */
  private static final double LEAST = 1e-7;

  private static final double SLACK = 1e-3;

  private LogLoss() {}

  static double of(Tensor prediction, Tensor target, OutputKind kind) {
    int outputs = PredictionChecks.outputs(NAME, prediction);
    float[] values = PredictionChecks.numbers(NAME, prediction, kind);
    boolean single = outputs == 1 || PredictionChecks.ofLabels(prediction, target);
    if (single) {
      PredictionChecks.requireSameShape(NAME, prediction, target);
    }
    int[] labels =
        single
            ? PredictionChecks.labels(NAME, target, 2)
            : PredictionChecks.labels(NAME, prediction, target, outputs);
    return switch (kind) {
      case LOGITS -> single ? ofLogits(values, labels) : ofLogits(prediction, labels, outputs);
      case PROBABILITIES ->
          single ? ofProbabilities(values, labels) : ofProbabilities(values, labels, outputs);
      case LOG_PROBABILITIES -> ofLogits(prediction, labels, outputs);
      case VALUES, UNKNOWN -> throw kind.unknown(NAME);
    };
  }

  /** {@code −log σ(z) = softplus(−z)}. */
  private static double ofLogits(float[] logits, int[] labels) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum += Functions.softplus(labels[row] == 1 ? -logits[row] : logits[row]);
    }
    return sum / labels.length;
  }

  private static double ofProbabilities(float[] probabilities, int[] labels) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      double p = probabilities[row];
      sum -= logarithm(labels[row] == 1 ? p : 1 - p);
    }
    return sum / labels.length;
  }

  private static double ofLogits(Tensor logits, int[] labels, int outputs) {
    float[] logarithms = Tape.unrecorded(() -> logits.logSoftmax(1)).toArray();
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum -= logarithms[row * outputs + labels[row]];
    }
    return sum / labels.length;
  }

  private static double ofProbabilities(float[] probabilities, int[] labels, int outputs) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      requireWhole(probabilities, row, outputs);
      sum -= logarithm(probabilities[row * outputs + labels[row]]);
    }
    return sum / labels.length;
  }

  private static void requireWhole(float[] probabilities, int row, int outputs) {
    double whole = 0;
    for (int i = 0; i < outputs; i++) {
      whole += probabilities[row * outputs + i];
    }
    if (Math.abs(whole - 1) > SLACK) {
      throw Errors.argument(
          "logLoss: the probabilities of row %d have the sum %s, expected 1; is a softmax missing?",
          row, (float) whole);
    }
  }

  private static double logarithm(double probability) {
    return Functions.log(Math.clamp(probability, LEAST, 1 - LEAST));
  }
}
