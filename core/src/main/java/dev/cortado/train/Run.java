package dev.cortado.train;

import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.data.Batches;
import dev.cortado.data.RowOrder;
import dev.cortado.data.RowSource;
import dev.cortado.internal.Errors;
import dev.cortado.internal.Require;
import dev.cortado.metric.Evaluation;
import dev.cortado.metric.Metric;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.Layer;
import dev.cortado.nn.LayerTree;
import dev.cortado.nn.StartsFromData;
import dev.cortado.optim.Updater;
import dev.cortado.optim.UpdaterAccess;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.kernel.Numerics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training: which step and epoch it has reached, its rate, its history. Callbacks
 * read it; a {@link Training} changes it.
 */
public final class Run {

  /** Enough to estimate the spread of a unit's sums. */
  private static final int MOST_ROWS_TO_START_FROM = 4_096;

  private final Layer model;
  private final Recipe recipe;

  /** The recipe for the steps of this run. */
  private final Recipe plan;

  private final RowSource train;
  private final @Nullable RowSource valid;
  private final SequencedMap<String, Cell> state;
  private final List<Metric> metrics;
  private final EpochRules rules;
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
  private double fixedRate = Double.NaN;
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
    requireRowsAndWeights();
    plan = recipe.forRun(recipe.steps(train.size()));
    metrics = recipe.metricsFor(train.schema().target());
    rules = new EpochRules(recipe, metrics, valid != null);
    state = model.state();
    updater = plan.updater(model);
    if (from != null) {
      identity().require(from.identity());
      from.requireEpochs(recipe.epochs());
      new RestoreCheck(recipe, state, updater.slots(), train.size(), rules.values()).require(from);
    }
    // Parameters are drawn after all checks: a run that is refused leaves its model as it was.
    start();
    root = Rng.of(recipe.seed());
    steps = root.at("step");
    stepper = new TrainingStep(model, plan, state, updater);
    if (from != null) {
      restore(from);
    }
    var dryRun = new DryRun(model, recipe, metrics, recipe.outputs(model, train.schema().target()));
    dryRun.takeShortStep(train, state.values());
    dryRun.evaluate(train, valid);
  }

  private void requireRowsAndWeights() {
    if (train.size() == 0) {
      throw Errors.argument("fit: no rows to train on");
    }
    var weights = recipe.sampleWeights();
    if (weights != null && weights.size() != train.size()) {
      throw Errors.argument(
          "fit: %,d sample weights for %,d training rows", weights.size(), train.size());
    }
  }

  /**
   * Draws the blank parameters; others keep their values and are trained further. A new model may
   * start from data.
   */
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

  /** The model that is trained. */
  public Layer model() {
    return model;
  }

  /** How it is trained. */
  public Recipe recipe() {
    return recipe;
  }

  /** The training rows. */
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

  /** The number of steps taken so far. */
  public long step() {
    return updater.steps();
  }

  /** The epoch that is under way, from 1; when one has ended, the next. */
  public int epoch() {
    return epoch;
  }

  /** The number of batches of this epoch used so far. */
  public int batch() {
    return batch;
  }

  /** The number of batches of an epoch. */
  public int batches() {
    return 1 + (train.size() - 1) / recipe.batchSize();
  }

  /** The rate of the next step. */
  public double rate() {
    return rateOf(step());
  }

  private double rateOf(long step) {
    return Double.isNaN(fixedRate) ? plan.schedule().at(step) * rules.rateScale() : fixedRate;
  }

  /** Fixes the rate of the steps from the next one on. */
  void fixRate(double rate) {
    fixedRate = Require.notNegative("training", "rate", rate);
  }

  /** The epochs so far. */
  public History history() {
    return new History(epochs, firstLoss, kept(), ending());
  }

  private int kept() {
    int best = rules.bestEpoch();
    return best > 0 ? best : batch == 0 ? epochs.size() : 0;
  }

  private History.Ending ending() {
    if (rules.isOver()) {
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
      throw Errors.state("run: it is finished; take a checkpoint before that");
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
        fixedRate,
        values(),
        updater.slots().tensors(),
        rules.plateau(),
        rules.best(),
        epochs);
  }

  /** What this is a run of; a checkpoint of another run is refused. */
  public Checkpoint.Identity identity() {
    var known = identity;
    if (known == null) {
      known =
          new Checkpoint.Identity(
              // A training may go on for more epochs, unless its schedules are over the whole run.
              plan.epochs(1).text(),
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
    fixedRate = saved.fixedRate();
    rules.restore(saved);
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

  /** Takes the next step of the epoch; returns the loss of its batch. */
  double takeStep() {
    int accumulation = recipe.updates().accumulation();
    int taken = Math.min(accumulation, batches() - batch);
    int first = batch * recipe.batchSize();
    long size = Math.min((long) taken * recipe.batchSize(), train.size() - first);
    double loss;
    if (accumulation == 1) {
      loss = stepper.take(input(batch), steps.at(step()), rate(), epoch, batch + 1);
    } else {
      var inputs = IntStream.range(batch, batch + taken).mapToObj(this::input).toList();
      loss = stepper.take(inputs, steps.at(step()), rate(), epoch, batch + 1);
    }
    firstLoss = step() == 1 ? loss : firstLoss;
    lossSum += loss * size;
    rows += size;
    batch += taken;
    return loss;
  }

  private StepInput input(int number) {
    var augment = recipe.augment();
    UnaryOperator<Batch> variation =
        augment == null ? null : rows -> augment.apply(rows, root, epoch - 1);
    return new StepInput.OfEpoch(order(), number, recipe.sampleWeights(), variation);
  }

  private Batches order() {
    var current = order;
    if (current == null) {
      int size = recipe.batchSize();
      current =
          recipe.rows().shuffled() ? train.batches(size, root, epoch - 1) : train.batches(size);
      order = current;
    }
    return current;
  }

  /** Evaluates the model, and lets the rules that watch the epochs follow. */
  Epoch endEpoch() {
    requireFinite();
    var averaging = recipe.updates().averaging();
    double share = averaging.shareOfEpoch(epoch);
    if (share > 0) {
      UpdaterAccess.average(updater, share);
    }
    var ended =
        averaging.isThere(step(), epoch) ? UpdaterAccess.averaged(updater, this::judged) : judged();
    epoch++;
    batch = 0;
    lossSum = 0;
    rows = 0;
    order = recipe.rows().shuffled() ? null : order;
    return ended;
  }

  /** Evaluates the model as it is, and lets the rules follow. */
  private Epoch judged() {
    var ended = new Epoch(epoch, step(), rateOf(step() - 1), evaluated());
    epochs.add(ended);
    rules.follow(ended, this::values);
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

  /** Gives the model the weights of its best epoch or, without that, their average. */
  void finish() {
    finished = true;
    var best = rules.best();
    if (best != null && rules.bestEpoch() > 0) {
      put(best.state());
    } else if (recipe.updates().averaging().isThere(step(), epochs.size())) {
      UpdaterAccess.swapAverages(updater);
    }
  }

  private SequencedMap<String, Tensor> values() {
    var values = new LinkedHashMap<String, Tensor>();
    state.forEach((name, cell) -> values.put(name, cell.value()));
    return values;
  }

  private void put(SequencedMap<String, Tensor> values) {
    state.forEach((name, cell) -> cell.set(Objects.requireNonNull(values.get(name))));
  }

  /** How good the last epoch was by the value that the run is judged by; the higher the better. */
  public double merit() {
    return epochs.isEmpty() ? Double.NEGATIVE_INFINITY : merit(epochs.getLast());
  }

  /** How good an epoch was by the value that the run is judged by; the higher the better. */
  public double merit(Epoch ended) {
    return rules.merit(ended);
  }

  /** A weight that is not finite is neither saved nor reported as an epoch's result. */
  private void requireFinite() {
    var place = DivergenceSearch.cells(state);
    if (place != null) {
      throw stepper.diverged(place, step() + 1, epoch, batch, rateOf(Math.max(0, step() - 1)));
    }
  }
}
