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
import dev.cortado.nn.OneHot;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.PiecewiseLinearEmbedding;
import dev.cortado.nn.Projection;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.TargetScale;
import dev.cortado.nn.Temperature;
import dev.cortado.nn.TreeLeaves;
import dev.cortado.nn.ValueEmbedding;
import org.jspecify.annotations.Nullable;

/** Checks the components of the library's layers that their constructors trust. */
final class LayerChecks {

  /** An axis of any length. */
  private static final int ANY = -1;

  /** Bounds the memory that a number in a file can ask for. */
  private static final int MAX_CATEGORIES = 1 << 20;

  private LayerChecks() {}

  /**
   * Requires the shapes and numbers of a layer to fit each other.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void require(Layer layer) {
    switch (layer) {
      case Dense(var weight, var bias, _) -> requireLinear(weight, bias);
      case NtkDense(var weight, var bias) -> requireLinear(weight, bias);
      case Embedding(var weight) -> requireShape("weight", weight, ANY, ANY);
      case CategoryEmbedding(var weight) -> requireShape("weight", weight, ANY, ANY);
      case ValueEmbedding(var values, var weight) -> {
        requireShape("values", values, ANY);
        requireShape("weight", weight, values.shape().size(), ANY);
      }
      case OneHot(int categories) -> {
        if (categories > MAX_CATEGORIES) {
          throw Errors.argument("%d categories, at most %d", categories, MAX_CATEGORIES);
        }
      }
      case Standardize(var mean, var deviation) -> {
        requireSame(mean, deviation);
      }
      case RobustScale(var median, var factor) -> {
        requireShape("median", median, ANY);
        requireSame(median, factor);
      }
      case TargetScale(var mean, var deviation, var low, var high) -> {
        requireShape("mean", mean, ANY);
        requireSame(mean, deviation);
        requireSame(mean, low);
        requireSame(mean, high);
        requireAbove("deviation", deviation, 0);
      }
      case BatchNorm norm -> {
        requireNorm(norm.scale(), norm.shift(), norm.epsilon());
        requireSame(norm.scale(), norm.runningMean());
        requireSame(norm.scale(), norm.runningVariance());
        requireAbove("runningVariance", norm.runningVariance(), -Float.MIN_VALUE);
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
      case RmsNorm(var scale, double epsilon) -> requireShape("scale", scale, ANY);
      case Scale(var factor) -> requireShape("factor", factor, ANY);
      case ActivationMix(_, var share) -> requireShape("share", share, ANY);
      case HistogramMean(var centers) -> {
        requireShape("centers", centers, ANY);
      }
      case Temperature(var temperature) -> {
        requireShape("temperature", temperature);
        requireAbove("temperature", temperature, 0);
      }
      case MemberInputs(var factor) -> requireShape("factor", factor, ANY, ANY);
      case MemberDense member -> {
        int members = requireShape("inputFactor", member.inputFactor(), ANY, ANY);
        int inputs = member.inputFactor().shape().dim(1);
        requireShape("weight", member.weight(), inputs, ANY);
        int outputs = member.weight().shape().dim(1);
        requireShape("outputFactor", member.outputFactor(), members, outputs);
        requireShape("bias", member.bias(), members, outputs);
      }
      case MemberHeads(var weight, var bias) -> {
        int members = requireShape("weight", weight, ANY, ANY, ANY);
        requireShape("bias", bias, members, 1, weight.shape().dim(2));
      }
      case PeriodicEmbedding(var frequency, var phase, var weight, var bias) -> {
        int columns = requireShape("frequency", frequency, ANY, 1, ANY);
        requireSame(frequency, phase);
        requireShape("weight", weight, columns, frequency.shape().dim(2), ANY);
        requireShape("bias", bias, columns, 1, weight.shape().dim(2));
      }
      case PiecewiseLinear code -> {
        requireShape("column", code.column(), ANY);
        requireSame(code.column(), code.from());
        requireSame(code.column(), code.width());
        requireSame(code.column(), code.low());
        requireSame(code.column(), code.high());
        requireAbove("width", code.width(), 0);
        requireColumns(code.column(), code.columns());
      }
      case PiecewiseLinearEmbedding code -> {
        int columns = requireShape("from", code.from(), ANY, 1, ANY);
        requireSame(code.from(), code.width());
        requireSame(code.from(), code.low());
        requireSame(code.from(), code.high());
        requireAbove("width", code.width(), 0);
        requireShape("weight", code.weight(), columns, code.from().shape().dim(2), ANY);
        requireShape("linear", code.linear(), columns, 1, code.weight().shape().dim(2));
        requireSame(code.linear(), code.bias());
      }
      case TreeLeaves(var from, var to) -> {
        requireShape("from", from, ANY, ANY);
        requireSame(from, to);
      }
      case Projection(var weight) -> requireShape("weight", weight, ANY, ANY);
      case Activation.Prelu(var slope) -> requireShape("slope", slope, ANY);
      case Activation.LeakyRelu(double slope) -> requireFinite("slope", slope);
      case Activation.Elu(double alpha) -> requireFinite("alpha", alpha);
      case Activation.HardTanh(double low, double high) -> Activation.clip(low, high);
      default -> {}
    }
  }

  private static void requireLinear(Cell weight, @Nullable Cell bias) {
    requireShape("weight", weight, ANY, ANY);
    if (bias != null) {
      requireShape("bias", bias, weight.shape().dim(1));
    }
  }

  private static void requireNorm(Cell scale, Cell shift, double epsilon) {
    requireShape("scale", scale, ANY);
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

  private static void requireAbove(String name, Cell cell, float bound) {
    for (float value : cell.value().toArray()) {
      if (!(value > bound)) {
        throw Errors.argument(
            "%s %s, expected %s", name, value, bound < 0 ? "at least 0" : "a number above 0");
      }
    }
  }

  private static void requireColumns(Cell cell, int columns) {
    for (float value : cell.value().toArray()) {
      if (!(value >= 0 && value < columns && value == (int) value)) {
        throw Errors.argument("column %s of %d", value, columns);
      }
    }
  }

  /** Returns the length of the first axis, or 1 for a single number. */
  private static int requireShape(String name, Cell cell, int... dims) {
    boolean fits = cell.shape().rank() == dims.length && cell.shape().size() > 0;
    for (int axis = 0; fits && axis < dims.length; axis++) {
      fits = dims[axis] == ANY || dims[axis] == cell.shape().dim(axis);
    }
    if (!fits) {
      throw Errors.argument("%s of %s, expected %s", name, cell.shape(), expected(dims));
    }
    return dims.length == 0 ? 1 : cell.shape().dim(0);
  }

  private static String expected(int[] dims) {
    var text = new StringBuilder("[");
    for (int dim : dims) {
      text.append(text.length() == 1 ? "" : ", ").append(dim == ANY ? "1…" : dim);
    }
    return text.append(']').toString();
  }

  private static void requireSame(Cell one, Cell other) {
    if (!one.shape().equals(other.shape())) {
      throw Errors.argument("cells of %s and %s, expected one shape", one.shape(), other.shape());
    }
  }
}
