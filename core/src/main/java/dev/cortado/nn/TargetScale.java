package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The last layer of a regression: outputs of mean 0 and deviation 1 become numbers in the target's
 * own units, {@code y = x·σ + μ}, {@code x: [..., outputs] → [..., outputs]}. The model then
 * answers in these units wherever it is used.
 *
 * <p>Train it on the target as it is, with a loss on the same scale:
 *
 * <pre>{@code
 * var scale = TargetScale.fit(train.y()).clampedTo(train.y());
 * var model = Sequential.of(Dense.of(8, 64, Activation.relu()), Dense.of(64, 1), scale);
 * Trainer.fit(model, Recipe.of(scale.loss(Loss.mse()), Adam.of(1e-3)), train);
 * }</pre>
 *
 * <p>A model that was trained on a standardized target gets it afterwards: {@code
 * Sequential.of(trained, scale)}.
 *
 * @param mean {@code μ} of each output
 * @param deviation {@code σ} of each output
 * @param low what the answer is cut off at in use, not in training; the lowest float if it is not
 * @param high likewise, from above
 */
public record TargetScale(Buffer mean, Buffer deviation, Buffer low, Buffer high) implements Layer {

  /**
   * Fitted on the target of training rows, {@code [n, outputs]}. A constant target has {@code σ =
   * 1}.
   */
  public static TargetScale fit(Tensor y) {
    var fitted = Standardize.fit(requireNumbers(y));
    var deviation = fitted.deviation().value();
    var largest = Tensor.full(deviation.shape(), Float.MAX_VALUE);
    return new TargetScale(
        fitted.mean(),
        Buffer.of(deviation.gt(0).where(deviation, Tensor.scalar(1))),
        Buffer.of(largest.neg()),
        Buffer.of(largest));
  }

  /** The same, whose answers in use stay within the range of this target. */
  public TargetScale clampedTo(Tensor y) {
    requireNumbers(y);
    return new TargetScale(mean, deviation, Buffer.of(y.min(0)), Buffer.of(y.max(0)));
  }

  private static Tensor requireNumbers(Tensor y) {
    if (y.shape().rank() != 2 || y.shape().dim(0) < 1) {
      throw Errors.argument("targetScale: %s, expected a target [rows, outputs]", y.shape());
    }
    return y;
  }

  /** A loss of prediction and target, both divided back to mean 0 and deviation 1. */
  public Loss loss(Loss standardized) {
    return new Rescaled(standardized, numbers(mean), numbers(deviation));
  }

  private static List<Double> numbers(Buffer buffer) {
    var numbers = new ArrayList<Double>();
    for (float value : buffer.value().toArray()) {
      numbers.add((double) value);
    }
    return numbers;
  }

  @Override
  public Shape rowShape() {
    return mean.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    InputChecks.requireLastAxis("targetScale", x, mean.shape().size());
    var y = x.mul(deviation.value()).add(mean.value());
    return switch (pass) {
      case Pass.Training _ -> y;
      case Pass.Inference _ -> y.maximum(low.value()).minimum(high.value());
    };
  }

  /**
   * A loss of {@code (y − μ)/σ} against {@code (t − μ)/σ}: its size and its gradients are those of
   * a standardized target.
   *
   * @param loss what it is then
   * @param mean {@code μ} of each output
   * @param deviation {@code σ} of each output
   */
  record Rescaled(Loss loss, List<Double> mean, List<Double> deviation) implements Loss {

    Rescaled {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
    }

    @Override
    public OutputKind expects() {
      return loss.expects();
    }

    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      return loss.perSample(standardized(prediction), standardized(target));
    }

    private Tensor standardized(Tensor y) {
      return y.sub(row(mean)).div(row(deviation));
    }

    private static Tensor row(List<Double> numbers) {
      float[] values = new float[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.get(i).floatValue();
      }
      return Tensor.of(values);
    }
  }
}
