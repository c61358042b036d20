package dev.cortado.model;

import dev.cortado.nn.Dense;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The coefficients of one output of a linear model, {@code bias + Σ weight·feature}.
 *
 * @param bias the output where all features are 0
 * @param weights by the names of the features
 */
public record LinearCoefficients(float bias, SequencedMap<String, Float> weights) {

  public LinearCoefficients {
    weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
  }

  static LinearCoefficients of(Dense dense, int output, List<String> features) {
    var weights = new LinkedHashMap<String, Float>();
    for (int i = 0; i < features.size(); i++) {
      weights.put(features.get(i), dense.weight().value().at(i, output));
    }
    var bias = dense.bias();
    return new LinearCoefficients(bias == null ? 0 : bias.value().at(output), weights);
  }
}
