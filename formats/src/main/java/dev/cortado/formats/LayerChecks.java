package dev.cortado.formats;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.HistogramMean;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.MemberDense;
import dev.cortado.nn.MemberHeads;
import dev.cortado.nn.MemberInputs;
import dev.cortado.nn.NtkDense;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.PiecewiseLinearEmbedding;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.TargetScale;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the components of the library's layers that their constructors trust. */
final class LayerChecks {

  private LayerChecks() {}

  /**
   * Requires the shapes and numbers of a layer to fit each other.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void require(Layer layer) {
    switch (layer) {
      case Dense(var weight, var bias, _) -> requireDense(weight, bias);
      case NtkDense(var weight, var bias) -> requireDense(weight, bias);
      case Scale(var factor) -> requireRank("factor", factor, 1);
      case ActivationMix(_, var share) -> requireRank("share", share, 1);
      case RmsNorm(var scale, _) -> requireRank("scale", scale, 1);
      case RobustScale(var median, var factor) -> requireSame(median, factor);
      case CategoryEmbedding(var weight) -> requireRank("weight", weight, 2);
      case PiecewiseLinear code -> {
        for (var cell : List.of(code.from(), code.width(), code.low(), code.high())) {
          requireSame(code.column(), cell);
        }
      }
      case PiecewiseLinearEmbedding code -> {
        requireRank("from", code.from(), 3);
        requireRank("linear", code.linear(), 3);
      }
      case PeriodicEmbedding embedding -> {
        requireRank("frequency", embedding.frequency(), 3);
        requireRank("bias", embedding.bias(), 3);
      }
      case MemberInputs(var factor) -> requireRank("factor", factor, 2);
      case MemberDense members -> requireRank("inputFactor", members.inputFactor(), 2);
      case MemberHeads(var weight, _) -> requireRank("weight", weight, 3);
      case TargetScale scale -> requireSame(scale.mean(), scale.deviation());
      case HistogramMean(var centers) -> requireRank("centers", centers, 1);
      case Embedding(var weight) -> requireRank("weight", weight, 2);
      case Standardize(var mean, var deviation) -> requireSame(mean, deviation);
      case BatchNorm norm -> {
        requireNorm(norm.scale(), norm.shift(), norm.epsilon());
        requireSame(norm.scale(), norm.runningMean());
        requireSame(norm.scale(), norm.runningVariance());
        requireVariance(norm.runningVariance());
      }
      case LayerNorm(var scale, var shift, double epsilon) -> {
        if (scale.shape().rank() == 0 || scale.shape().size() < 2) {
          throw Errors.argument("a norm over %s, expected at least 2 values", scale.shape());
        }
        requireSame(scale, shift);
        requireEpsilon(epsilon);
      }
      case GroupNorm(int groups, var scale, var shift, double epsilon) -> {
        requireNorm(scale, shift, epsilon);
        int channels = scale.shape().size();
        if (groups < 1 || groups > channels || channels % groups != 0) {
          throw Errors.argument("%d groups of %d channels", groups, channels);
        }
      }
      case InstanceNorm(var scale, var shift, double epsilon) -> requireNorm(scale, shift, epsilon);
      case Activation.Prelu(var slope) -> requireRank("slope", slope, 1);
      case Activation.LeakyRelu(double slope) -> requireFinite("slope", slope);
      case Activation.Elu(double alpha) -> requireFinite("alpha", alpha);
      case Activation.Clip(double low, double high) -> Activation.clip(low, high);
      default -> {}
    }
  }

  private static void requireDense(Cell weight, @Nullable Cell bias) {
    requireRank("weight", weight, 2);
    if (bias != null) {
      requireRank("bias", bias, 1);
      if (bias.shape().dim(0) != weight.shape().dim(1)) {
        throw Errors.argument("a bias of %s for %d outputs", bias.shape(), weight.shape().dim(1));
      }
    }
  }

  private static void requireNorm(Cell scale, Cell shift, double epsilon) {
    requireRank("scale", scale, 1);
    requireSame(scale, shift);
    requireEpsilon(epsilon);
  }

  private static void requireEpsilon(double epsilon) {
    if (!(epsilon > 0 && Double.isFinite(epsilon))) {
      throw Errors.argument("epsilon %s, expected a finite number above 0", epsilon);
    }
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw Errors.argument("%s %s, expected a finite number", name, value);
    }
  }

  private static void requireVariance(Cell variance) {
    for (float value : variance.value().toArray()) {
      if (value < 0) {
        throw Errors.argument("runningVariance %s, expected at least 0", value);
      }
    }
  }

  private static void requireRank(String name, Cell cell, int rank) {
    if (cell.shape().rank() != rank || cell.shape().size() == 0) {
      throw Errors.argument(
          "%s of %s, expected %d axes, none of length 0", name, cell.shape(), rank);
    }
  }

  private static void requireSame(Cell one, Cell other) {
    if (!one.shape().equals(other.shape())) {
      throw Errors.argument("cells of %s and %s, expected one shape", one.shape(), other.shape());
    }
  }
}
