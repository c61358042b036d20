package dev.cortado.nn;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tape;
import dev.cortado.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of a network: a function of a tensor with cells that may change. Rows are samples, so
 * {@code x: [n, in] → [n, out]}.
 *
 * <p>A layer of your own is a record; its components that are parameters, buffers, layers, or lists
 * or maps of these give its state its names:
 *
 * <pre>{@code
 * record Gated(Dense value, Dense gate) implements Layer {
 *   public Tensor forward(Tensor x, Pass pass) {
 *     var open = pass.run("gate", gate, x).sigmoid();
 *     return pass.run("value", value, x).mul(open);
 *   }
 * }
 * new Gated(Dense.of(4, 2), Dense.of(4, 2)).state().keySet();
 * // [value.weight, value.bias, gate.weight, gate.bias]
 * }</pre>
 *
 * <p>The parameters of a new model are blank. {@link #start} draws them, each from random numbers
 * that depend on the seed and the parameter's name alone: adding a layer at the end moves no other
 * layer's numbers.
 */
public interface Layer {

  /** What the layer computes. */
  Tensor forward(Tensor x, Pass pass);

  /** What the layer computes when it is used, not trained. */
  default Tensor predict(Tensor x) {
    return forward(x, Pass.inference());
  }

  /**
   * Its cells by name, in order: {@code layers.0.weight}. A cell that is used in several places is
   * listed once, under the first of its names: it is trained, counted and saved once. Reading it
   * off takes microseconds: a loop over small steps keeps it.
   */
  default SequencedMap<String, Cell> state() {
    return LayerTree.of(this).state();
  }

  /** Its parameters, in order, each once. */
  default List<Parameter> parameters() {
    return state().values().stream()
        .filter(Parameter.class::isInstance)
        .map(Parameter.class::cast)
        .toList();
  }

  /** The start of every training: draws its parameters anew and forgets what it has gathered. */
  default Layer start(Rng rng) {
    state()
        .forEach((name, stored) -> {
          if (stored instanceof Parameter parameter) {
            parameter.start(rng.at(name));
          }
        });
    forget();
    return this;
  }

  /**
   * The same with rows of the training, from which layers inside that {@linkplain StartsFromData
   * start from data} set their parameters, each from the rows as the layers before it make them.
   *
   * <pre>{@code
   * var model = Sequential.of(NtkDense.of(8, 64), Activation.mish(), NtkDense.of(64, 1));
   * model.start(Rng.of(42), train.x());
   * }</pre>
   */
  default Layer start(Rng rng, Tensor rows) {
    start(rng);
    if (LayerTree.contains(this, StartsFromData.class)) {
      var pass = Pass.inference().observedBy(StartsFromData.starting(rng.at("data")));
      Tape.unrecorded(() -> pass.run(this, rows));
    }
    return this;
  }

  /** Forgets what it and the layers inside it gathered in training, such as running averages. */
  default void forget() {
    LayerTree.of(this).children().values().forEach(Layer::forget);
  }

  /** The shape of the rows that it takes, or null if it takes several or does not know. */
  default @Nullable Shape rowShape() {
    return null;
  }

  /**
   * What its outputs mean in a classifier; a layer of your own that is the last of a model
   * overrides this.
   */
  default OutputKind outputKind() {
    return OutputKind.ofLast(this);
  }

  /** What it consists of, for rows of a shape that follows from its first layer. */
  default Summary summary() {
    return Summary.of(this);
  }

  /** What it consists of, for rows of a shape: {@code Shape.of(2)} for two columns. */
  default Summary summary(Shape row) {
    return Summary.of(this, row);
  }
}
