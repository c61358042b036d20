package dev.cortado.nn;

import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Parameter;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.tensor.Axes;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Brings each channel of a batch to mean 0 and variance 1, then to a scale and a shift that are
 * learned: {@code y = (x − μ)·(γ/√(σ² + ε)) + β}, {@code x: [n, c] → [n, c]} and {@code [n, c, ...]
 * → [n, c, ...]}.
 *
 * <p>In training {@code μ} and {@code σ²} are those of the batch, over all axes but the channels',
 * {@code σ²} by {@code 1/M}. When the model is used they are fixed: the exponential moving averages
 * over the training batches, so that a row's result does not depend on the rows around it.
 *
 * <p>Ioffe and Szegedy, 2015. As there and in PyTorch, the average is one of the unbiased estimates
 * {@code σ²·M/(M − 1)}, which small batches do not pull down; {@link #withBiasedAverage} averages
 * {@code σ²} itself, as Keras and some lectures do.
 *
 * @param scale {@code γ: [c]}, from 1 on
 * @param shift {@code β: [c]}, from 0 on
 * @param runningMean the average of {@code μ}
 * @param runningVariance the average of {@code σ²}
 * @param momentum the part of an average that a batch replaces
 * @param epsilon {@code ε}
 * @param biased whether the variances are averaged as they are, by {@code 1/M}
 */
public record BatchNorm(
    Parameter scale,
    Parameter shift,
    Buffer runningMean,
    Buffer runningVariance,
    double momentum,
    double epsilon,
    boolean biased)
    implements Layer {

  public BatchNorm {
    if (!(momentum > 0 && momentum <= 1)) {
      throw Errors.argument("batchNorm: momentum %s, expected above 0, at most 1", momentum);
    }
  }

  /** For this many channels, with momentum 0.1 and {@code ε = 1e-5}. */
  public static BatchNorm of(int channels) {
    Require.atLeast(1, "batchNorm", "channels", channels);
    return new BatchNorm(
        Normalization.scale(channels),
        Normalization.shift(channels),
        Buffer.of(Tensor.zeros(channels)),
        Buffer.of(Tensor.ones(channels)),
        0.1,
        Normalization.EPSILON,
        false);
  }

  /** The same with another momentum. */
  public BatchNorm withMomentum(double other) {
    return new BatchNorm(scale, shift, runningMean, runningVariance, other, epsilon, biased);
  }

  /** The same with another {@code ε}. */
  public BatchNorm withEpsilon(double other) {
    return new BatchNorm(scale, shift, runningMean, runningVariance, momentum, other, biased);
  }

  /** The same, averaging the variances that it normalizes with, by {@code 1/M}. */
  public BatchNorm withBiasedAverage() {
    return new BatchNorm(scale, shift, runningMean, runningVariance, momentum, epsilon, true);
  }

  @Override
  public Shape rowShape() {
    return scale.shape();
  }

  @Override
  public Tensor forward(Tensor x, Pass pass) {
    Normalization.requireChannels("batchNorm", x, scale.shape().size());
    return switch (pass) {
      case Pass.Training _ -> byBatch(x);
      case Pass.Inference _ -> byAverages(x);
    };
  }

  private Tensor byBatch(Tensor x) {
    int count = x.size() / x.shape().dim(1);
    if (count < 2) {
      throw Errors.argument(
          "batchNorm: training batch %s leaves %d for the variance of a channel, expected at least"
              + " 2; use larger batches, or leave out a short last one",
          x.shape(), count);
    }
    var axes = Axes.kept(IntStream.range(0, x.shape().rank()).filter(axis -> axis != 1).toArray());
    Tape.unrecorded(() -> {
      var mean = x.mean(axes);
      average(runningMean, mean, 1);
      var variance = x.sub(mean).square().mean(axes);
      average(runningVariance, variance, biased ? 1 : (double) count / (count - 1));
      return mean;
    });
    int rank = x.shape().rank();
    return new Normalization.NormalizeOp(
            x,
            Normalization.perChannel(scale.value(), rank),
            Normalization.perChannel(shift.value(), rank),
            axes,
            epsilon)
        .apply();
  }

  private void average(Buffer running, Tensor batch, double factor) {
    running.set(
        running
            .value()
            .mul(1 - momentum)
            .add(batch.reshape(running.shape()).mul(momentum * factor)));
  }

  private Tensor byAverages(Tensor x) {
    int rank = x.shape().rank();
    var centered = x.sub(Normalization.perChannel(runningMean.value(), rank));
    var factor = scale.value().div(runningVariance.value().add(epsilon).sqrt());
    return Normalization.affine(centered, factor, shift.value());
  }

  @Override
  public void forget() {
    runningMean.set(Tensor.zeros(runningMean.shape()));
    runningVariance.set(Tensor.full(runningVariance.shape(), 1));
  }
}
