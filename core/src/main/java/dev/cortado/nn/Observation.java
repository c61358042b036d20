package dev.cortado.nn;

import dev.cortado.internal.Records;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who watches a pass, and the path of the layer whose pass it is.
 *
 * @param layers of the model by path; empty before it is run
 */
record Observation(Pass.Observer observer, String path, Map<String, Layer> layers) {

  static @Nullable Observation inside(@Nullable Observation outer, String part) {
    return outer == null
        ? null
        : new Observation(outer.observer, Records.path(outer.path, part), outer.layers);
  }

  static @Nullable Observation of(@Nullable Observation observation, Layer model) {
    return observation == null || !observation.layers.isEmpty()
        ? observation
        : new Observation(observation.observer, "", LayerTree.of(model).layers());
  }

  /** The path of a layer; the pass of one that was run without its name has another path. */
  @SuppressWarnings("ReferenceEquality") // the same layer, not an equal one
  String pathOf(Layer layer) {
    return layers.get(path) == layer
        ? path
        : layers.entrySet().stream()
            .filter(entry -> entry.getValue() == layer)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(path);
  }
}
