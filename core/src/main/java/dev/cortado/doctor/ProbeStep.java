package dev.cortado.doctor;

import dev.cortado.autograd.Autograd;
import dev.cortado.nn.Layer;
import dev.cortado.tensor.Tensor;
import dev.cortado.train.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * What one step would do, and what longer and shorter ones would.
 *
 * @param rate the highest of the recipe
 * @param loss before the step, with penalties
 * @param fall the decrease of the loss that the gradient predicts
 * @param updates the length of a step as a part of that of the weights, by name
 * @param gradients the length of the gradient of each of the weights, by name
 * @param trials from the shortest to the longest
 */
record ProbeStep(
    double rate,
    double loss,
    double fall,
    SequencedMap<String, Double> updates,
    SequencedMap<String, Double> gradients,
    List<Trial> trials) {

  private static final List<Double> FACTORS =
      List.of(1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4);

  /** Weights whose root mean square is below this count as 0. */
  private static final double BLANK = 1e-3;

  /** The loss after a step of {@code factor} times the length. */
  record Trial(double factor, double loss) {}

  static ProbeStep none() {
    return new ProbeStep(
        Double.NaN,
        Double.NaN,
        Double.NaN,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        List.of());
  }

  static ProbeStep of(
      Layer model, ProbeState state, Recipe recipe, double rate, Supplier<Tensor> loss) {
    var updater = recipe.updater(model);
    var found = updater.evaluate(() -> Autograd.valueAndGrad(loss, updater.parameters()));
    state.restore();
    var gradients = updater.inOrder(found.gradients());
    var clipped = recipe.clip().apply(gradients).gradients();
    updater.apply(clipped, rate);
    var updates = new LinkedHashMap<String, Double>();
    var norms = new LinkedHashMap<String, Double>();
    state
        .weights(updater.parameters())
        .forEach((name, weight) -> {
          updates.put(name, update(state.before(weight), weight.value()));
          norms.put(name, ActivationReading.norm(found.gradients().of(weight)));
        });
    double fall = 0;
    int i = 0;
    for (var parameter : updater.parameters()) {
      fall -= dot(gradients.get(i++), state.before(parameter), parameter.value());
    }
    state.restore();
    var trials = new ArrayList<Trial>();
    for (double factor : FACTORS) {
      recipe.updater(model).apply(clipped, rate * factor);
      trials.add(new Trial(factor, lossOf(loss)));
      state.restore();
    }
    return new ProbeStep(rate, found.value().item(), fall, updates, norms, trials);
  }

  /** Whether the loss and its gradient are numbers, and the parameters still are after the step. */
  boolean finite() {
    return Double.isFinite(loss)
        && Double.isFinite(fall)
        && gradients.values().stream().allMatch(Double::isFinite);
  }

  /**
   * How far weights have moved, as a part of their length; NaN for weights that are all close to 0,
   * as those of a last layer may be at the start.
   */
  static double update(Tensor before, Tensor after) {
    double length = ActivationReading.norm(before);
    float[] from = before.toArray();
    float[] to = after.toArray();
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      double moved = (double) to[i] - from[i];
      sum += moved * moved;
    }
    return ActivationReading.rootMeanSquare(before) < BLANK ? Double.NaN : Math.sqrt(sum) / length;
  }

  private static double dot(Tensor gradient, Tensor before, Tensor after) {
    float[] g = gradient.toArray();
    float[] from = before.toArray();
    float[] to = after.toArray();
    double sum = 0;
    for (int i = 0; i < g.length; i++) {
      sum += g[i] * ((double) to[i] - from[i]);
    }
    return sum;
  }

  /** A loss that cannot be computed is as bad as an infinite one. */
  private static double lossOf(Supplier<Tensor> loss) {
    try {
      double value = loss.get().item();
      return Double.isFinite(value) ? value : Double.POSITIVE_INFINITY;
    } catch (IllegalArgumentException _) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** The step after which the loss is lowest; the shortest of equal ones. */
  Trial best() {
    var best = new Trial(1, loss);
    for (var trial : trials) {
      best = trial.loss < best.loss ? trial : best;
    }
    return best;
  }

  /** The trial of a step as long as the recipe's. */
  Trial ofRecipe() {
    return trials.stream()
        .filter(trial -> trial.factor == 1)
        .findFirst()
        .orElse(new Trial(1, Double.NaN));
  }
}
