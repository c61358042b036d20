package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The cross-entropy of {@code k} classes, {@code −Σ w_k·t_k·log p_k} for each row.
 *
 * <p>The prediction is {@code [n, k]}. The target is {@code [n]}, the number of each row's class,
 * or {@code [n, k]}, a distribution for each row.
 *
 * <pre>{@code
 * var logits = Tensor.of(new float[][] {{0, 0}, {0, 1}});
 * Loss.crossEntropy().perSample(logits, Tensor.of(0, 1));   // [0.6931472  0.31326166]
 * }</pre>
 *
 * @param input what the prediction holds: logits or log probabilities
 * @param smoothing the part of a target that is spread evenly over all classes
 * @param classWeights {@code w}, or empty for 1 each
 */
public record CrossEntropy(OutputKind input, double smoothing, List<Double> classWeights)
    implements Loss {

  public CrossEntropy {
    if (input != OutputKind.LOGITS && input != OutputKind.LOG_PROBABILITIES) {
      throw Errors.argument("crossEntropy: of %s, expected logits or log probabilities", input);
    }
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw Errors.argument("%s: label smoothing %s, expected 0 to 1", label(input), smoothing);
    }
    classWeights = List.copyOf(classWeights);
    for (double weight : classWeights) {
      requireWeight(label(input), weight);
    }
  }

  static CrossEntropy of(OutputKind input) {
    return new CrossEntropy(input, 0, List.of());
  }

  private static String label(OutputKind input) {
    return input == OutputKind.LOGITS ? "crossEntropy" : "nll";
  }

  @Override
  public OutputKind expects() {
    return input;
  }

  static void requireWeight(String label, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw Errors.argument("%s: class weight %s, expected a number from 0 on", label, weight);
    }
  }

  /**
   * The same with targets {@code (1 − s)·t + s/k}: no class is taken as certain, and logits stay
   * bounded (Szegedy et al., 2016).
   */
  public CrossEntropy labelSmoothing(double part) {
    return new CrossEntropy(input, part, classWeights);
  }

  /**
   * The same with a weight for each class. The mean over a batch still divides by the number of
   * rows (as in Keras; PyTorch divides by the sum of the rows' weights).
   */
  public CrossEntropy classWeights(double... weights) {
    return new CrossEntropy(input, smoothing, Arrays.stream(weights).boxed().toList());
  }

  @Override
  public Tensor perSample(Tensor prediction, Tensor target) {
    var shape = prediction.shape();
    if (shape.rank() != 2) {
      throw Errors.argument("%s: prediction %s, expected [rows, classes]", label(input), shape);
    }
    int classes = shape.dim(1);
    if (classes < 2) {
      throw Errors.argument(
          "%s: prediction %s has %d class, expected at least 2; "
              + "for a single logit use binaryCrossEntropy()",
          label(input), shape, classes);
    }
    var weights = weighted(smoothed(distribution(target, shape), classes), classes);
    var logarithms = input == OutputKind.LOGITS ? prediction.logSoftmax(1) : atMostZero(prediction);
    // 0 · log 0 would be NaN; a class with target 0 adds nothing to the loss.
    return weights.where(weights.mul(logarithms), Tensor.scalar(0)).sum(1).neg();
  }

  /** {@code [n] → [n, k]}. */
  private Tensor distribution(Tensor target, Shape prediction) {
    if (target.shape().equals(prediction)) {
      return requireDistribution(target);
    }
    if (!target.shape().equals(Shape.of(prediction.dim(0)))) {
      boolean column = target.shape().equals(Shape.of(prediction.dim(0), 1));
      throw Errors.argument(
          "%s: prediction %s, target %s: %s",
          label(input),
          prediction,
          target.shape(),
          column
              ? "reshape the target with squeeze(1)"
              : "expected a class for each row, [" + prediction.dim(0) + "], or a distribution");
    }
    return oneHot(target, prediction.dim(1));
  }

  private Tensor oneHot(Tensor target, int classes) {
    TensorAccess.check(
        target,
        values -> {
          for (int row = 0; row < values.limit(); row++) {
            float value = values.get(row);
            if (value != (int) value || value < 0 || value >= classes) {
              throw Errors.argument(
                  "%s: the target of row %d is %s, expected a class from 0 to %d",
                  label(input), row, value, classes - 1);
            }
          }
        });
    return target.oneHot(classes);
  }

  private Tensor requireDistribution(Tensor target) {
    int classes = target.shape().dim(1);
    TensorAccess.check(
        target,
        parts -> {
          for (int row = 0; row < parts.limit() / classes; row++) {
            requireDistribution(parts, row, classes);
          }
        });
    return target;
  }

  private void requireDistribution(FloatBuffer parts, int row, int classes) {
    double sum = 0;
    float smallest = 0;
    for (int k = 0; k < classes; k++) {
      sum += parts.get(row * classes + k);
      smallest = Math.min(smallest, parts.get(row * classes + k));
    }
    if (!(smallest >= 0 && Math.abs(sum - 1) <= 1e-3)) {
      throw Errors.argument(
          "%s: the target of row %d is not a distribution, sum %s, smallest part %s",
          label(input), row, (float) sum, smallest);
    }
  }

  private Tensor smoothed(Tensor target, int classes) {
    return smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
  }

  private Tensor weighted(Tensor target, int classes) {
    if (classWeights.isEmpty()) {
      return target;
    }
    if (classWeights.size() != classes) {
      throw Errors.argument(
          "%s: %d class weights for %d classes", label(input), classWeights.size(), classes);
    }
    float[] weights = new float[classes];
    for (int k = 0; k < classes; k++) {
      weights[k] = classWeights.get(k).floatValue();
    }
    return target.mul(Tensor.of(weights));
  }

  private Tensor atMostZero(Tensor logarithms) {
    TensorAccess.check(
        logarithms,
        values -> {
          for (int i = 0; i < values.limit(); i++) {
            if (values.get(i) > 1e-3) {
              throw Errors.argument(
                  "%s: prediction has %s, a log probability is at most 0; "
                      + "for logits use crossEntropy()",
                  label(input), values.get(i));
            }
          }
        });
    return logarithms;
  }
}
