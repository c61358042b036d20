package dev.cortado.formats;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Activation;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.Residual;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.Standardize;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is built of, in JSON: each layer by a name of this format, each cell by its shape.
 * The numbers themselves are tensors of the file, under the names of {@link Layer#state}.
 *
 * <pre>{@code
 * Architecture.of(Dense.of(2, 1)).text();
 * // {"layer":"dense","weight":{"shape":[2,1]},"bias":{"shape":[1]},"activation":{"layer":"identity"}}
 * }</pre>
 *
 * <p>A cell that is used again is written as {@code {"same":"layers.0.weight"}}. Of a layer that is
 * not Cortado's only the name is written: it takes the program that has it to load it.
 */
final class Architecture {

  /** Beyond it a reader would refuse the file. */
  private static final int MAX_DEPTH = 24;

  private final IdentityHashMap<Cell, String> names = new IdentityHashMap<>();

  private Architecture(Layer model) {
    model.state().forEach((name, cell) -> names.put(cell, name));
  }

  /** Describes a model. */
  static Json.Mapping of(Layer model) {
    return new Architecture(model).described(new Path("", 0), model);
  }

  /** Where in the model something is. */
  private record Path(String prefix, int depth) {

    Path in(String part) {
      if (depth == MAX_DEPTH) {
        throw Errors.argument(
            "model: %s is nested deeper than %d, which a file cannot hold", prefix, MAX_DEPTH);
      }
      return new Path(prefix + part + ".", depth + 1);
    }
  }

  private Json.Mapping described(Path path, Layer layer) {
    return switch (layer) {
      case Sequential(var layers) -> named("sequential").with("layers", all(path, layers));
      case Residual(var body) -> named("residual").with("body", described(path.in("body"), body));
      case Dense(var weight, var bias, var activation) ->
          named("dense")
              .with("weight", cell(path, "weight", weight))
              .with("bias", cell(path, "bias", bias))
              .with("activation", described(path.in("activation"), activation));
      case Embedding(var weight) -> named("embedding").with("weight", cell(path, "weight", weight));
      case Standardize(var mean, var deviation) ->
          named("standardize")
              .with("mean", cell(path, "mean", mean))
              .with("deviation", cell(path, "deviation", deviation));
      case BatchNorm norm -> batchNorm(path, norm);
      case LayerNorm(var scale, var shift, double epsilon) ->
          affine(named("layerNorm"), path, scale, shift).with("epsilon", number(epsilon));
      case GroupNorm(int groups, var scale, var shift, double epsilon) ->
          affine(named("groupNorm").with("groups", Json.of((long) groups)), path, scale, shift)
              .with("epsilon", number(epsilon));
      case InstanceNorm(var scale, var shift, double epsilon) ->
          affine(named("instanceNorm"), path, scale, shift).with("epsilon", number(epsilon));
      case Dropout(double rate) -> named("dropout").with("rate", number(rate));
      case Flatten _ -> named("flatten");
      case Activation activation -> activation(path, activation);
      default -> named("custom").with("name", Json.of(layer.getClass().getSimpleName()));
    };
  }

  private Json.Mapping batchNorm(Path path, BatchNorm norm) {
    return affine(named("batchNorm"), path, norm.scale(), norm.shift())
        .with("runningMean", cell(path, "runningMean", norm.runningMean()))
        .with("runningVariance", cell(path, "runningVariance", norm.runningVariance()))
        .with("momentum", number(norm.momentum()))
        .with("epsilon", number(norm.epsilon()))
        .with("biased", Json.of(norm.biased()));
  }

  private Json.Mapping activation(Path path, Activation activation) {
    return switch (activation) {
      case Activation.Identity _ -> named("identity");
      case Activation.Heaviside(boolean strict) ->
          named("heaviside").with("strict", Json.of(strict));
      case Activation.Sign _ -> named("sign");
      case Activation.Sigmoid _ -> named("sigmoid");
      case Activation.Tanh _ -> named("tanh");
      case Activation.Relu(boolean oneAtZero) ->
          named("relu").with("oneAtZero", Json.of(oneAtZero));
      case Activation.LeakyRelu(double slope) -> named("leakyRelu").with("slope", number(slope));
      case Activation.Prelu(var slope) -> named("prelu").with("slope", cell(path, "slope", slope));
      case Activation.Elu(double alpha) -> named("elu").with("alpha", number(alpha));
      case Activation.Softplus _ -> named("softplus");
      case Activation.Gelu(boolean byTanh) -> named("gelu").with("byTanh", Json.of(byTanh));
      case Activation.Silu _ -> named("silu");
      case Activation.Clip(double low, double high) ->
          named("clip").with("low", number(low)).with("high", number(high));
      case Activation.Softmax _ -> named("softmax");
    };
  }

  private Json all(Path path, List<Layer> layers) {
    var all = new ArrayList<Json>();
    for (int i = 0; i < layers.size(); i++) {
      all.add(described(path.in("layers." + i), layers.get(i)));
    }
    return new Json.Sequence(all);
  }

  private static Json.Mapping named(String name) {
    return Json.mapping().with("layer", Json.of(name));
  }

  private Json.Mapping affine(Json.Mapping norm, Path path, Cell scale, Cell shift) {
    return norm.with("scale", cell(path, "scale", scale)).with("shift", cell(path, "shift", shift));
  }

  private Json cell(Path path, String part, @Nullable Cell cell) {
    if (cell == null) {
      return new Json.None();
    }
    var first = names.get(cell);
    return first == null || first.equals(path.prefix + part)
        ? Json.mapping().with("shape", Json.of(cell.shape().dims()))
        : Json.mapping().with("same", Json.of(first));
  }

  /** A bound may be infinite, for which JSON has no number. */
  private static Json number(double number) {
    return Double.isFinite(number) ? Json.of(number) : Json.of(String.valueOf(number));
  }
}
