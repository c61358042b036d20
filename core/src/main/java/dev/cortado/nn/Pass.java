package dev.cortado.nn;

import dev.cortado.tensor.Rng;

/**
 * Why a model is run. A layer that behaves differently in training asks the pass, so a model has no
 * mode to forget, and dropout cannot run without its source of random numbers.
 */
public sealed interface Pass {

  /** A step of training; {@code rng} is this step's, and each layer derives its own by its path. */
  record Training(Rng rng) implements Pass {}

  /** Using the model: nothing is random and nothing is written. */
  record Inference() implements Pass {}

  /**
   * The start of a training, on rows of it: layers that {@linkplain StartsFromData start from data}
   * set their parameters before they compute. Nothing is left out at random.
   */
  record Starting(Rng rng) implements Pass {}

  /** A step of training. */
  static Pass training(Rng rng) {
    return new Training(rng);
  }

  /** Using the model. */
  static Pass inference() {
    return new Inference();
  }

  /**
   * The pass as a part of the model sees it: with random numbers of its own. Two parts that are
   * handed the same pass draw the same numbers.
   */
  default Pass at(String part) {
    return switch (this) {
      case Training(var rng) -> new Training(rng.at(part));
      case Starting(var rng) -> new Starting(rng.at(part));
      case Inference inference -> inference;
    };
  }

  /** The pass as entry {@code index} of a list of parts sees it, named as in the state. */
  default Pass at(String list, int index) {
    return switch (this) {
      case Training training -> training.at(list + "." + index);
      case Starting starting -> starting.at(list + "." + index);
      case Inference inference -> inference;
    };
  }
}
