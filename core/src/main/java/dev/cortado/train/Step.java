package dev.cortado.train;

import dev.cortado.autograd.Autograd;
import dev.cortado.autograd.Buffer;
import dev.cortado.autograd.Differentiated;
import dev.cortado.autograd.Parameter;
import dev.cortado.autograd.Stored;
import dev.cortado.data.Batch;
import dev.cortado.nn.Layer;
import dev.cortado.nn.Pass;
import dev.cortado.nn.Penalty;
import dev.cortado.optim.Updater;
import dev.cortado.tensor.Rng;
import dev.cortado.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** One step of training: forward, loss, backward, update. */
final class Step {

  private final Layer model;
  private final Recipe recipe;
  private final SequencedMap<String, Stored> state;
  private final Updater updater;
  private final List<Parameter> weights;
  private double lastLoss = Double.NaN;

  Step(Layer model, Recipe recipe, SequencedMap<String, Stored> state, Updater updater) {
    this.model = model;
    this.recipe = recipe;
    this.state = state;
    this.updater = updater;
    weights = recipe.penalties().isEmpty() ? List.of() : Penalty.weights(model);
  }

  /** Takes it, unless it leads to numbers that are none; tells the loss without penalties. */
  double take(Batch batch, Rng rng, double rate, int epoch, int number) {
    var pass = Pass.training(rng);
    var buffers = buffers();
    double[] loss = {Double.NaN};
    var found = updater.evaluate(() -> differentiate(batch, pass, loss));
    var clipped = recipe.clip().apply(updater.inOrder(found.gradients()));
    if (!Float.isFinite(found.value().item()) || !Double.isFinite(clipped.norm())) {
      buffers.forEach(Buffer::set);
      var place =
          updater.evaluate(() -> Replay.find(model, state, recipe, batch, pass, named(found)));
      buffers.forEach(Buffer::set);
      throw diverged(place, updater.steps() + 1, epoch, number, rate);
    }
    updater.apply(clipped.gradients(), rate);
    lastLoss = loss[0];
    return loss[0];
  }

  private Differentiated differentiate(Batch batch, Pass pass, double[] loss) {
    return Autograd.valueAndGrad(
        () -> {
          var data = loss(recipe, model.forward(batch.x(), pass), batch);
          loss[0] = data.item();
          var total = data;
          for (var penalty : recipe.penalties()) {
            total = total.add(penalty.of(weights));
          }
          return total;
        },
        updater.parameters());
  }

  /** The mean loss of a batch, its rows weighted if the recipe says so. */
  static Tensor loss(Recipe recipe, Tensor prediction, Batch batch) {
    var weights = recipe.sampleWeights();
    return weights == null
        ? recipe.loss().apply(prediction, batch.y())
        : recipe.loss().apply(prediction, batch.y(), batch.rows().of(weights));
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

  private List<Map.Entry<String, Tensor>> named(Differentiated found) {
    var gradients = new ArrayList<Map.Entry<String, Tensor>>();
    state.forEach((name, cell) -> {
      if (cell instanceof Parameter parameter) {
        gradients.add(Map.entry(name, found.gradients().of(parameter)));
      }
    });
    return gradients;
  }

  DivergedException diverged(Replay.Place place, long step, int epoch, int batch, double rate) {
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
