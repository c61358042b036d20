package dev.cortado.doctor;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** The cells of a model and their values, to restore it after a trial. */
final class ProbeState {

  private final SequencedMap<String, Cell> cells;
  private final Map<Cell, Tensor> values = new LinkedHashMap<>();

  private ProbeState(SequencedMap<String, Cell> cells) {
    this.cells = cells;
    cells.values().forEach(cell -> values.put(cell, cell.value()));
  }

  /** What is blank is started as a training by the recipe would start it. */
  static ProbeState of(Layer model, Recipe recipe) {
    var cells = model.state();
    var rng = Rng.of(recipe.seed()).at("model");
    cells.forEach((name, cell) -> {
      if (cell instanceof Parameter parameter && parameter.isBlank()) {
        parameter.start(rng.at(name));
      }
    });
    return new ProbeState(cells);
  }

  SequencedMap<String, Cell> cells() {
    return cells;
  }

  /** The parameters with at least two axes, by name. */
  SequencedMap<String, Parameter> weights() {
    return weights(cells.values());
  }

  /** Those of some cells, such as the ones that are trained. */
  SequencedMap<String, Parameter> weights(Collection<? extends Cell> some) {
    var weights = new LinkedHashMap<String, Parameter>();
    cells.forEach((name, cell) -> {
      if (cell instanceof Parameter parameter
          && parameter.shape().rank() >= 2
          && some.contains(parameter)) {
        weights.put(name, parameter);
      }
    });
    return weights;
  }

  /** What a cell held. */
  Tensor before(Cell cell) {
    return values.getOrDefault(cell, cell.value());
  }

  /** Puts everything back. */
  void restore() {
    values.forEach(Cell::set);
  }

  /** Runs what may change the model, and puts everything back. */
  <R> R keeping(Supplier<R> trial) {
    try {
      return trial.get();
    } finally {
      restore();
    }
  }
}
