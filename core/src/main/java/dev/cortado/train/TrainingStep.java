package dev.cortado.train;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.data.Batch;
import dev.cortado.internal.Errors;
import dev.cortado.nn.Compilation;
import dev.cortado.nn.CompileMode;
import dev.cortado.nn.CompileStatus;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Loss;
import dev.cortado.nn.Pass;
import dev.cortado.optim.Schedule;
import dev.cortado.optim.Updater;
import dev.cortado.optim.UpdaterAccess;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.compile.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One step of training, again and again: forward, loss, backward, update. The {@link Trainer} takes
 * its steps with one; a loop of one's own can do the same.
 *
 * <pre>{@code
 * var updater = Updater.of(Adam.of(1e-2), model.state());
 * var step = TrainingStep.of(model, Loss.crossEntropy(), updater);
 * for (int i = 0; i < 1_000; i++) {
 *   double loss = step.take(batches.at(i % batches.count()), rng.at(i));
 * }
 * step.status();   // compiled
 * }</pre>
 *
 * <p>The first two steps with batches of a size run operation by operation and are {@linkplain
 * Recording recorded}. If both did the same, later ones are run by a program, to the same bits and
 * without a new object. If a recording cannot see all that the step does, all steps run operation
 * by operation; {@link #status} and one line of the log say why.
 */
public final class TrainingStep {

  /** Sizes of batches for which there may be a program at a time. */
  private static final int MOST_SIZES = 8;

  private final Layer model;
  private final Recipe recipe;
  private final SequencedMap<String, Cell> state;
  private final Updater updater;
  private final EagerStep eager;

  /** What the rates of dropout are multiplied by, if a schedule says it. */
  private final @Nullable Buffer dropoutFactor;

  private final Compilation compilation;
  private final List<Buffer> buffers;

  /** By size of the batch: the first recording of a step, and later its program. */
  private final Map<Integer, Recording> recordings = new HashMap<>();

  private final Map<Integer, CompiledStep> programs = new HashMap<>();

  /** What the last batch gave. */
  private List<float[]> gradients = List.of();

  /** The gradients of several batches, added up. */
  private List<float[]> sums = List.of();

  private double loss = Double.NaN;
  private double lastLoss = Double.NaN;

  TrainingStep(Layer model, Recipe recipe, SequencedMap<String, Cell> state, Updater updater) {
    this(model, recipe, state, updater, System.Logger.Level.WARNING);
  }

  private TrainingStep(
      Layer model,
      Recipe recipe,
      SequencedMap<String, Cell> state,
      Updater updater,
      System.Logger.Level level) {
    this.model = model;
    this.recipe = recipe;
    this.state = state;
    this.updater = updater;
    boolean scheduled = !recipe.rates().dropout().equals(Schedule.constant(1));
    dropoutFactor = scheduled ? Buffer.of(Tensor.scalar(1)) : null;
    eager = new EagerStep(model, recipe, updater, dropoutFactor);
    var parts = new LinkedHashMap<String, Object>();
    parts.put("model", model);
    parts.put("loss", recipe.loss());
    parts.put("penalties", recipe.penalties());
    compilation = new Compilation("training step", level, parts);
    var cells = new ArrayList<>(state.values());
    cells.addAll(compilation.cells());
    buffers =
        cells.stream().filter(Buffer.class::isInstance).map(Buffer.class::cast).distinct().toList();
  }

  /** Of a model and a loss; the rate is the optimizer's. */
  public static TrainingStep of(Layer model, Loss loss, Updater updater) {
    return of(model, Recipe.of(loss, updater.optimizer()), updater);
  }

  /** With the loss, penalties, clip and schedule of a recipe. */
  public static TrainingStep of(Layer model, Recipe recipe, Updater updater) {
    return new TrainingStep(model, recipe, model.state(), updater);
  }

  /**
   * Whether steps with batches of a size would be compiled; leaves the model as it is. A step that
   * fails tells nothing: it is then still {@link CompileStatus.Path#RECORDING}.
   */
  public static CompileStatus tried(Layer model, Recipe recipe, Batch batch) {
    return CompileMode.AUTO.call(() -> {
      var state = model.state();
      var step =
          new TrainingStep(model, recipe, state, recipe.updater(model), System.Logger.Level.DEBUG);
      var before = step.buffers.stream().map(Buffer::value).toList();
      try {
        for (int i = 0; i < 2; i++) {
          step.compute(new StepInput.Given(batch), Rng.of(recipe.seed()).at(i), 0, 1, 1);
        }
      } catch (RuntimeException _) {
        // Whoever trains will see it.
      } finally {
        step.restore(before);
      }
      return step.status();
    });
  }

  /** Whether steps are compiled, and why not. */
  public CompileStatus status() {
    return compilation.status();
  }

  /**
   * Takes a step at the rate of the schedule; returns the mean loss before it, without penalties.
   *
   * @param rng the random numbers of this step, such as {@code rng.at(updater.steps())}
   */
  @CanIgnoreReturnValue
  public double take(Batch batch, Rng rng) {
    return take(batch, rng, recipe.schedule().at(updater.steps()));
  }

  /** Takes a step at a rate; returns the mean loss before it, without penalties. */
  @CanIgnoreReturnValue
  public double take(Batch batch, Rng rng, double rate) {
    return take(new StepInput.Given(batch), rng, rate, 1, Math.toIntExact(updater.steps() + 1));
  }

  /** Takes a step, if loss and gradients are finite; the last two arguments are for the message. */
  double take(StepInput input, Rng rng, double rate, int epoch, int number) {
    differentiate(input, rng, rate, epoch, number);
    update(gradients, rate);
    lastLoss = loss;
    return loss;
  }

  /**
   * Takes a step on several batches: their gradients are added up in order and divided once by the
   * number of batches, of which a shorter last one counts as the share of its rows.
   *
   * @param first the number of the first batch, for the message
   * @return the mean loss, each row counting once
   */
  double take(List<StepInput> inputs, Rng rng, double rate, int epoch, int first) {
    var before = buffers.stream().map(Buffer::value).toList();
    double losses = 0;
    double rows = 0;
    float batches = 0;
    try {
      for (int i = 0; i < inputs.size(); i++) {
        var input = inputs.get(i);
        differentiate(input, rng.at(i), rate, epoch, first + i);
        float share = (float) input.size() / inputs.getFirst().size();
        add(share, i == 0);
        batches += share;
        losses += loss * input.size();
        rows += input.size();
      }
    } catch (RuntimeException e) {
      restore(before);
      throw e;
    }
    divideSums(batches);
    update(sums, rate);
    lastLoss = losses / rows;
    return lastLoss;
  }

  private void differentiate(StepInput input, Rng rng, double rate, int epoch, int number) {
    if (dropoutFactor != null) {
      double factor = recipe.rates().dropout().at(updater.steps());
      if (!(factor >= 0 && factor <= 1)) {
        throw Errors.argument(
            "dropoutSchedule: the factor of step %,d is %s, expected 0 to 1",
            updater.steps(), factor);
      }
      dropoutFactor.set(Tensor.scalar(factor));
    }
    if (!isComputedByProgram(input, rng)) {
      compute(input, rng, rate, epoch, number);
    }
  }

  private void add(float share, boolean isFirst) {
    if (sums.isEmpty()) {
      sums = gradients.stream().map(gradient -> new float[gradient.length]).toList();
    }
    for (int i = 0; i < sums.size(); i++) {
      float[] sum = sums.get(i);
      float[] gradient = gradients.get(i);
      for (int j = 0; j < sum.length; j++) {
        sum[j] = (isFirst ? 0 : sum[j]) + share * gradient[j];
      }
    }
  }

  private void divideSums(float batches) {
    for (float[] sum : sums) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] /= batches;
      }
    }
  }

  private void update(List<float[]> gradients, double rate) {
    long step = updater.steps();
    recipe.clip().limit(gradients);
    UpdaterAccess.apply(
        updater,
        gradients,
        rate,
        recipe.rates().decay().at(step),
        recipe.updates().averaging().shareOfStep(step + 1));
  }

  /** Computes loss and gradients by a program, if there is one and they are finite. */
  private boolean isComputedByProgram(StepInput input, Rng rng) {
    if (!compilation.isPossible()) {
      return false;
    }
    if (!compilation.isUnchanged()) {
      compilation.changed();
      recordings.clear();
      programs.clear();
    }
    var program = programs.get(input.size());
    if (program == null || !program.isCurrent() || !program.run(input, rng)) {
      return false;
    }
    loss = program.loss();
    gradients = program.gradients();
    return true;
  }

  /** Computes loss and gradients operation by operation, and records how. */
  private void compute(StepInput input, Rng rng, double rate, int epoch, int number) {
    var batch = input.batch();
    var weights = input.weights();
    var before = buffers.stream().map(Buffer::value).toList();
    var found = new AtomicReference<EagerStep.Outcome>();
    Runnable step = () -> found.set(eager.run(batch, weights, rng));
    Recording recording = null;
    try {
      recording =
          updater.evaluate(() ->
              isToBeRecorded(batch.size()) ? record(batch, weights, rng, step) : unrecorded(step));
    } catch (RuntimeException e) {
      restore(before);
      throw e;
    }
    var outcome = found.get();
    if (!outcome.isFinite()) {
      restore(before);
      var pass = Pass.training(rng, dropoutFactor);
      var place =
          updater.evaluate(() ->
              DivergenceSearch.find(
                  model, state, recipe, batch, weights, pass, named(outcome.gradients())));
      restore(before);
      throw diverged(place, updater.steps() + 1, epoch, number, rate);
    }
    loss = outcome.loss().item();
    gradients = outcome.gradients().stream().map(Tensor::toArray).toList();
    if (recording != null) {
      compile(recording, batch, weights, outcome);
    }
  }

  private void restore(List<Tensor> before) {
    for (int i = 0; i < buffers.size(); i++) {
      buffers.get(i).set(before.get(i));
    }
  }

  private boolean isToBeRecorded(int size) {
    boolean isOneTooMany = programs.size() >= MOST_SIZES && !programs.containsKey(size);
    if (compilation.isPossible() && isOneTooMany) {
      compilation.mention(
          "batches of more than "
              + MOST_SIZES
              + " sizes; those of other sizes, such as "
              + size
              + " rows, are not compiled");
    }
    return compilation.isPossible() && !isOneTooMany;
  }

  private static @Nullable Recording unrecorded(Runnable step) {
    step.run();
    return null;
  }

  private Recording record(Batch batch, @Nullable Tensor weights, Rng rng, Runnable step) {
    var given = new ArrayList<>(List.of(batch.x(), batch.y()));
    if (weights != null) {
      given.add(weights);
    }
    return Recording.ofStep(given, compilation.constants(), rng, step);
  }

  /** Makes a program of two recordings in a row that are equal, or says why there is none. */
  private void compile(
      Recording recording, Batch batch, @Nullable Tensor weights, EagerStep.Outcome outcome) {
    var results = new ArrayList<>(List.of(outcome.loss(), outcome.total()));
    results.addAll(outcome.gradients());
    recording.returns(results);
    var first = recordings.remove(batch.size());
    compilation.prevent(problem(first, recording));
    if (!compilation.isPossible()) {
      recordings.clear();
      programs.clear();
    } else if (first == null) {
      recordings.put(batch.size(), recording);
    } else {
      var names = new IdentityHashMap<Cell, String>();
      state.forEach((name, cell) -> names.put(cell, name));
      programs.put(
          batch.size(), new CompiledStep(recording, batch, weights, outcome, updater, names));
      compilation.succeeded();
    }
  }

  private static @Nullable String problem(@Nullable Recording first, Recording second) {
    if (second.obstacle() != null) {
      return second.obstacle();
    }
    if (second.cellsSet().keySet().stream().anyMatch(Parameter.class::isInstance)) {
      return "a parameter is set in the step; keep what a step sets in a Buffer";
    }
    var difference = first == null ? null : first.difference(second);
    return difference == null
        ? null
        : "two steps in a row do not do the same: " + difference + "; let nothing but cells change";
  }

  /** The compiled steps as text, an instruction in a line; empty while there is none. */
  public String instructions() {
    return String.join("\n", programs.values().stream().map(CompiledStep::toString).toList());
  }

  private List<Map.Entry<String, Tensor>> named(List<Tensor> ofParameters) {
    var byParameter = new IdentityHashMap<Cell, Tensor>();
    int i = 0;
    for (var parameter : updater.parameters()) {
      byParameter.put(parameter, ofParameters.get(i++));
    }
    return state.entrySet().stream()
        .filter(entry -> byParameter.containsKey(entry.getValue()))
        .map(entry ->
            Map.entry(entry.getKey(), Objects.requireNonNull(byParameter.get(entry.getValue()))))
        .toList();
  }

  DivergedException diverged(
      DivergenceSearch.NotFinite place, long step, int epoch, int batch, double rate) {
    return new DivergedException(
        new Divergence(
            step,
            epoch,
            batch,
            place.layer(),
            place.tensor(),
            place.index(),
            place.value(),
            lastLoss,
            rate));
  }
}
