package dev.cortado.nn;

import dev.cortado.internal.Errors;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;

/**
 * The error of predictions: a number for each row, and their mean for a batch.
 *
 * <pre>{@code
 * var loss = Loss.mse();
 * loss.apply(Tensor.of(1, 2, 3), Tensor.of(1, 2, 6));       // 3.
 * loss.perSample(Tensor.of(1, 2, 3), Tensor.of(1, 2, 6));   // [0. 0. 9.]
 * }</pre>
 *
 * <p>A loss of your own is a record that gives a number for each row:
 *
 * <pre>{@code
 * record Relative() implements Loss {
 *   public Tensor perSample(Tensor prediction, Tensor target) {
 *     return prediction.sub(target).div(target).abs().mean(1);
 *   }
 * }
 * }</pre>
 *
 * <p>A lambda does the same, but its code cannot be read, so training steps with it are not
 * compiled: small networks then train several times as slowly.
 *
 * <p>Shapes are strict: {@code [n]} against {@code [n, 1]} would broadcast to {@code [n, n]} and
 * train on nonsense, so it is an error.
 */
@FunctionalInterface
public interface Loss {

  /**
   * What predictions it expects; {@link OutputKind#UNKNOWN} for a loss of your own that does not
   * override this.
   */
  default OutputKind expects() {
    return OutputKind.UNKNOWN;
  }

  /** A number for each row, {@code [n]}. */
  Tensor perSample(Tensor prediction, Tensor target);

  /** The mean over the rows, which training minimizes. */
  default Tensor apply(Tensor prediction, Tensor target) {
    return checked(prediction, target).mean();
  }

  /**
   * The mean over the rows, each multiplied by a weight, {@code Σ wᵢ·lossᵢ / n}. Weights with mean
   * 1 leave the size of the loss, and so of the steps, as it is.
   */
  default Tensor apply(Tensor prediction, Tensor target, Tensor weights) {
    var losses = checked(prediction, target);
    if (!weights.shape().equals(losses.shape())) {
      throw Errors.argument(
          "loss: weights %s for prediction %s, expected %s",
          weights.shape(), prediction.shape(), losses.shape());
    }
    return losses.mul(weights).mean();
  }

  /** The sum over the rows. */
  default Tensor sum(Tensor prediction, Tensor target) {
    return checked(prediction, target).sum();
  }

  /** The same loss times a factor, such as the ½ with which the gradient of a square is y − t. */
  default Loss times(double factor) {
    return new Scaled(this, factor);
  }

  /** A loss times a factor. */
  record Scaled(Loss loss, double factor) implements Loss {
    @Override
    public OutputKind expects() {
      return loss.expects();
    }

    @Override
    public Tensor perSample(Tensor prediction, Tensor target) {
      return loss.perSample(prediction, target).mul(factor);
    }
  }

  private Tensor checked(Tensor prediction, Tensor target) {
    var shape = prediction.shape();
    if (shape.rank() == 0 || shape.dim(0) == 0) {
      throw Errors.argument("loss: prediction %s has no rows", shape);
    }
    var losses = perSample(prediction, target);
    if (!losses.shape().equals(Shape.of(shape.dim(0)))) {
      throw Errors.argument(
          "loss: perSample gave %s for prediction %s, expected [%d]: a number for each row, "
              + "whose mean is taken by apply",
          losses.shape(), shape, shape.dim(0));
    }
    return losses;
  }

  /**
   * The squared error {@code (y − t)²}; of several outputs the mean. The gradient has the factor 2.
   *
   * <p>Three normalizations are in use. This one divides by rows and outputs, as PyTorch, Keras and
   * scikit-learn do; {@link ElementwiseLoss#summed} sums over a row's outputs and takes the mean
   * over rows, {@code E‖y − t‖²}; {@link #sum} divides by nothing.
   */
  static ElementwiseLoss mse() {
    return new ElementwiseLoss.Squared();
  }

  /** The absolute error {@code |y − t|}; its derivative at 0 is 0. */
  static ElementwiseLoss mae() {
    return new ElementwiseLoss.Absolute();
  }

  /** Huber's: {@code e²/2} for errors up to {@code δ}, {@code δ(|e| − δ/2)} beyond. */
  static ElementwiseLoss huber(double delta) {
    return new ElementwiseLoss.Huber(delta);
  }

  /** The smooth form of Huber's: {@code δ²·(√(1 + (e/δ)²) − 1)}. */
  static ElementwiseLoss pseudoHuber(double delta) {
    return new ElementwiseLoss.PseudoHuber(delta);
  }

  /**
   * Cross-entropy of two classes, from logits: {@code −t·log σ(z) − (1 − t)·log(1 − σ(z))} as
   * {@code softplus(z) − t·z}, which neither overflows nor loses small numbers.
   */
  static ElementwiseLoss.Binary binaryCrossEntropy() {
    return new ElementwiseLoss.Binary(1, 1);
  }

  /**
   * Cross-entropy of two classes, from probabilities, which are kept at least 1e-7 from 0 and 1 (as
   * in Keras). A prediction beyond has no gradient; logits do not have that trouble.
   */
  static ElementwiseLoss binaryCrossEntropyOfProbabilities() {
    return new ElementwiseLoss.BinaryOfProbabilities();
  }

  /**
   * The perceptron's: {@code (ŷ − t)·z} with {@code ŷ = 1} if {@code z > 0}, else 0, taken as
   * constant. A step of descent on it is Rosenblatt's rule {@code θ ← θ − α(ŷ − t)x}.
   */
  static ElementwiseLoss perceptron() {
    return new ElementwiseLoss.Perceptron();
  }

  /** Cross-entropy {@code −Σ t_k·log softmax(z)_k} from logits {@code z: [n, k]}. */
  static CrossEntropy crossEntropy() {
    return CrossEntropy.of(OutputKind.LOGITS);
  }

  /** The negative log likelihood {@code −Σ t_k·log p_k} from log probabilities {@code [n, k]}. */
  static CrossEntropy nll() {
    return CrossEntropy.of(OutputKind.LOG_PROBABILITIES);
  }
}
