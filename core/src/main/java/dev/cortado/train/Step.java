package dev.cortado.train;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Cell;
import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.ValueAndGradients;
import dev.cortado.data.Batch;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.nn.Settled;
import dev.cortado.optim.LookAhead;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import dev.cortado.tensor.Trace;
import dev.cortado.tensor.kernel.Compute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One step of training: forward, loss, backward, update. */
final class Step {

  /** Batches of the usual size, and a short one at the end of an epoch. */
  private static final int SIZES = 2;

  private final Layer model;
  private final Recipe recipe;
  private final SequencedMap<String, Cell> state;
  private final Updater updater;
  private final List<Parameter> weights;
  private final boolean repeatable;
  private final Map<Integer, Routine> routines = new HashMap<>();
  private double lastLoss = Double.NaN;

  Step(Layer model, Recipe recipe, SequencedMap<String, Cell> state, Updater updater) {
    this.model = model;
    this.recipe = recipe;
    this.state = state;
    this.updater = updater;
    weights = recipe.penalties().isEmpty() ? List.of() : Penalty.weights(model);
    repeatable =
        !(recipe.optimizer() instanceof LookAhead)
            && Settled.is(model)
            && Settled.is(recipe.loss())
            && Settled.is(recipe.penalties());
  }

  /** Takes it, unless it leads to numbers that are none; tells the loss without penalties. */
  double take(StepInput feed, Rng rng, double rate, int epoch, int number) {
    var routine = routines.get(feed.size());
    if (routine != null && routine.isCurrent() && routine.take(feed, rng, rate)) {
      lastLoss = routine.loss();
    } else {
      lastLoss = takeWatched(feed, rng, rate, epoch, number);
    }
    return lastLoss;
  }

  /** Takes it operation by operation, and keeps how it went, to take such a step again. */
  private double takeWatched(StepInput feed, Rng rng, double rate, int epoch, int number) {
    var batch = feed.batch();
    var weightsOfRows = feed.weightsOfRows();
    var pass = Pass.training(rng);
    var parameters = updater.parameters().stream().map(Parameter::value).toList();
    var buffers = buffers();
    var loss = new AtomicReference<Tensor>();
    var found = new AtomicReference<ValueAndGradients>();
    Runnable step =
        () -> found.set(updater.evaluate(() -> differentiate(batch, weightsOfRows, pass, loss)));
    Trace trace = null;
    if (repeatable && routines.size() < SIZES) {
      trace = Trace.of(given(batch, weightsOfRows, parameters, buffers), rng, step);
    } else {
      step.run();
    }
    var gradients = updater.inOrder(found.get().gradients());
    var arrays = gradients.stream().map(Tensor::toArray).toList();
    if (!Float.isFinite(found.get().value().item()) || !areFinite(arrays)) {
      buffers.forEach(Buffer::set);
      var place =
          updater.evaluate(() ->
              DivergenceSearch.find(
                  model, state, recipe, batch, weightsOfRows, pass, named(found.get())));
      buffers.forEach(Buffer::set);
      throw diverged(place, updater.steps() + 1, epoch, number, rate);
    }
    recipe.clip().limit(arrays);
    updater.applyArrays(arrays, rate, decayFactor(), averageShare());
    if (trace != null && trace.obstacle() == null) {
      var cells = List.copyOf(buffers.keySet());
      var watched =
          new Routine.Watched(
              trace,
              batch.x(),
              batch.y(),
              weightsOfRows,
              parameters,
              cells,
              cells.stream().map(buffers::get).toList(),
              loss.get(),
              found.get().value(),
              gradients);
      routines.put(batch.size(), new Routine(watched, updater, recipe));
    }
    return loss.get().item();
  }

  private double decayFactor() {
    return recipe.rates().decay().at(updater.steps());
  }

  private double averageShare() {
    return recipe.updates().averaging().shareOfStep(updater.steps() + 1);
  }

  private static List<Tensor> given(
      Batch batch, @Nullable Tensor weights, List<Tensor> parameters, Map<Buffer, Tensor> buffers) {
    var given = new ArrayList<>(parameters);
    given.addAll(buffers.values());
    given.add(batch.x());
    given.add(batch.y());
    if (weights != null) {
      given.add(weights);
    }
    return given;
  }

  private static boolean areFinite(List<float[]> gradients) {
    var kernels = Compute.current().kernels();
    return gradients.stream().allMatch(it -> kernels.isFinite(it, 0, it.length));
  }

  private ValueAndGradients differentiate(
      Batch batch, @Nullable Tensor weightsOfRows, Pass pass, AtomicReference<Tensor> loss) {
    return Autograd.valueAndGrad(
        () -> {
          var data = loss(recipe, model.forward(batch.x(), pass), batch.y(), weightsOfRows);
          loss.set(data.keep());
          var total = data;
          for (var penalty : recipe.penalties()) {
            total = total.add(penalty.of(weights));
          }
          return total;
        },
        updater.parameters());
  }

  /** The mean loss of a batch, its rows weighted if the recipe says so. */
  static Tensor loss(Recipe recipe, Tensor prediction, Tensor target, @Nullable Tensor weights) {
    return weights == null
        ? recipe.loss().apply(prediction, target)
        : recipe.loss().apply(prediction, target, weights);
  }

  private Map<Buffer, Tensor> buffers() {
    var buffers = new IdentityHashMap<Buffer, Tensor>();
    for (var cell : state.values()) {
      if (cell instanceof Buffer buffer) {
        buffers.put(buffer, buffer.value());
      }
    }
    return buffers;
  }

  private List<Map.Entry<String, Tensor>> named(ValueAndGradients found) {
    var gradients = new ArrayList<Map.Entry<String, Tensor>>();
    state.forEach((name, cell) -> {
      if (cell instanceof Parameter parameter) {
        gradients.add(Map.entry(name, found.gradients().of(parameter)));
      }
    });
    return gradients;
  }

  DivergedException diverged(
      DivergenceSearch.Place place, long step, int epoch, int batch, double rate) {
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
