package dev.cortado.train;

import dev.cortado.internal.Errors;
import dev.cortado.metric.Metric;
import dev.cortado.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a recipe that watch the values of the epochs: early stopping, which also keeps the
 * weights of the best epoch, and the plateau, which scales the rate.
 */
final class EpochRules {

  private final @Nullable EarlyStopping stopping;
  private final @Nullable Plateau plateau;
  private final List<Metric> metrics;
  private final SequencedSet<String> values = new LinkedHashSet<>();
  private final String judgedBy;
  private Plateau.@Nullable RateScale scaling;
  private Checkpoint.@Nullable Best best;

  EpochRules(Recipe recipe, List<Metric> metrics, boolean hasValid) {
    stopping = recipe.earlyStopping();
    plateau = recipe.plateau();
    this.metrics = metrics;
    values.add("train.loss");
    if (hasValid) {
      values.add("valid.loss");
    }
    metrics.forEach(metric -> values.add((hasValid ? "valid." : "train.") + metric.name()));
    var loss = hasValid ? "valid.loss" : "train.loss";
    judgedBy = stopping != null ? stopping.value() : loss;
    if (plateau != null) {
      requireValue("plateau", plateau.value());
      scaling = plateau.start(higherIsBetter(plateau.value()));
    }
    if (stopping != null) {
      requireValue("earlyStopping", stopping.value());
      var start = stopping.start(higherIsBetter(stopping.value()));
      best = new Checkpoint.Best(start, new LinkedHashMap<>());
    }
  }

  /** A rule can only watch a value that the epochs have. */
  private void requireValue(String rule, String name) {
    if (!values.contains(name)) {
      throw Errors.argument("%s: no value '%s'; this run has %s", rule, name, values);
    }
  }

  /** The names of the values of each epoch. */
  SequencedSet<String> values() {
    return values;
  }

  void restore(Checkpoint saved) {
    scaling = saved.plateau();
    best = saved.best();
  }

  /** Follows the values of an epoch that has ended; {@code weights} gives the model's cells. */
  void follow(Epoch ended, Supplier<SequencedMap<String, Tensor>> weights) {
    if (plateau != null && scaling != null) {
      var name = plateau.value();
      scaling = plateau.next(scaling, ended.value(name), higherIsBetter(name));
    }
    if (stopping != null && best != null) {
      var name = stopping.value();
      var next =
          stopping.next(best.watch(), ended.number(), ended.value(name), higherIsBetter(name));
      boolean isBest = next.epoch() == ended.number();
      best = new Checkpoint.Best(next, isBest ? weights.get() : best.state());
    }
  }

  /** Whether early stopping ends the run. */
  boolean isOver() {
    return stopping != null && best != null && stopping.isOver(best.watch());
  }

  /** What the scheduled rate is multiplied by. */
  double rateScale() {
    return scaling == null ? 1 : scaling.scale();
  }

  Plateau.@Nullable RateScale plateau() {
    return scaling;
  }

  Checkpoint.@Nullable Best best() {
    return best;
  }

  /** The number of the best epoch; 0 if there is none yet, or if none is kept. */
  int bestEpoch() {
    return best == null ? 0 : best.watch().epoch();
  }

  /** How good an epoch was by the value that the run is judged by; the higher the better. */
  double merit(Epoch ended) {
    double value = ended.values().getOrDefault(judgedBy, Double.NaN);
    return Double.isNaN(value)
        ? Double.NEGATIVE_INFINITY
        : higherIsBetter(judgedBy) ? value : -value;
  }

  /** The direction of a value: that of its metric; of losses the smaller is better. */
  private boolean higherIsBetter(String value) {
    return metrics.stream()
        .anyMatch(metric -> value.endsWith("." + metric.name()) && metric.higherIsBetter());
  }
}
