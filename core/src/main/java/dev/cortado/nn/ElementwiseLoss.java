package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A loss that compares prediction {@code y} and target {@code t} of the same shape element by
 * element; a row's is the mean over its elements.
 */
public sealed interface ElementwiseLoss extends Loss {

  /** {@code (y − t)²}. */
  record Squared() implements ElementwiseLoss {}

  /** {@code |y − t|}. */
  record Absolute() implements ElementwiseLoss {}

  /** {@code e²/2} for errors up to {@code delta}, else {@code delta·(|e| − delta/2)}. */
  record Huber(double delta) implements ElementwiseLoss {
    public Huber {
      Require.positive("huber", "delta", delta);
    }
  }

  /**
   * {@code δ²·(√(1 + (e/δ)²) − 1)}: nearly {@code e²/2} for small errors, {@code δ·|e|} for large
   * ones, and smooth between (Charbonnier et al., 1997).
   */
  record PseudoHuber(double delta) implements ElementwiseLoss {
    public PseudoHuber {
      Require.positive("pseudoHuber", "delta", delta);
    }
  }

  /**
   * {@code positive·t·softplus(−z) + negative·(1 − t)·softplus(z)} of a logit {@code z}: the
   * cross-entropy of two classes.
   *
   * @param negative the weight of the class 0
   * @param positive the weight of the class 1
   */
  record Binary(double negative, double positive) implements ElementwiseLoss {

    /** The same with a weight for each class. */
    public Binary classWeights(double negativeWeight, double positiveWeight) {
      CrossEntropy.requireWeight("binaryCrossEntropy", negativeWeight);
      CrossEntropy.requireWeight("binaryCrossEntropy", positiveWeight);
      return new Binary(negativeWeight, positiveWeight);
    }
  }

  /** {@code −t·log p − (1 − t)·log(1 − p)} of a probability. */
  record BinaryOfProbabilities() implements ElementwiseLoss {}

  /** {@code (ŷ − t)·z}, where {@code ŷ} is 1 if {@code z > 0}, else 0. */
  record Perceptron() implements ElementwiseLoss {}

  @Override
  default OutputKind expects() {
    return switch (this) {
      case Squared _, Absolute _, Huber _, PseudoHuber _ -> OutputKind.VALUES;
      case Binary _, Perceptron _ -> OutputKind.LOGITS;
      case BinaryOfProbabilities _ -> OutputKind.PROBABILITIES;
    };
  }

  /** The loss of each element. */
  default Tensor elements(Tensor y, Tensor t) {
    requireSameShape(y.shape(), t.shape());
    return switch (this) {
      case Squared _ -> y.sub(t).square();
      case Absolute _ -> y.sub(t).abs();
      case Huber(double delta) -> {
        var error = y.sub(t).abs();
        var capped = error.clip(0, delta);
        yield capped.mul(error.sub(capped.mul(0.5)));
      }
      case PseudoHuber(double delta) -> {
        // δ²(r − 1) = e²/(r + 1), which keeps its digits where e is small.
        var error = y.sub(t);
        var root = error.div(delta).square().add(1).sqrt();
        yield error.square().div(root.add(1));
      }
      case Binary(double negative, double positive) -> {
        requireClasses(t);
        yield negative == 1 && positive == 1
            ? y.softplus().sub(t.mul(y))
            : t.mul(y.neg().softplus())
                .mul(positive)
                .add(Tensor.scalar(1).sub(t).mul(y.softplus()).mul(negative));
      }
      case BinaryOfProbabilities _ -> {
        requireClasses(t);
        require("prediction", y, "for logits use binaryCrossEntropy()");
        var p = y.clip(1e-7, 1 - 1e-7);
        var whenNegative = Tensor.scalar(1).sub(t).mul(p.neg().log1p());
        yield t.mul(p.log()).add(whenNegative).neg();
      }
      case Perceptron _ -> {
        requireClasses(t);
        yield y.gt(0).sub(t).mul(y);
      }
    };
  }

  @Override
  default Tensor perSample(Tensor prediction, Tensor target) {
    var losses = elements(prediction, target);
    return isColumn(losses) ? losses.flatten() : losses.mean(outputs(losses));
  }

  /** The same with the sum over a row's elements in the place of their mean. */
  default Loss summed() {
    return new Summed(this);
  }

  /** A row's loss is the sum over its elements. */
  record Summed(ElementwiseLoss loss) implements Loss {
    @Override
    public OutputKind expects() {
      return loss.expects();
    }

    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      var losses = loss.elements(prediction, target);
      return isColumn(losses) ? losses.flatten() : losses.sum(outputs(losses));
    }
  }

  /** Whether there is one element in a row, so that there is nothing to add. */
  private static boolean isColumn(Tensor losses) {
    var shape = losses.shape();
    return shape.rank() == 0 || shape.size() == shape.dim(0);
  }

  private static int[] outputs(Tensor losses) {
    return IntStream.range(1, losses.shape().rank()).toArray();
  }

  private String label() {
    return switch (this) {
      case Squared _ -> "mse";
      case Absolute _ -> "mae";
      case Huber _ -> "huber";
      case PseudoHuber _ -> "pseudoHuber";
      case Binary _ -> "binaryCrossEntropy";
      case BinaryOfProbabilities _ -> "binaryCrossEntropyOfProbabilities";
      case Perceptron _ -> "perceptron";
    };
  }

  private void requireSameShape(Shape prediction, Shape target) {
    if (!prediction.equals(target)) {
      throw Errors.argument(
          "%s: prediction %s, target %s: %s",
          label(), prediction, target, repair(prediction, target));
    }
  }

  /** What makes the target's shape that of the prediction, if it is only an axis of length 1. */
  private static String repair(Shape prediction, Shape target) {
    for (int axis = 0; axis < Math.max(prediction.rank(), target.rank()); axis++) {
      if (target.rank() == prediction.rank() - 1 && isWithout(prediction, axis, target)) {
        return "reshape the target with expand(" + axis + ")";
      }
      if (prediction.rank() == target.rank() - 1 && isWithout(target, axis, prediction)) {
        return "reshape the target with squeeze(" + axis + ")";
      }
    }
    return "expected the same shape";
  }

  private static boolean isWithout(Shape longer, int axis, Shape shorter) {
    int[] rest =
        IntStream.range(0, longer.rank()).filter(i -> i != axis).map(longer::dim).toArray();
    return longer.dim(axis) == 1 && Arrays.equals(rest, shorter.dims());
  }

  private void requireClasses(Tensor target) {
    require("target", target, "−1 and 1 become 0 and 1 by add(1).mul(0.5)");
  }

  /** Values outside the range, and NaN, are refused. */
  private void require(String what, Tensor x, String repair) {
    TensorAccess.check(
        x,
        values -> {
          for (int i = 0; i < values.limit(); i++) {
            float value = values.get(i);
            if (!(value >= 0 && value <= 1)) {
              throw Errors.argument(
                  "%s: %s %s has %s, expected 0 to 1; %s", label(), what, x.shape(), value, repair);
            }
          }
        });
  }
}
