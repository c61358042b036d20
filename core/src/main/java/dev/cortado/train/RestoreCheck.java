package dev.cortado.train;

import com.google.errorprone.annotations.FormatMethod;
import dev.cortado.autograd.Cell;
import dev.cortado.data.FormatException;
import dev.cortado.internal.SafeText;
import dev.cortado.optim.Slots;
import dev.cortado.optim.WeightAveraging;
import dev.cortado.tensor.Shape;
import dev.cortado.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Checks that a checkpoint of the same recipe, model and rows is a possible state of their run,
 * before anything is restored. Its checksums do not show that: whoever forges a file writes them
 * too.
 *
 * @param state the cells of the model
 * @param slots of the optimizer
 * @param rows the number of training rows
 * @param values the names of the values of an epoch
 */
record RestoreCheck(
    Recipe recipe, SequencedMap<String, Cell> state, Slots slots, int rows, Set<String> values) {

  /**
   * Requires the checkpoint to fit.
   *
   * @throws FormatException if it does not
   */
  void require(Checkpoint saved) {
    requireProgress(saved);
    for (var epoch : saved.epochs()) {
      requireEqual("steps of epoch " + epoch.number(), epoch.steps(), stepsOf(epoch.number()));
      if (!epoch.values().keySet().equals(values)) {
        throw wrong(
            "epoch %d has the values %s, expected %s",
            epoch.number(), epoch.values().keySet(), values);
      }
    }
    requireTensors("state", saved.state(), cellShapes());
    requireFinite("state", saved.state());
    requireTensors("optimizer", saved.slots(), slotShapes());
    if (!(recipe.updates().averaging() instanceof WeightAveraging.None)) {
      requireFinite("optimizer", saved.slots());
    }
    requireRules(saved);
  }

  private void requireProgress(Checkpoint saved) {
    if (saved.batch() > batches()) {
      throw wrong("batch %d of %d", saved.batch(), batches());
    }
    int accumulation = recipe.updates().accumulation();
    if (saved.batch() % accumulation != 0 && saved.batch() != batches()) {
      throw wrong("batch %d is inside a step of %d batches", saved.batch(), accumulation);
    }
    requireEqual("step", saved.step(), stepsOf(saved.epoch() - 1) + stepsIn(saved.batch()));
    long seen = Math.min((long) saved.batch() * recipe.batchSize(), rows);
    requireEqual("number of rows", saved.rows(), seen);
    if (!Double.isFinite(saved.lossSum())) {
      throw wrong("the sum of losses is %s", saved.lossSum());
    }
    if (!Double.isNaN(saved.fixedRate())
        && !(saved.fixedRate() >= 0 && saved.fixedRate() <= Float.MAX_VALUE)) {
      throw wrong("the rate that the caller has set is %s", saved.fixedRate());
    }
  }

  private void requireRules(Checkpoint saved) {
    var plateau = saved.plateau();
    var rule = recipe.plateau();
    if (plateau != null && rule != null) {
      if (!(plateau.scale() >= 0 && plateau.scale() <= 1)) {
        throw wrong("the scale of the plateau is %s", plateau.scale());
      }
      if (plateau.failures() > saved.epochs().size()) {
        throw wrong("the plateau has failed %d times", plateau.failures());
      }
    } else if (plateau != null || rule != null) {
      throw wrong("it %s a plateau", plateau == null ? "lacks" : "has");
    }
    var best = saved.best();
    if ((best == null) != (recipe.earlyStopping() == null)) {
      throw wrong("it %s a best epoch", best == null ? "lacks" : "has");
    }
    if (best != null) {
      var watch = best.watch();
      if (watch.epoch() > saved.epochs().size() || watch.failures() > saved.epochs().size()) {
        throw wrong(
            "the best epoch is %d with %d failures since then", watch.epoch(), watch.failures());
      }
      var shapes = watch.epoch() == 0 ? new LinkedHashMap<String, Shape>() : cellShapes();
      requireTensors("best", best.state(), shapes);
      requireFinite("best", best.state());
    }
  }

  private int batches() {
    return 1 + (rows - 1) / recipe.batchSize();
  }

  /** The number of steps in so many epochs. */
  private long stepsOf(int epochs) {
    return epochs * stepsIn(batches());
  }

  /** The number of steps in so many batches of an epoch. */
  private long stepsIn(int batches) {
    int accumulation = recipe.updates().accumulation();
    return (batches + accumulation - 1L) / accumulation;
  }

  private SequencedMap<String, Shape> cellShapes() {
    var shapes = new LinkedHashMap<String, Shape>();
    state.forEach((name, cell) -> shapes.put(name, cell.shape()));
    return shapes;
  }

  private SequencedMap<String, Shape> slotShapes() {
    var shapes = new LinkedHashMap<String, Shape>();
    slots.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  private static void requireEqual(String what, long found, long expected) {
    if (found != expected) {
      throw wrong("the %s is %d, expected %d", what, found, expected);
    }
  }

  private static void requireTensors(
      String section, Map<String, Tensor> found, SequencedMap<String, Shape> expected) {
    if (!found.keySet().equals(expected.keySet())) {
      throw wrong("section '%s' has %s, expected %s", section, found.keySet(), expected.keySet());
    }
    expected.forEach((name, shape) -> {
      var tensor = found.get(name);
      if (tensor == null || !tensor.shape().equals(shape)) {
        throw wrong(
            "'%s' in section '%s' is %s, expected %s",
            name, section, tensor == null ? "missing" : tensor.shape(), shape);
      }
    });
  }

  private static void requireFinite(String section, Map<String, Tensor> tensors) {
    tensors.forEach((name, tensor) -> {
      for (float value : tensor.toArray()) {
        if (!Float.isFinite(value)) {
          throw wrong("'%s' in section '%s' has %s", name, section, value);
        }
      }
    });
  }

  @FormatMethod
  private static FormatException wrong(String problem, Object... values) {
    return new FormatException(
        "CKPT-CORRUPT",
        "checkpoint",
        "it is no state of this run: " + SafeText.of(String.format(Locale.ROOT, problem, values)));
  }
}
