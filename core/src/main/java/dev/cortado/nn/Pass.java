package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.internal.Errors;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.TensorAccess;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a model is run, for training or for use, and the place in the model. A layer that behaves
 * differently in training asks the pass, so a model has no mode to forget, and dropout cannot run
 * without its source of random numbers.
 *
 * <p>A layer runs the layers inside it through its pass, by their names in the state:
 *
 * <pre>{@code
 * record Gated(Dense value, Dense gate) implements Layer {
 *   public Tensor forward(Tensor x, Pass pass) {
 *     return pass.run("value", value, x).mul(pass.run("gate", gate, x).sigmoid());
 *   }
 * }
 * }</pre>
 *
 * <p>So each has random numbers of its own, and an {@link Observer} sees its input and output. Two
 * layers that would draw the same random numbers are an error.
 */
public sealed interface Pass {

  /** Is called for each layer that is run, instead of the layer. */
  @FunctionalInterface
  interface Observer {
    /**
     * Returns what the layer gives for {@code x}, most often {@code forward.apply(x)}.
     *
     * @param path of the layer in the model; empty for the model itself
     */
    Tensor run(String path, Layer layer, Tensor x, UnaryOperator<Tensor> forward);
  }

  /** A step of training, with its random numbers. */
  final class Training implements Pass {

    private static final Object UNKNOWN = new Object();

    private final @Nullable Training outer;
    private final String part;
    private final @Nullable Observation observation;

    /** By the keys of the random numbers that were drawn, the layer that drew them. */
    private final Map<Long, Object> drawn;

    /** Whether it belongs to a model or a layer in it; else any number of models may use it. */
    private final boolean ofModel;

    private final @Nullable Cell dropoutFactor;
    private @Nullable Rng rng;
    private boolean given;

    private Training(
        Rng rng, @Nullable Cell dropoutFactor, @Nullable Observation observation, boolean ofModel) {
      this.rng = rng;
      this.dropoutFactor = dropoutFactor;
      this.ofModel = ofModel;
      this.observation = observation;
      outer = null;
      part = "";
      drawn = new ConcurrentHashMap<>(4);
    }

    private Training(Training outer, String part) {
      this.outer = outer;
      this.part = part;
      ofModel = true;
      observation = Observation.inside(outer.observation, part);
      drawn = outer.drawn;
      dropoutFactor = outer.dropoutFactor;
    }

    /** What the rates of dropout are multiplied by in this step, a scalar; null if by nothing. */
    public @Nullable Tensor dropoutFactor() {
      return dropoutFactor == null ? null : dropoutFactor.value();
    }

    /**
     * The layer's random numbers. They are given once: a second request, by this or another layer,
     * would draw the same numbers again.
     */
    public Rng rng() {
      if (given && ofModel) {
        throw drawnTwice();
      }
      given = true;
      return claimed(UNKNOWN);
    }

    /** The random numbers of this layer, which may be run again by the same pass. */
    Rng rng(Layer layer) {
      return claimed(layer);
    }

    /** Equal layers are different ones: two dropouts of the same rate. */
    @SuppressWarnings("ReferenceEquality")
    private Rng claimed(Object layer) {
      var own = own();
      var before = ofModel ? drawn.putIfAbsent(TensorAccess.key(own), layer) : null;
      if (before != null && (before != layer || before == UNKNOWN)) {
        throw drawnTwice();
      }
      return own;
    }

    private static IllegalStateException drawnTwice() {
      return Errors.state(
          "pass: random numbers asked for twice; run each layer inside by its own name, as in "
              + "pass.run(\"inner\", inner, x); a layer that draws twice keeps pass.rng() in a "
              + "variable and names its draws, rng.at(\"a\"); another run takes a new "
              + "Pass.training(rng)");
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Training training
          && TensorAccess.key(own()) == TensorAccess.key(training.own());
    }

    @Override
    public int hashCode() {
      return Long.hashCode(TensorAccess.key(own()));
    }

    private Rng own() {
      var known = rng;
      if (known == null) {
        known = Objects.requireNonNull(outer).own().at(part);
        rng = known;
      }
      return known;
    }
  }

  /** Using the model: nothing is random and nothing is written. */
  final class Inference implements Pass {

    private static final Inference PLAIN = new Inference(null);

    private final @Nullable Observation observation;

    private Inference(@Nullable Observation observation) {
      this.observation = observation;
    }
  }

  /** A step of training; each layer derives its own random numbers from {@code rng} by its path. */
  static Pass training(Rng rng) {
    return new Training(rng, null, null, false);
  }

  /**
   * A step of training in which the rates of dropout are multiplied by a scalar. It is a cell, so
   * that a compiled step sees what it is set to.
   */
  static Pass training(Rng rng, @Nullable Cell dropoutFactor) {
    return new Training(rng, dropoutFactor, null, false);
  }

  /** Using the model. */
  static Pass inference() {
    return Inference.PLAIN;
  }

  /** The same pass for another run, which the observer watches. */
  default Pass observedBy(Observer observer) {
    var observation = new Observation(observer, "", Map.of());
    return switch (this) {
      case Training training ->
          new Training(training.own(), training.dropoutFactor, observation, false);
      case Inference _ -> new Inference(observation);
    };
  }

  /** Runs a layer inside the one whose pass this is, by its name in the state. */
  default Tensor run(String part, Layer layer, Tensor x) {
    return at(part).run(layer, x);
  }

  /** Runs entry {@code index} of a list of layers, named as in the state. */
  default Tensor run(String list, int index, Layer layer, Tensor x) {
    return at(list, index).run(layer, x);
  }

  /** Runs a model: as {@code model.forward(x, pass)} does, and the observer sees it. */
  default Tensor run(Layer layer, Tensor x) {
    var pass = ofModel(layer);
    var observation =
        switch (pass) {
          case Training training -> training.observation;
          case Inference inference -> inference.observation;
        };
    return observation == null
        ? layer.forward(x, pass)
        : observation
            .observer()
            .run(observation.pathOf(layer), layer, x, input -> layer.forward(input, pass));
  }

  /** The pass of a single run of a model. */
  private Pass ofModel(Layer model) {
    return switch (this) {
      case Training training when !training.ofModel ->
          new Training(
              training.own(),
              training.dropoutFactor,
              Observation.of(training.observation, model),
              true);
      case Training training -> training;
      case Inference inference when inference.observation != null ->
          new Inference(Observation.of(inference.observation, model));
      case Inference inference -> inference;
    };
  }

  /**
   * The pass of a layer inside, by its name in the state: with random numbers of its own. {@code
   * run(part, layer, x)} is {@code layer.forward(x, pass.at(part))}, seen by the observer.
   */
  default Pass at(String part) {
    return switch (this) {
      case Training training -> new Training(training, part);
      case Inference inference when inference.observation == null -> inference;
      case Inference inference -> new Inference(Observation.inside(inference.observation, part));
    };
  }

  /** The pass of entry {@code index} of a list of layers, named as in the state. */
  default Pass at(String list, int index) {
    return this == Inference.PLAIN ? this : at(list + "." + index);
  }
}
