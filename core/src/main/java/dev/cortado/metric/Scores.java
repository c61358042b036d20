package dev.cortado.metric;

import dev.cortado.nn.Activation;
import dev.cortado.nn.Dense;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Sequential;

/** What the numbers that a classifier gives mean. */
public enum Scores {
  /** Any numbers; their softmax, or the sigmoid of a single one, are probabilities. */
  LOGITS(0),
  /** Numbers from 0 to 1, such as those behind a sigmoid or softmax layer. */
  PROBABILITIES(0.5f);

  private final float threshold;

  Scores(float threshold) {
    this.threshold = threshold;
  }

  /**
   * What a model gives, as far as its last layer tells: probabilities if that is an activation from
   * 0 to 1, else logits.
   */
  public static Scores of(Layer model) {
    return switch (model) {
      case Sequential(var layers) when !layers.isEmpty() -> of(layers.getLast());
      case Dense dense -> of(dense.activation());
      case Activation activation
          when activation.traits().low() == 0 && activation.traits().high() == 1 ->
          PROBABILITIES;
      default -> LOGITS;
    };
  }

  /** The number above which a single one speaks for class 1. */
  float threshold() {
    return threshold;
  }
}
