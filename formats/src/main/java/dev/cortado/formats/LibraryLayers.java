package dev.cortado.formats;

import dev.cortado.nn.Activation;
import dev.cortado.nn.ActivationMix;
import dev.cortado.nn.Average;
import dev.cortado.nn.BatchNorm;
import dev.cortado.nn.CategoryEmbedding;
import dev.cortado.nn.Columns;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Dropout;
import dev.cortado.nn.Embedding;
import dev.cortado.nn.Flatten;
import dev.cortado.nn.GroupNorm;
import dev.cortado.nn.HistogramMean;
import dev.cortado.nn.InstanceNorm;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerNorm;
import dev.cortado.nn.MemberDense;
import dev.cortado.nn.MemberHeads;
import dev.cortado.nn.MemberInputs;
import dev.cortado.nn.MemberMean;
import dev.cortado.nn.NtkDense;
import dev.cortado.nn.OneHot;
import dev.cortado.nn.Parallel;
import dev.cortado.nn.PeriodicEmbedding;
import dev.cortado.nn.PiecewiseLinear;
import dev.cortado.nn.PiecewiseLinearEmbedding;
import dev.cortado.nn.Projection;
import dev.cortado.nn.Residual;
import dev.cortado.nn.RmsNorm;
import dev.cortado.nn.RobustScale;
import dev.cortado.nn.Scale;
import dev.cortado.nn.Sequential;
import dev.cortado.nn.SmoothClip;
import dev.cortado.nn.Standardize;
import dev.cortado.nn.TargetScale;
import dev.cortado.nn.Temperature;
import dev.cortado.nn.TreeLeaves;
import dev.cortado.nn.ValueEmbedding;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The layers of the library by their names in a model file. A file chooses among these names and
 * those that the caller lists; it never names a class.
 */
final class LibraryLayers {

  private static final Map<String, Class<? extends Layer>> BY_NAME =
      Map.ofEntries(
          Map.entry("sequential", Sequential.class),
          Map.entry("residual", Residual.class),
          Map.entry("dense", Dense.class),
          Map.entry("embedding", Embedding.class),
          Map.entry("standardize", Standardize.class),
          Map.entry("batchNorm", BatchNorm.class),
          Map.entry("layerNorm", LayerNorm.class),
          Map.entry("groupNorm", GroupNorm.class),
          Map.entry("instanceNorm", InstanceNorm.class),
          Map.entry("dropout", Dropout.class),
          Map.entry("flatten", Flatten.class),
          Map.entry("parallel", Parallel.class),
          Map.entry("columns", Columns.class),
          Map.entry("average", Average.class),
          Map.entry("ntkDense", NtkDense.class),
          Map.entry("activationMix", ActivationMix.class),
          Map.entry("rmsNorm", RmsNorm.class),
          Map.entry("scale", Scale.class),
          Map.entry("robustScale", RobustScale.class),
          Map.entry("smoothClip", SmoothClip.class),
          Map.entry("targetScale", TargetScale.class),
          Map.entry("temperature", Temperature.class),
          Map.entry("histogramMean", HistogramMean.class),
          Map.entry("oneHot", OneHot.class),
          Map.entry("categoryEmbedding", CategoryEmbedding.class),
          Map.entry("valueEmbedding", ValueEmbedding.class),
          Map.entry("periodicEmbedding", PeriodicEmbedding.class),
          Map.entry("piecewiseLinear", PiecewiseLinear.class),
          Map.entry("piecewiseLinearEmbedding", PiecewiseLinearEmbedding.class),
          Map.entry("treeLeaves", TreeLeaves.class),
          Map.entry("projection", Projection.class),
          Map.entry("memberInputs", MemberInputs.class),
          Map.entry("memberDense", MemberDense.class),
          Map.entry("memberHeads", MemberHeads.class),
          Map.entry("memberMean", MemberMean.class),
          Map.entry("identity", Activation.Identity.class),
          Map.entry("heaviside", Activation.Heaviside.class),
          Map.entry("sign", Activation.Sign.class),
          Map.entry("sigmoid", Activation.Sigmoid.class),
          Map.entry("tanh", Activation.Tanh.class),
          Map.entry("relu", Activation.Relu.class),
          Map.entry("leakyRelu", Activation.LeakyRelu.class),
          Map.entry("prelu", Activation.Prelu.class),
          Map.entry("elu", Activation.Elu.class),
          Map.entry("selu", Activation.Selu.class),
          Map.entry("mish", Activation.Mish.class),
          Map.entry("softplus", Activation.Softplus.class),
          Map.entry("gelu", Activation.Gelu.class),
          Map.entry("silu", Activation.Silu.class),
          Map.entry("clip", Activation.HardTanh.class),
          Map.entry("softmax", Activation.Softmax.class));

  private static final Map<Class<?>, String> NAMES =
      BY_NAME.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private LibraryLayers() {}

  /** The class with this name in a file, or null. */
  static @Nullable LayerClass named(String name) {
    var type = BY_NAME.get(name);
    return type == null ? null : LayerClass.of(name, type);
  }

  /** The class of a layer, or null if it is not of the library. */
  static @Nullable LayerClass of(Layer layer) {
    var name = NAMES.get(layer.getClass());
    return name == null ? null : LayerClass.of(name, layer.getClass());
  }

  /** All classes of the library that a file can hold. */
  static Set<Class<?>> classes() {
    return NAMES.keySet();
  }

  /** Whether a component may be null: only the bias of a dense layer. */
  static boolean isOptional(LayerClass layer, FieldType.Component component) {
    return (layer.type() == Dense.class || layer.type() == NtkDense.class)
        && component.name().equals("bias");
  }
}
