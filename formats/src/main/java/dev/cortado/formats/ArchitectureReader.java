package dev.cortado.formats;

import dev.cortado.autograd.Parameter;
import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
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
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds a model from an {@link Architecture} and tensors. What can be built stands in the tables
 * below, and only that: a file chooses among them and cannot name a class.
 */
final class ArchitectureReader {

  private final String place;
  private final Cells cells;

  private ArchitectureReader(String place, Cells cells) {
    this.place = place;
    this.cells = cells;
  }

  static Layer read(String place, Json architecture, SequencedMap<String, Tensor> tensors) {
    var shapes = new LinkedHashMap<String, String>();
    collect(place, "", architecture, shapes);
    var cells = new Cells(place, tensors);
    cells.require(shapes);
    return new ArchitectureReader(place, cells).layer("", architecture);
  }

  /** Finds the names and shapes of all cells, so that one message lists all that do not fit. */
  private static void collect(String place, String path, Json json, Map<String, String> shapes) {
    if (path.length() > SafetensorsHeader.MAX_NAME) {
      throw new FormatException("MODEL-LAYER", place, "has a name of " + path.length());
    }
    switch (json) {
      case Json.Mapping(var values) when values.get("shape") instanceof Json.Sequence(var dims) ->
          shapes.put(
              path, dims.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]")));
      case Json.Mapping(var values) -> {
        if (values.get("layer") instanceof Json.Text(var layer) && layer.equals("custom")) {
          throw custom(place, path, values.get("name"));
        }
        values.forEach((name, value) ->
            collect(place, path.isEmpty() ? name : path + "." + name, value, shapes));
      }
      case Json.Sequence(var values) -> {
        for (int i = 0; i < values.size(); i++) {
          collect(place, path + "." + i, values.get(i), shapes);
        }
      }
      case Json.Text _, Json.Whole _, Json.Decimal _, Json.Flag _, Json.None _ -> {}
    }
  }

  private static FormatException custom(String place, String path, @Nullable Json name) {
    var known = name instanceof Json.Text(var text) ? " '" + SafeText.of(text) + "'" : "";
    return new FormatException(
        "MODEL-CUSTOM",
        place,
        (path.isEmpty() ? "the model" : "'" + SafeText.of(path) + "'")
            + " is a layer of the program's own"
            + known
            + "; use ModelFile.loadInto(path, model)");
  }

  private Layer layer(String path, Json json) {
    var part = FieldReader.of(place, path, json);
    try {
      var layer = layer(part, part.string("layer"));
      part.requireNothingElse();
      return layer;
    } catch (IllegalArgumentException e) {
      throw part.wrong(e);
    }
  }

  private Layer layer(FieldReader part, String name) {
    return switch (name) {
      case "sequential" -> sequential(part);
      case "residual" -> new Residual(layer(part.nameOf("body"), part.value("body")));
      case "dense" -> dense(part);
      case "embedding" -> {
        var weight = cells.parameter(part, "weight");
        Cells.ofRank(part, "weight", weight, 2);
        yield new Embedding(weight);
      }
      case "standardize" -> {
        var scaling = new Standardize(cells.buffer(part, "mean"), cells.buffer(part, "deviation"));
        Cells.requireSame(part, scaling.mean(), scaling.deviation());
        yield scaling;
      }
      case "batchNorm" -> batchNorm(part);
      case "layerNorm" -> {
        var scale = cells.parameter(part, "scale");
        if (scale.shape().rank() == 0 || scale.shape().size() < 2) {
          throw part.wrong("is over " + scale.shape() + ", expected at least 2 values");
        }
        yield new LayerNorm(scale, shift(part, scale), part.positive("epsilon"));
      }
      case "groupNorm" -> groupNorm(part);
      case "instanceNorm" -> {
        var scale = channels(part);
        yield new InstanceNorm(scale, shift(part, scale), part.positive("epsilon"));
      }
      case "dropout" -> Dropout.of(part.number("rate"));
      case "flatten" -> Flatten.of();
      default -> activation(part, name);
    };
  }

  private Activation activation(FieldReader part, String name) {
    return switch (name) {
      case "identity" -> Activation.identity();
      case "heaviside" -> new Activation.Heaviside(part.bool("strict"));
      case "sign" -> Activation.sign();
      case "sigmoid" -> Activation.sigmoid();
      case "tanh" -> Activation.tanh();
      case "relu" -> new Activation.Relu(part.bool("oneAtZero"));
      case "leakyRelu" -> Activation.leakyRelu(part.finite("slope"));
      case "prelu" -> prelu(part);
      case "elu" -> Activation.elu(part.finite("alpha"));
      case "softplus" -> Activation.softplus();
      case "gelu" -> new Activation.Gelu(part.bool("byTanh"));
      case "silu" -> Activation.silu();
      case "clip" -> Activation.clip(part.number("low"), part.number("high"));
      case "softmax" -> Activation.softmax();
      default ->
          throw part.wrong("is a '" + SafeText.of(name) + "', which this release does not know");
    };
  }

  private Activation prelu(FieldReader part) {
    var slope = cells.parameter(part, "slope");
    Cells.ofRank(part, "slope", slope, 1);
    return new Activation.Prelu(slope);
  }

  private Sequential sequential(FieldReader part) {
    var layers = new ArrayList<Layer>();
    for (var json : part.array("layers")) {
      layers.add(layer(part.nameOf("layers." + layers.size()), json));
    }
    return new Sequential(layers);
  }

  private Dense dense(FieldReader part) {
    var weight = cells.parameter(part, "weight");
    int outputs = Cells.ofRank(part, "weight", weight, 2).dim(1);
    var bias = part.value("bias") instanceof Json.None ? null : cells.parameter(part, "bias");
    if (bias != null && Cells.ofRank(part, "bias", bias, 1).dim(0) != outputs) {
      throw part.wrong("has a bias of " + bias.shape() + " for " + outputs + " outputs");
    }
    var path = part.nameOf("activation");
    if (layer(path, part.value("activation")) instanceof Activation activation) {
      return new Dense(weight, bias, activation);
    }
    throw part.wrong("has an activation that is none");
  }

  private BatchNorm batchNorm(FieldReader part) {
    var scale = channels(part);
    var mean = cells.buffer(part, "runningMean");
    var variance = cells.buffer(part, "runningVariance");
    Cells.requireSame(part, scale, mean);
    Cells.requireSame(part, scale, variance);
    for (float value : variance.value().toArray()) {
      if (value < 0) {
        throw part.wrong("has a runningVariance of " + value + ", expected at least 0");
      }
    }
    return new BatchNorm(
        scale,
        shift(part, scale),
        mean,
        variance,
        part.number("momentum"),
        part.positive("epsilon"),
        part.bool("biased"));
  }

  private GroupNorm groupNorm(FieldReader part) {
    var scale = channels(part);
    long groups = part.integer("groups");
    int channels = scale.shape().size();
    if (groups < 1 || groups > channels || channels % groups != 0) {
      throw part.wrong("has " + groups + " groups of " + channels + " channels");
    }
    return new GroupNorm((int) groups, scale, shift(part, scale), part.positive("epsilon"));
  }

  private Parameter channels(FieldReader part) {
    var scale = cells.parameter(part, "scale");
    Cells.ofRank(part, "scale", scale, 1);
    return scale;
  }

  private Parameter shift(FieldReader part, Parameter scale) {
    var shift = cells.parameter(part, "shift");
    Cells.requireSame(part, scale, shift);
    return shift;
  }
}
