package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.data.Batches;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.StartsFromData;
import dev.cortado.optim.Plateau;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Numerics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A training as it goes: the one thing in it that changes, besides the model. Callbacks read it;
 * the {@link Trainer} moves it on.
 */
public final class Run {

  /** Enough to tell the spread of a unit's sums. */
  private static final int MOST_ROWS_TO_START_FROM = 4_096;

  private final Layer model;
  private final Recipe recipe;
  private final RowSource train;
  private final @Nullable RowSource valid;
  private final SequencedMap<String, Cell> state;
  private final List<Metric> metrics;
  private final Updater updater;
  private final TrainingStep stepper;
  private final Rng root;
  private final Rng steps;

  private final List<Epoch> epochs = new ArrayList<>();
  private int epoch = 1;
  private int batch;
  private double lossSum;
  private long rows;
  private double firstLoss = Double.NaN;
  private Plateau.@Nullable State plateau;
  private Checkpoint.@Nullable Best best;
  private boolean stopped;
  private boolean finished;
  private Checkpoint.@Nullable Identity identity;
  private @Nullable Batches order;

  Run(
      Layer model,
      Recipe recipe,
      RowSource train,
      @Nullable RowSource valid,
      @Nullable Checkpoint from) {
    this.model = model;
    this.recipe = recipe;
    this.train = train;
    this.valid = valid;
    requireRows();
    requireWeights();
    metrics = recipe.metricsFor(train.schema().target());
    requireValues();
    state = model.state();
    updater = Updater.of(recipe.optimizer(), state);
    if (from != null) {
      identity().require(from.identity());
      from.requireEpochs(recipe.epochs());
      new RestoreCheck(recipe, state, updater.slots(), train.size(), valueNames()).require(from);
    }
    // Only what will be trained is drawn: a run that is refused leaves its model as it was.
    start();
    root = Rng.of(recipe.seed());
    steps = root.at("step");
    stepper = new TrainingStep(model, recipe, state, updater);
    plateau = recipe.lowering() == null ? null : recipe.lowering().plateau().start();
    var stopping = recipe.earlyStopping();
    best = stopping == null ? null : best(stopping.start(higherIsBetter(stopping.value())));
    if (from != null) {
      restore(from);
    }
    var rehearsal =
        new DryRun(model, recipe, metrics, recipe.outputs(model, train.schema().target()));
    rehearsal.takeShortStep(train, state.values());
    rehearsal.evaluate(train, valid);
  }

  private void requireRows() {
    if (train.size() == 0) {
      throw Errors.argument("fit: no rows to train on");
    }
  }

  private void requireValues() {
    var lowering = recipe.lowering();
    if (lowering != null) {
      requireValue("plateau", lowering.value());
      boolean higher = higherIsBetter(lowering.value());
      if (lowering.plateau().largerIsBetter() != higher) {
        throw Errors.argument(
            "plateau: of '%s' the %s is better; %s whereLargerIsBetter()",
            lowering.value(), higher ? "larger" : "smaller", higher ? "use" : "leave out");
      }
    }
    var stopping = recipe.earlyStopping();
    if (stopping != null) {
      requireValue("earlyStopping", stopping.value());
    }
  }

  private void requireWeights() {
    var weights = recipe.sampleWeights();
    if (weights != null && weights.size() != train.size()) {
      throw Errors.argument(
          "fit: %,d sample weights for %,d training rows", weights.size(), train.size());
    }
  }

  /** Draws what is blank; what is not is trained further. A new model may start from data. */
  private void start() {
    var rng = Rng.of(recipe.seed()).at("model");
    boolean isNew =
        state.values().stream().allMatch(cell -> !(cell instanceof Parameter it) || it.isBlank());
    if (isNew && LayerTree.contains(model, StartsFromData.class)) {
      model.start(rng, rowsToStartFrom());
      return;
    }
    state.forEach((name, cell) -> {
      if (cell instanceof Parameter parameter && parameter.isBlank()) {
        parameter.start(rng.at(name));
      }
    });
  }

  private Tensor rowsToStartFrom() {
    int[] order = Rng.of(recipe.seed()).at("start").permutation(train.size());
    int count = Math.min(order.length, MOST_ROWS_TO_START_FROM);
    return train.rows(RowOrder.of(Arrays.copyOf(order, count))).x();
  }

  /** A rule can only watch what each epoch tells. */
  private void requireValue(String rule, String name) {
    if (!valueNames().contains(name)) {
      throw Errors.argument("%s: no value '%s'; this run has %s", rule, name, valueNames());
    }
  }

  /** The names of the values of each epoch. */
  private SequencedSet<String> valueNames() {
    var names = new LinkedHashSet<String>();
    names.add("train.loss");
    if (valid != null) {
      names.add("valid.loss");
    }
    metrics.forEach(metric -> names.add((valid == null ? "train." : "valid.") + metric.name()));
    return names;
  }

  /** What is trained. */
  public Layer model() {
    return model;
  }

  /** How. */
  public Recipe recipe() {
    return recipe;
  }

  /** On what rows. */
  public RowSource train() {
    return train;
  }

  /** The rows for validation, if there are any. */
  public @Nullable RowSource valid() {
    return valid;
  }

  /** Whether its steps are compiled, and why not. */
  public CompileStatus compileStatus() {
    return stepper.status();
  }

  /** How many steps were taken. */
  public long step() {
    return updater.steps();
  }

  /** The epoch that is under way, from 1; when one has ended, the next. */
  public int epoch() {
    return epoch;
  }

  /** How many batches of this epoch were used. */
  public int batch() {
    return batch;
  }

  /** How many batches an epoch has. */
  public int batches() {
    return 1 + (train.size() - 1) / recipe.batchSize();
  }

  /** The rate of the next step. */
  public double rate() {
    return rateOf(step());
  }

  private double rateOf(long step) {
    double scheduled = recipe.schedule().at(step);
    var lowering = recipe.lowering();
    return lowering == null || plateau == null
        ? scheduled
        : scheduled * (plateau.rate() / lowering.plateau().rate());
  }

  /** The epochs so far. */
  public History history() {
    return new History(epochs, firstLoss, kept(), ending());
  }

  private int kept() {
    if (best != null && best.watch().epoch() > 0) {
      return best.watch().epoch();
    }
    return batch == 0 ? epochs.size() : 0;
  }

  private History.Ending ending() {
    var stopping = recipe.earlyStopping();
    if (stopping != null && best != null && stopping.isOver(best.watch())) {
      return History.Ending.NO_BETTER;
    }
    if (epoch > recipe.epochs()) {
      return History.Ending.EPOCHS_DONE;
    }
    return stopped ? History.Ending.STOPPED : History.Ending.UNFINISHED;
  }

  /** All that is needed to go on from here, at any time. */
  public Checkpoint checkpoint() {
    if (finished) {
      throw Errors.state("run: it has ended, and has nothing to go on from");
    }
    requireFinite();
    return new Checkpoint(
        identity(),
        step(),
        epoch,
        batch,
        lossSum,
        rows,
        firstLoss,
        values(),
        updater.slots().tensors(),
        plateau,
        best,
        epochs);
  }

  /** What this is a run of. */
  public Checkpoint.Identity identity() {
    var known = identity;
    if (known == null) {
      known =
          new Checkpoint.Identity(
              // A training may go on for more epochs.
              recipe.epochs(1).text(),
              StableText.text(model),
              train.fingerprint(),
              valid == null ? "" : valid.fingerprint(),
              Numerics.VERSION);
      identity = known;
    }
    return known;
  }

  private void restore(Checkpoint saved) {
    put(saved.state());
    updater.restore(saved.step(), saved.slots());
    epoch = saved.epoch();
    batch = saved.batch();
    lossSum = saved.lossSum();
    rows = saved.rows();
    firstLoss = saved.firstLoss();
    plateau = saved.plateau();
    best = saved.best();
    epochs.addAll(saved.epochs());
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return ending() != History.Ending.UNFINISHED;
  }

  boolean epochIsOver() {
    return batch == batches();
  }

  void stop() {
    stopped = true;
  }

  /** Takes the next step of the epoch; tells the loss. */
  double takeStep() {
    var augment = recipe.augment();
    UnaryOperator<Batch> variation =
        augment == null ? null : rows -> augment.apply(rows, root, epoch - 1);
    var feed = new StepInput.OfEpoch(order(), batch, recipe.sampleWeights(), variation);
    double loss = stepper.take(feed, steps.at(step()), rate(), epoch, batch + 1);
    firstLoss = step() == 1 ? loss : firstLoss;
    lossSum += loss * feed.size();
    rows += feed.size();
    batch++;
    return loss;
  }

  private Batches order() {
    var current = order;
    if (current == null) {
      int size = recipe.batchSize();
      current = recipe.shuffled() ? train.batches(size, root, epoch - 1) : train.batches(size);
      order = current;
    }
    return current;
  }

  /** Evaluates, and lets the rules that watch over epochs decide. */
  Epoch endEpoch() {
    requireFinite();
    var ended = new Epoch(epoch, step(), rateOf(step() - 1), evaluated());
    epochs.add(ended);
    var lowering = recipe.lowering();
    if (lowering != null && plateau != null) {
      plateau = lowering.plateau().next(plateau, ended.value(lowering.value()));
    }
    var stopping = recipe.earlyStopping();
    if (stopping != null && best != null) {
      var name = stopping.value();
      var next = stopping.next(best.watch(), epoch, ended.value(name), higherIsBetter(name));
      best = next.epoch() == epoch ? best(next) : new Checkpoint.Best(next, best.state());
    }
    epoch++;
    batch = 0;
    lossSum = 0;
    rows = 0;
    order = recipe.shuffled() ? null : order;
    return ended;
  }

  private SequencedMap<String, Double> evaluated() {
    var values = new LinkedHashMap<String, Double>();
    values.put("train.loss", lossSum / rows);
    var part = valid == null ? "train." : "valid.";
    var data = valid == null ? train : valid;
    if (valid == null && metrics.isEmpty()) {
      return values;
    }
    var evaluation =
        Evaluation.of(model, data, recipe.outputs(model, data.schema().target()), metrics);
    if (valid != null) {
      var losses = recipe.loss().apply(evaluation.prediction(), valid.y(0, valid.size()));
      values.put("valid.loss", (double) losses.item());
    }
    evaluation.values().forEach((name, value) -> values.put(part + name, value));
    return values;
  }

  /** Gives the model back the weights of its best epoch. */
  void finish() {
    finished = true;
    if (best != null && best.watch().epoch() > 0) {
      put(best.state());
    }
  }

  private Checkpoint.Best best(EarlyStopping.State watch) {
    return new Checkpoint.Best(watch, values());
  }

  private SequencedMap<String, Tensor> values() {
    var values = new LinkedHashMap<String, Tensor>();
    state.forEach((name, cell) -> values.put(name, cell.value()));
    return values;
  }

  private void put(SequencedMap<String, Tensor> values) {
    if (!values.keySet().equals(state.keySet())) {
      throw Errors.argument(
          "run: saved are %s, the model has %s", values.keySet(), state.sequencedKeySet());
    }
    state.forEach((name, cell) -> cell.set(Objects.requireNonNull(values.get(name))));
  }

  /** How good the last epoch was, by what the run is chosen by; the higher the better. */
  public double merit() {
    return epochs.isEmpty() ? Double.NEGATIVE_INFINITY : merit(epochs.getLast());
  }

  public double merit(Epoch ended) {
    var stopping = recipe.earlyStopping();
    var name = stopping != null ? stopping.value() : valid == null ? "train.loss" : "valid.loss";
    double value = ended.values().getOrDefault(name, Double.NaN);
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : higherIsBetter(name) ? value : -value;
  }

  private boolean higherIsBetter(String value) {
    return metrics.stream()
        .anyMatch(metric -> value.endsWith("." + metric.name()) && metric.higherIsBetter());
  }

  /** What is saved or reported as the result of an epoch is finite, or the run has diverged. */
  private void requireFinite() {
    var place = DivergenceSearch.cells(state);
    if (place != null) {
      throw stepper.diverged(place, step() + 1, epoch, batch, rateOf(Math.max(0, step() - 1)));
    }
  }
}
