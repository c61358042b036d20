package dev.cortado.formats;

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
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The layers of the library by their names in a model file. A file chooses among these names and
 * those that the caller lists; it never names a class.
 */
final class LibraryLayers {

  private static final Map<String, LayerClass> BY_NAME =
      Map.ofEntries(
          entry("sequential", Sequential.class),
          entry("residual", Residual.class),
          entry("dense", Dense.class),
          entry("embedding", Embedding.class),
          entry("standardize", Standardize.class),
          entry("batchNorm", BatchNorm.class),
          entry("layerNorm", LayerNorm.class),
          entry("groupNorm", GroupNorm.class),
          entry("instanceNorm", InstanceNorm.class),
          entry("dropout", Dropout.class),
          entry("flatten", Flatten.class),
          entry("identity", Activation.Identity.class),
          entry("heaviside", Activation.Heaviside.class),
          entry("sign", Activation.Sign.class),
          entry("sigmoid", Activation.Sigmoid.class),
          entry("tanh", Activation.Tanh.class),
          entry("relu", Activation.Relu.class),
          entry("leakyRelu", Activation.LeakyRelu.class),
          entry("prelu", Activation.Prelu.class),
          entry("elu", Activation.Elu.class),
          entry("softplus", Activation.Softplus.class),
          entry("gelu", Activation.Gelu.class),
          entry("silu", Activation.Silu.class),
          entry("clip", Activation.Clip.class),
          entry("softmax", Activation.Softmax.class));

  private static final Map<Class<?>, LayerClass> BY_CLASS =
      BY_NAME.values().stream().collect(Collectors.toMap(LayerClass::type, Function.identity()));

  private LibraryLayers() {}

  private static Map.Entry<String, LayerClass> entry(String name, Class<? extends Layer> type) {
    return Map.entry(name, LayerClass.of(name, type));
  }

  /** The class with this name in a file, or null. */
  static @Nullable LayerClass named(String name) {
    return BY_NAME.get(name);
  }

  /** The class of a layer, or null if it is not of the library. */
  static @Nullable LayerClass of(Layer layer) {
    return BY_CLASS.get(layer.getClass());
  }

  /** All classes of the library that a file can hold. */
  static Set<Class<?>> classes() {
    return BY_CLASS.keySet();
  }

  /** Whether a component may be null: only the bias of a dense layer. */
  static boolean isOptional(LayerClass layer, LayerClass.Field field) {
    return layer.type() == Dense.class && field.name().equals("bias");
  }
}
