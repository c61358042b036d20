package dev.cortado.doctor;

import dev.cortado.data.Batch;
import dev.cortado.data.Dataset;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Layer;
import dev.cortado.train.Divergence;
import dev.cortado.train.History;
import dev.cortado.train.Recipe;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the symptoms read: a model, its recipe and rows, the history of its training, and
 * measurements on a sample of the rows. Measuring restores the model.
 *
 * @param history null before the training
 * @param looks measurements during the training; may be empty
 * @param state the model's cells
 * @param columns of the training rows
 * @param loss the losses of constant predictions
 * @param batch the training rows that were measured on
 * @param reading what was measured
 */
record Probe(
    Layer model,
    Recipe recipe,
    Dataset train,
    @Nullable Dataset valid,
    @Nullable History history,
    List<Diagnosis.Look> looks,
    ProbeState state,
    ProbeColumns columns,
    ProbeLoss loss,
    Batch batch,
    ProbeReading reading) {

  /** A loss above this share of that of a constant prediction has learned next to nothing. */
  static final double POOR = 0.85;

  /** How many rows are measured. */
  private static final int ROWS = 512;

  /** How many steps are sampled for the highest rate of a schedule. */
  private static final long PLACES = 1_000;

  static Probe of(
      Layer model,
      Recipe recipe,
      Dataset train,
      @Nullable Dataset valid,
      @Nullable History history,
      List<Diagnosis.Look> looks) {
    if (train.size() == 0) {
      throw Errors.argument("diagnosis: no training rows, expected at least one");
    }
    var state = ProbeState.of(model, recipe);
    var batch = sample(train, ROWS);
    var plan = recipe.forRun(steps(recipe, train));
    return new Probe(
        model,
        recipe,
        train,
        valid,
        history,
        looks,
        state,
        ProbeColumns.of(train),
        ProbeLoss.of(recipe.loss(), train),
        batch,
        ProbeReading.of(model, state, plan, highestRate(recipe, train), batch));
  }

  /** Evenly spaced rows: the first rows of sorted data would be of one class. */
  static Batch sample(RowSource data, int most) {
    int count = Math.min(most, data.size());
    var rows = IntStream.range(0, count).map(i -> (int) ((long) i * data.size() / count));
    return data.rows(RowOrder.of(rows.toArray())).batches(count).at(0);
  }

  /** How many steps the recipe takes. */
  static long steps(Recipe recipe, RowSource train) {
    return recipe.steps(train.size());
  }

  /** The highest rate of the recipe's schedule. */
  static double highestRate(Recipe recipe, RowSource train) {
    long steps = steps(recipe, train);
    long places = Math.min(steps, PLACES);
    var schedule = recipe.forRun(steps).schedule();
    double highest = 0;
    for (long i = 0; i < places; i++) {
      highest = Math.max(highest, schedule.at(i * steps / places));
    }
    return highest;
  }

  boolean before() {
    return history == null;
  }

  /** Whether all features and targets are finite. */
  boolean complete() {
    return columns.missing() == 0 && Divergence.Index.firstBad(train.y()) < 0;
  }

  /** Whether no step has been taken yet. */
  boolean untrained() {
    return history == null || Double.isNaN(history.firstLoss());
  }

  /** Whether the loss or its gradient is not finite after some steps. */
  boolean diverged() {
    return !untrained() && complete() && !reading.finite();
  }

  /** The number of parameters that are trained. */
  long parameters() {
    var trained =
        reading.refusal().isEmpty() ? recipe.updater(model).parameters() : model.parameters();
    return trained.stream().mapToLong(cell -> cell.shape().size()).sum();
  }

  /**
   * The loss of a constant prediction, {@link ProbeLoss#trivial}; where it is not known, the first
   * loss of the training.
   */
  double usual() {
    double trivial = loss.trivial();
    return !Double.isNaN(trivial) || history == null ? trivial : history.firstLoss();
  }

  /** Whether a training has learned next to nothing. */
  boolean poor() {
    return history != null
        && !history.epochs().isEmpty()
        && !(history.last().value("train.loss") <= POOR * usual());
  }

  /** One update of each weight, chosen among all of them in ascending order. */
  SequencedMap<String, Double> updates(ToDoubleFunction<double[]> choice) {
    var maps =
        looks.isEmpty()
            ? List.of(reading.step().updates())
            : looks.stream().map(Diagnosis.Look::updates).toList();
    var chosen = new LinkedHashMap<String, Double>();
    for (var name : maps.getFirst().keySet()) {
      double[] values =
          maps.stream()
              .mapToDouble(map -> map.getOrDefault(name, Double.NaN))
              .filter(Double::isFinite)
              .toArray();
      Arrays.sort(values);
      if (values.length > 0) {
        chosen.put(name, choice.applyAsDouble(values));
      }
    }
    return chosen;
  }

  /** The median update of each weight. */
  SequencedMap<String, Double> typicalUpdates() {
    return updates(values -> values[values.length / 2]);
  }

  /** The median update of the weights that are changed most. */
  double typicalUpdate() {
    return typicalUpdates().values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(Double.NaN);
  }

  /** Whether it has a symptom. */
  boolean shows(Symptom symptom) {
    var found = new Findings();
    symptom.find(this, found);
    return !found.isEmpty();
  }
}
